/** Registers test clients, right and wrong ones, and remembers each that came into being, so that it can be deleted again. */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Registration } from '#core/records.ts'
import { callbackSet } from '#core/registration/callback-addresses.ts'
import { methodsToRegister } from '#core/registration/client-authentication.ts'
import { registrationFromAnswer } from '#core/registration/registration-answer.ts'
import {
  registrationRequest,
  type ClientRequestBody,
} from '#core/registration/registration-request.ts'
import type { RegistrationAnswers } from './evidence.ts'
import { type Ask, type Exchange, jsonBody } from './exchange.ts'

export interface TestClients {
  readonly answers: RegistrationAnswers
  /** The client of the right request, if it was given one; and a second one, to be mistaken for the first. */
  readonly client?: Registration
  readonly other?: Registration
}

export interface RegistrationWish {
  /** One more client is needed for the sign-in. */
  readonly second: boolean
  readonly now: number
  /** Gets each client as soon as it exists, wanted or not. */
  readonly made: Registration[]
}

/** Sends what this app sends, and what no server should take. */
export async function gatherRegistration(
  ask: Ask,
  server: ServerMetadata,
  scopes: readonly string[],
  { second, now, made }: RegistrationWish,
): Promise<TestClients> {
  const endpoint = server.registration_endpoint ?? ''
  const method = methodsToRegister(server)[0] ?? 'none'
  const redirectUris = callbackSet('127.0.0.1')
  const right = registrationRequest(server, method, { redirectUris, scopes, device: false })
  const send = async (body: unknown): Promise<Exchange> => {
    const exchange = await ask(endpoint, jsonBody(body))
    const client = clientIn(exchange, right, server.issuer, now)
    if (client) made.push(client)
    return exchange
  }
  const withRedirect = (redirect: string) => send({ ...right, redirect_uris: [redirect] })

  const native = await send(right)
  const client = made[0]
  const localhost = await withRedirect(callbackSet('localhost')[0] ?? '')
  const other = second ? await secondClient(send, right, made) : undefined
  const answers = {
    native,
    localhost,
    javascript: await withRedirect('javascript:alert(1)'),
    plainHttp: await withRedirect('http://app.example.com/callback'),
    fragment: await withRedirect('https://app.example.com/callback#part'),
    withoutRedirect: await send({ ...right, redirect_uris: [] }),
    notJson: await send('{"redirect_uris":'),
  }
  return { answers, ...(client && { client }), ...(other && { other }) }
}

async function secondClient(
  send: (body: unknown) => Promise<Exchange>,
  right: ClientRequestBody,
  made: readonly Registration[],
): Promise<Registration | undefined> {
  const before = made.length
  await send(right)
  return made[before]
}

/** Also of a refused redirect address: a server that registers it has made a client that should go again. */
function clientIn(
  { status, json }: Exchange,
  asked: ClientRequestBody,
  issuer: string,
  now: number,
): Registration | undefined {
  if (status !== 200 && status !== 201) return undefined
  const made = registrationFromAnswer(
    { ...json, redirect_uris: undefined },
    {
      issuer,
      redirectUris: asked.redirect_uris,
      authMethod: asked.token_endpoint_auth_method,
      now,
    },
  )
  return 'english' in made ? undefined : made
}
