/** The checks of what a sign-in needs: being known to the authorization server, and a callback address that it takes. */
import type { Check } from '#contract/check.ts'
import { isProblem } from '#core/app-error.ts'
import { reachFor } from '#core/app/parts.ts'
import type { Found } from '#core/found.ts'
import type { Grant, Registration } from '#core/records.ts'
import { callbackAddresses } from '#core/registration/callback-addresses.ts'
import { spellingFor } from '#core/registration/spelling.ts'
import { askAhead } from '#core/sign-in/ask-ahead.ts'
import { authorizationRequest } from '#core/sign-in/authorization-request.ts'
import type { TokenReach } from '#core/tokens/token-answer.ts'
import { failed, passed, skipped, warned } from './check-book.ts'
import type { DoctorPorts } from './deps.ts'
import type { Wish } from './look.ts'

const noLogin = 'not needed: the server works without a login'

/** Dry: nothing is registered. What was registered before is named; else the endpoint is asked whether it is there. */
export async function registrationCheck(
  found: Found,
  grant: Grant | undefined,
  wish: Wish,
  ports: DoctorPorts,
  signal: AbortSignal,
): Promise<Check> {
  const { mode, registration, registrationEndpoint, issuer } = found.discovery
  if (mode === 'NoAuth') return skipped('registration', noLogin)
  if (grant?.issuer === issuer) {
    return passed('registration', `known there as ${grant.clientId} (${grant.registration.source})`)
  }
  const documentUsable = registration.includes('cimd') && wish.settings.clientMetadataUrl
  if (documentUsable) {
    return passed('registration', `by its document at ${wish.settings.clientMetadataUrl ?? ''}`)
  }
  if (registration.includes('dcr')) {
    return endpointCheck(registrationEndpoint, reachFor(wish.settings, found.zone), ports, signal)
  }
  if (registration.includes('cimd')) {
    return warned(
      'registration',
      `${issuer} reads client id metadata documents, and this connection names none`,
      'Give the address of your document with --client-metadata-url, or make an OAuth app there by hand.',
      'you',
    )
  }
  return warned(
    'registration',
    `${issuer} registers no apps by itself`,
    'Make an OAuth app there by hand; aip connect shows what to enter. A client id you have goes into --client-id.',
    'you',
  )
}

/** A real registration would leave a client behind, so the endpoint is only asked what it takes; any answer will do. */
async function endpointCheck(
  endpoint: string,
  reach: TokenReach,
  ports: DoctorPorts,
  signal: AbortSignal,
): Promise<Check> {
  try {
    const fetch = ports.http.fetchWithin({ ...reach, limits: 'machine' })
    const response = await fetch(endpoint, { method: 'OPTIONS', redirect: 'manual', signal })
    await response.body?.cancel()
    const evidence = `${endpoint} answers (OPTIONS: ${response.status}); nothing was registered`
    return passed('registration', evidence)
  } catch (error) {
    signal.throwIfAborted()
    if (isProblem(error)) return failed('registration', error.problem)
    throw error
  }
}

/** Asks the sign-in page without cookies, as every sign-in does, whether it takes the callback address of the registration. */
export async function callbackCheck(
  found: Found,
  grant: Grant | undefined,
  wish: Wish,
  ports: DoctorPorts,
  signal: AbortSignal,
): Promise<Check> {
  const { server, discovery } = found
  if (!server) return skipped('callback-spelling', noLogin)
  const { stored } = ports
  const chosen = wish.settings.spelling ?? grant?.registration.spelling
  const spelling =
    stored.status === 'open'
      ? spellingFor(server.issuer, stored.parts.store, chosen)
      : (chosen ?? '127.0.0.1')
  const redirectUri = callbackAddresses(spelling)[0] ?? ''
  if (grant?.issuer !== discovery.issuer || !server.authorization_endpoint) {
    return skipped(
      'callback-spelling',
      `${redirectUri} would be used; the server is asked with the first sign-in`,
    )
  }
  const registered = registeredUri(grant.registration, spelling) ?? redirectUri
  const reach = reachFor(wish.settings, found.zone)
  const request = await authorizationRequest(
    {
      server,
      registration: grant.registration,
      reach,
      redirectUri: registered,
      scopes: grant.scopes,
      resource: grant.resource,
    },
    ports.random,
  )
  const fetch = ports.http.fetchWithin({ ...reach, limits: 'machine' })
  const foresight = await askAhead(request, server, fetch, signal)
  if (foresight.status !== 'refused') {
    const answer = foresight.status === 'fine' ? 'is taken' : 'is probably taken'
    return passed('callback-spelling', `${registered} ${answer}`)
  }
  return refusedCheck(registered, foresight, grant.registration)
}

function registeredUri({ redirectUris }: Registration, spelling: string): string | undefined {
  return redirectUris.find((uri) => URL.parse(uri)?.hostname === spelling) ?? redirectUris[0]
}

/** The next sign-in repairs what it can (R03, R04), so only what a person has to do is a failure. */
function refusedCheck(
  redirectUri: string,
  { error, certain }: { readonly error: string; readonly certain: boolean },
  { source }: Registration,
): Check {
  const evidence = `the sign-in page refuses ${redirectUri}${error === '' ? '' : ` (${error})`}`
  if (!certain) {
    const next = 'If the next sign-in fails, choose the other spelling of the callback address.'
    return warned('callback-spelling', evidence, next, 'you')
  }
  if (source === 'dcr') {
    const next = 'The next sign-in registers this app anew; nothing has to be done.'
    return warned('callback-spelling', evidence, next, 'you')
  }
  const aboutRedirect = error === 'redirect_refused'
  return failed('callback-spelling', {
    code: aboutRedirect ? 'redirect-refused' : 'client-unknown',
    step: 'sign-in',
    whoseTurn: 'you',
    message: evidence,
    next: aboutRedirect
      ? `Register exactly ${redirectUri} in your OAuth app.`
      : 'Check the client id of your OAuth app and sign in again.',
  })
}
