/** Gathers everything about a server that rules judge, in an order in which later questions build on earlier answers. */
import type { ConnectionSettings } from '#contract/connection.ts'
import type { ServerMetadata } from '#contract/discovery.ts'
import { AppError, isProblem } from '#core/app-error.ts'
import { look } from '#core/doctor/look.ts'
import type { Found } from '#core/found.ts'
import type { Registration } from '#core/records.ts'
import { callbackSet } from '#core/registration/callback-addresses.ts'
import { chooseScopes } from '#core/sign-in/choose-scopes.ts'
import type { TokenReach } from '#core/tokens/token-answer.ts'
import type { Evidence, Gathered } from './evidence.ts'
import type { Ask } from './exchange.ts'
import { gatherAuthorization } from './gather-authorization.ts'
import { gatherEndpoint, gatherMetadata, gatherResource } from './gather-documents.ts'
import { gatherRegistration, type TestClients } from './gather-registration.ts'
import { gatherSignIn } from './gather-sign-in.ts'
import { gatherTokens } from './gather-tokens.ts'
import type { CheckServerDeps, CheckServerOptions } from './options.ts'

export interface Gathering {
  readonly ask: Ask
  readonly reach: TokenReach
  /** What the tester confirmed. */
  readonly settings: Pick<Partial<ConnectionSettings>, 'confirmed'>
  readonly deps: CheckServerDeps
  readonly options: CheckServerOptions
}

type Documents = Omit<
  Evidence,
  'registration' | 'authorization' | 'token' | 'signIn' | 'signInProblem'
>

/** Each client that is registered is put into `made` at once: also a failure in the middle must not hide it. */
export async function gather(
  server: URL,
  gathering: Gathering,
  made: Registration[],
): Promise<Evidence> {
  const documents = await gatherDocuments(server, gathering)
  const { looked, metadata, open } = documents
  if (looked.found && metadata.usable) {
    return { ...documents, ...(await gatherFlows(looked.found, metadata.usable, gathering, made)) }
  }
  const why = open ? 'the server works without a login' : 'no usable authorization server was found'
  const none = { why }
  return { ...documents, registration: none, authorization: none, token: none, signIn: none }
}

async function gatherDocuments(
  server: URL,
  { ask, settings, deps, options }: Gathering,
): Promise<Documents> {
  const { signal, onStep } = options
  onStep?.('asking without a token')
  const endpoint = await gatherEndpoint(ask, server)
  if (endpoint.withoutToken.failure) throw new AppError(endpoint.withoutToken.failure)
  onStep?.('reading the documents')
  const resource = await gatherResource(ask, server, endpoint.challenge)
  const metadata = await gatherMetadata(ask, server, resource)
  const preferLogin = resource.document !== undefined
  const looked = await look({ url: server.href, settings, headers: {}, preferLogin }, deps, signal)
  const usable = looked.found?.server
  const open = looked.found?.discovery.mode === 'NoAuth' && !preferLogin
  return {
    server,
    looked,
    open,
    endpoint,
    resource,
    metadata: { ...metadata, ...(usable && { usable }) },
  }
}

async function gatherFlows(
  found: Found,
  server: ServerMetadata,
  gathering: Gathering,
  made: Registration[],
): Promise<Omit<Evidence, keyof Documents>> {
  const { ask, reach, deps, options } = gathering
  const scopes = chooseScopes(found)
  const parts = { server, reach, scopes, resource: found.discovery.resource }
  const test = await registerClients(server, scopes, gathering, made)
  const client = options.client ? ownClient(options.client, server.issuer, deps) : test.seen?.client
  const without = test.why ?? 'the server registered no client for the tests'
  const noClient = `${without}; --client-id uses a client that exists`
  options.onStep?.('asking the sign-in page and the token endpoint')
  const authorization: Evidence['authorization'] =
    client && server.authorization_endpoint !== undefined
      ? { seen: await gatherAuthorization(ask, { ...parts, client }, deps.random) }
      : { why: noClient }
  const token = { seen: await gatherTokens(ask, server, client) }
  const registration = test.seen ? { seen: test.seen.answers } : test
  if (!client) return { registration, authorization, token, signIn: { why: noClient } }
  const other = test.seen?.other
  const url = found.discovery.url
  const all = { ...deps, ...parts, ...options, client, url, ...(other && { other }) }
  return { registration, authorization, token, ...(await signIn(ask, all, options)) }
}

async function registerClients(
  server: ServerMetadata,
  scopes: readonly string[],
  { ask, deps, options }: Gathering,
  made: Registration[],
): Promise<Gathered<TestClients>> {
  if (server.registration_endpoint === undefined) return { why: 'registration is not offered' }
  if (options.client) return { why: 'a client of your own is used, so nothing is registered' }
  if (!(await options.mayRegister(server.issuer))) {
    return { why: 'needs test clients, and registering them was not agreed to: --yes' }
  }
  options.onStep?.('registering test clients')
  const wish = { second: options.signIn, now: deps.clock.now(), made }
  return { seen: await gatherRegistration(ask, server, scopes, wish) }
}

function ownClient(
  { clientId, source }: Pick<Registration, 'clientId' | 'source'>,
  issuer: string,
  { clock }: CheckServerDeps,
): Registration {
  const redirectUris = callbackSet('127.0.0.1')
  return { issuer, source, clientId, authMethod: 'none', redirectUris, createdAt: clock.now() }
}

async function signIn(
  ask: Ask,
  parts: Parameters<typeof gatherSignIn>[1],
  options: CheckServerOptions,
): Promise<Pick<Evidence, 'signIn' | 'signInProblem'>> {
  if (!options.signIn) return { signIn: { why: 'needs a sign-in: --sign-in' } }
  options.onStep?.('signing in')
  try {
    return { signIn: { seen: await gatherSignIn(ask, parts) } }
  } catch (error) {
    options.signal.throwIfAborted()
    if (!isProblem(error)) throw error
    return { signIn: { why: 'the sign-in failed' }, signInProblem: error.problem }
  }
}
