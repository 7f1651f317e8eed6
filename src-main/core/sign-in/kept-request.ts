/** A sign-in under way, kept sealed so that it can be finished after the app was ended and started again (R15). */
import { z } from 'zod'
import { isProblem } from '#core/app-error.ts'
import type { Callback, CallbackListener, Clock } from '#core/ports.ts'
import { callbackParts } from '#core/registration/callback-addresses.ts'
import { listenElsewhere } from './listen.ts'

/** What the reply is held to. Holds the code verifier: it belongs into the vault. */
export const KeptRequest = z.object({
  url: z.string(),
  issuer: z.string(),
  state: z.string(),
  verifier: z.string(),
  redirectUri: z.string(),
  resource: z.string(),
  scopes: z.array(z.string()),
  /** The client the page was opened for; another one could not redeem the code. */
  clientId: z.string(),
})
export type KeptRequest = z.infer<typeof KeptRequest>

/** How a sign-in outlives the process it began in. */
export interface Survival {
  /** Called before the person is sent anywhere; durable when it resolves. */
  keep(request: KeptRequest): Promise<void>
  /** True when this process ends and a later one is going to wait for the answer. */
  goesOn(): boolean
  /** A request of an earlier process: it is waited for instead of a new one. */
  readonly resume?: KeptRequest
}

/** How long a port that somebody else has by now is left to them before it is tried again. */
const tryAgainMs = 1000

/** Listens where the browser was told to come back to. While somebody else has the port, the address can be pasted. */
export async function listenAgain(
  { redirectUri }: KeptRequest,
  { callback, clock }: { readonly callback: Callback; readonly clock: Clock },
): Promise<CallbackListener> {
  const parts = callbackParts(redirectUri)
  if (!parts) return listenElsewhere(redirectUri, callback)
  const listen = async () => {
    const { spelling, port, path } = parts
    try {
      return await callback.listen({ spelling, ports: [port], path })
    } catch (error) {
      if (isProblem(error, 'callback-port-busy')) return undefined
      throw error
    }
  }
  let listener = await listen()
  return {
    redirectUri,
    port: parts.port,
    close: async () => listener?.close(),
    async reply(state, signal) {
      while (!listener) {
        await clock.wait(tryAgainMs, signal)
        listener = await listen()
      }
      return listener.reply(state, signal)
    },
  }
}
