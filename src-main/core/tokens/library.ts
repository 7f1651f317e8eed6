/** Our records in the shapes of `oauth4webapi`, and our HTTP layer as its fetch. */
import * as oauth from 'oauth4webapi'
import type { ServerMetadata } from '#contract/discovery.ts'
import { appError } from '#core/app-error.ts'
import type { Clock, Http } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'
import type { TokenReach } from './token-answer.ts'
import { say } from '#core/say.ts'

type Endpoint = 'token_endpoint' | 'revocation_endpoint' | 'device_authorization_endpoint'

/** The members the library needs for a request to `endpoint`; a missing or unreadable endpoint is the server's problem. */
export function libraryServer(
  server: ServerMetadata,
  endpoint: Endpoint,
): oauth.AuthorizationServer {
  const address = server[endpoint]
  const url = URL.parse(address ?? '')
  if (!address || !url || !['https:', 'http:'].includes(url.protocol)) {
    throw noEndpoint(server, endpoint)
  }
  return { issuer: server.issuer, [endpoint]: address }
}

/** `clock` decides what time it is in the assertions the library signs. */
export function libraryClient(registration: Registration, clock: Clock): oauth.Client {
  return {
    client_id: registration.clientId,
    [oauth.clockSkew]: Math.round((clock.now() - Date.now()) / 1000),
    [oauth.clockTolerance]: 60,
  }
}

/** Plain http is not decided here: the HTTP layer refuses it wherever the zone does not allow it. */
export function requestOptions(http: Http, reach: TokenReach, signal: AbortSignal) {
  const fetch = http.fetchWithin({ ...reach, limits: 'machine' })
  return {
    [oauth.customFetch]: (url: string, init: RequestInit) => fetch(url, withoutUserAgent(init)),
    [oauth.allowInsecureRequests]: true,
    signal,
  }
}

/** The library names itself; the HTTP layer names this product. */
function withoutUserAgent(init: RequestInit): RequestInit {
  const headers = new Headers(init.headers)
  headers.delete('user-agent')
  return { ...init, headers }
}

function noEndpoint(server: ServerMetadata, endpoint: Endpoint): Error {
  return appError('metadata-unusable', {
    step: 'token',
    whoseTurn: 'server-owner',
    message: say('token.no-endpoint', { endpoint: endpoint.replaceAll('_', ' ') }),
    next: say('token.no-endpoint.next'),
    details: { issuer: server.issuer, member: endpoint },
  })
}
