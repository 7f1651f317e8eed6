/** What to ask a registration endpoint for, most complete first, and which milder request fits a refusal (RFC 7591 §2, C20, C21). */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { TokenEndpointAuthMethod } from '#core/records.ts'
import { elsewhereIn } from './callback-addresses.ts'

export interface ClientRequestBody {
  readonly client_name: string
  readonly application_type: 'native' | 'web'
  readonly redirect_uris: readonly string[]
  readonly grant_types: readonly string[]
  readonly response_types: readonly string[]
  readonly token_endpoint_auth_method: TokenEndpointAuthMethod
  readonly scope?: string
}

export interface Wanted {
  readonly redirectUris: readonly string[]
  readonly scopes: readonly string[]
  readonly device: boolean
}

export function registrationRequest(
  server: ServerMetadata,
  method: TokenEndpointAuthMethod,
  wanted: Wanted,
): ClientRequestBody {
  return {
    client_name: 'AIP Desktop',
    // C20: web, the default, forbids loopback addresses, and native forbids https (OpenID Connect Registration §2).
    application_type: elsewhereIn(wanted.redirectUris) === undefined ? 'native' : 'web',
    redirect_uris: wanted.redirectUris,
    grant_types: grantTypes(server, wanted.device),
    response_types: ['code'],
    token_endpoint_auth_method: method,
    ...(wanted.scopes.length > 0 && { scope: wanted.scopes.join(' ') }),
  }
}

/** C25: `refresh_token` is asked for, except where the server lists its grant types without it. */
function grantTypes(server: ServerMetadata, device: boolean): string[] {
  const listed = server.grant_types_supported
  const refresh = !listed || listed.length === 0 || listed.includes('refresh_token')
  return [
    'authorization_code',
    ...(refresh ? ['refresh_token'] : []),
    ...(device ? ['urn:ietf:params:oauth:grant-type:device_code'] : []),
  ]
}

/** The next milder request after a refusal; undefined when there is none worth sending. */
export function milderRequest(
  refused: ClientRequestBody,
  refusal: { readonly error: string; readonly text: string },
  methods: readonly TokenEndpointAuthMethod[],
): ClientRequestBody | undefined {
  const about = (word: RegExp): boolean => word.test(refusal.text)
  if (refusal.error === 'invalid_redirect_uri' || about(/redirect/i)) return fewerRedirects(refused)
  if (refused.scope !== undefined && (refusal.error === 'invalid_scope' || about(/scope/i))) {
    return withoutScope(refused)
  }
  if (refusal.error !== 'invalid_client_metadata') return undefined
  if (about(/auth_method|auth method|authentication/i)) return nextMethod(refused, methods)
  return refused.scope === undefined ? nextMethod(refused, methods) : withoutScope(refused)
}

/** All addresses, then the preferred one alone, then the first in the other spelling alone. */
function fewerRedirects(refused: ClientRequestBody): ClientRequestBody | undefined {
  const [first] = refused.redirect_uris
  if (first === undefined) return undefined
  if (refused.redirect_uris.length > 1) return { ...refused, redirect_uris: [first] }
  return undefined
}

function withoutScope(refused: ClientRequestBody): ClientRequestBody {
  const rest: { -readonly [Name in keyof ClientRequestBody]: ClientRequestBody[Name] } = {
    ...refused,
  }
  delete rest.scope
  return rest
}

function nextMethod(
  refused: ClientRequestBody,
  methods: readonly TokenEndpointAuthMethod[],
): ClientRequestBody | undefined {
  const next = methods[methods.indexOf(refused.token_endpoint_auth_method) + 1]
  return next && { ...refused, token_endpoint_auth_method: next }
}
