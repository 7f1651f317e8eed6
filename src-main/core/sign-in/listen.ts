/** Opens the callback listener for a registration: a registered port first, any free one where the server may take it (R05). */
import type { LoopbackSpelling } from '#contract/connection.ts'
import { isProblem } from '#core/app-error.ts'
import type { Callback, CallbackListener } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'
import {
  callbackParts,
  callbackPath,
  callbackPorts,
  elsewhereIn,
} from '#core/registration/callback-addresses.ts'

/** Spellings this registration can be used with, the preferred one first. A person's own app may be registered with either. */
export function spellingsOf(
  registration: Registration,
  preferred: LoopbackSpelling,
): LoopbackSpelling[] {
  if (elsewhereIn(registration.redirectUris) !== undefined) return [preferred]
  const registered = registration.redirectUris.flatMap((uri) => callbackParts(uri)?.spelling ?? [])
  const typed = registration.source === 'manual' || registration.source === 'pre-registered'
  const possible: LoopbackSpelling[] =
    typed || registered.length === 0 ? ['127.0.0.1', 'localhost'] : registered
  return [...new Set([preferred, ...possible])].filter((each) => possible.includes(each))
}

/** Listens for the reply. RFC 8252 §7.3 lets the port vary, but only an app that registered itself relies on it, and last. */
export async function listenFor(
  registration: Registration,
  spelling: LoopbackSpelling,
  callback: Callback,
): Promise<CallbackListener> {
  const elsewhere = elsewhereIn(registration.redirectUris)
  if (elsewhere !== undefined) return listenElsewhere(elsewhere, callback)
  const parts = registration.redirectUris.flatMap((uri) => callbackParts(uri) ?? [])
  const same = parts.filter((each) => each.spelling === spelling)
  const usable = same.length > 0 ? same : parts
  const ports = usable.length > 0 ? usable.map((each) => each.port) : [...callbackPorts]
  const path = usable[0]?.path ?? callbackPath
  try {
    return await callback.listen({ spelling, ports: [...new Set(ports)], path })
  } catch (error) {
    const mayVary = registration.source === 'dcr' || registration.source === 'cimd'
    if (!mayVary || !isProblem(error, 'callback-port-busy')) throw error
    return callback.listen({ spelling, ports: [0], path })
  }
}

/** At the platform's callback nothing of this computer listens: a window of the app hands the answer over, or the person pastes it. */
export function listenElsewhere(redirectUri: string, callback: Callback): CallbackListener {
  return {
    redirectUri,
    port: 0,
    reply: (state, signal) => callback.elsewhere?.(state, signal) ?? untilAborted(signal),
    close: () => Promise.resolve(),
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
