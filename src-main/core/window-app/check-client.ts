/** Asks a sign-in page without a browser whether it knows a typed client id and takes the callback address (R06, R04). */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { CommandOutput } from '#contract/commands.ts'
import type { Purpose } from '#contract/journey.ts'
import { reachFor, storedReach } from '#core/app/parts.ts'
import type { ClientRequest } from '#core/guide.ts'
import type { Zone } from '#core/ports.ts'
import { callbackAddresses } from '#core/registration/callback-addresses.ts'
import { askAhead } from '#core/sign-in/ask-ahead.ts'
import { authorizationRequest } from '#core/sign-in/authorization-request.ts'
import type { WindowPorts } from './ports.ts'

export interface ClientCheck {
  readonly clientId: string
  readonly spelling: LoopbackSpelling
  readonly purpose: Purpose
  /** Callback of the platform, in place of this computer. */
  readonly callbackUrl?: string
  /** Zone of the server that is being set up; for a stored connection it is known by its id. */
  readonly zone: Zone | undefined
}

type Verdict = CommandOutput<'journeys.check-client'>

/** `cannot-tell` where the page gives no clear word: then the browser has to find out. */
export async function checkClient(
  ports: WindowPorts,
  request: ClientRequest,
  { clientId, spelling, purpose, zone, callbackUrl }: ClientCheck,
  signal: AbortSignal,
): Promise<Verdict> {
  const reach = reachOf(ports, purpose, zone)
  const [here = ''] = callbackAddresses(spelling, portsOf(request))
  const redirectUri = callbackUrl ?? here
  const server = { issuer: request.issuer, authorization_endpoint: request.authorizationEndpoint }
  const authorization = await authorizationRequest(
    {
      server,
      registration: {
        issuer: request.issuer,
        source: 'manual',
        clientId: clientId.trim(),
        authMethod: request.authMethod,
        redirectUris: [redirectUri],
        createdAt: ports.clock.now(),
      },
      reach,
      redirectUri,
      scopes: request.scopes,
      resource: '',
    },
    ports.random,
  )
  const fetch = ports.http.fetchWithin({ ...reach, limits: 'machine' })
  const foresight = await askAhead(authorization, server, fetch, signal)
  if (foresight.status !== 'refused') {
    return { verdict: foresight.status === 'fine' ? 'accepted' : 'cannot-tell', said: '' }
  }
  const { error, certain } = foresight
  if (error === 'redirect_refused') return { verdict: 'callback-refused', said: '' }
  const aboutClient = error === 'invalid_client' || error === 'unauthorized_client'
  if (aboutClient) return { verdict: 'client-unknown', said: certain ? error : '' }
  return { verdict: 'cannot-tell', said: error }
}

function reachOf({ store }: WindowPorts, purpose: Purpose, zone: Zone | undefined) {
  if (purpose.kind === 'connect') return reachFor({}, zone ?? 'public')
  const { connectionId } = purpose
  const stored = store.listConnections().find((each) => each.id === connectionId)
  return storedReach(store, connectionId, stored?.settings ?? {})
}

function portsOf(request: ClientRequest): number[] {
  return request.callbackUrls.map((url) => Number(new URL(url).port))
}
