/** The checks of what a sign-in needs: being known to the authorization server, and a callback address that it takes. */
import type { Check } from '#contract/check.ts'
import { isProblem, problemFrom } from '#core/app-error.ts'
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
import { say } from '#core/say.ts'

const noLogin = say('doctor.no-login')

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
    return passed(
      'registration',
      say('doctor.known', { client: grant.clientId, source: grant.registration.source }),
    )
  }
  const documentUsable = registration.includes('cimd') && wish.settings.clientMetadataUrl
  if (documentUsable) {
    return passed(
      'registration',
      say('doctor.by-document', { address: wish.settings.clientMetadataUrl ?? '' }),
    )
  }
  if (registration.includes('dcr')) {
    return endpointCheck(registrationEndpoint, reachFor(wish.settings, found.zone), ports, signal)
  }
  if (registration.includes('cimd')) {
    return warned(
      'registration',
      say('doctor.no-document', { issuer }),
      say('doctor.no-document.next'),
      'you',
    )
  }
  return warned(
    'registration',
    say('doctor.by-hand', { issuer }),
    say('doctor.by-hand.next'),
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
    const evidence = say('doctor.endpoint', { address: endpoint, status: response.status })
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
  const redirectUri = wish.settings.callbackUrl ?? callbackAddresses(spelling)[0] ?? ''
  if (grant?.issuer !== discovery.issuer || !server.authorization_endpoint) {
    return skipped('callback-spelling', say('doctor.callback.later', { address: redirectUri }))
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
    return passed(
      'callback-spelling',
      say('one-after-other', { first: registered, second: answer }),
    )
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
  const evidence =
    error === ''
      ? say('doctor.callback.refused', { address: redirectUri })
      : say('doctor.callback.refused-said', { address: redirectUri, error })
  if (!certain) {
    const next = say('doctor.callback.spelling.next')
    return warned('callback-spelling', evidence, next, 'you')
  }
  if (source === 'dcr') {
    const next = say('doctor.callback.anew.next')
    return warned('callback-spelling', evidence, next, 'you')
  }
  const aboutRedirect = error === 'redirect_refused'
  const code = aboutRedirect ? 'redirect-refused' : 'client-unknown'
  const problem = problemFrom(code, {
    step: 'sign-in',
    whoseTurn: 'you',
    message: evidence,
    next: aboutRedirect
      ? say('doctor.callback.register.next', { address: redirectUri })
      : say('doctor.callback.client.next'),
  })
  return failed('callback-spelling', problem)
}
