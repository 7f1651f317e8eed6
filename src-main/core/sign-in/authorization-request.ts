/** Builds the address of the sign-in page: PKCE with S256, state, resource, scope, and what the provider wants beside it (C26 to C34). */
import * as oauth from 'oauth4webapi'
import type { ServerMetadata } from '#contract/discovery.ts'
import { appError } from '#core/app-error.ts'
import type { Random, Reach } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'
import { recipeFor } from '#core/registration/recipes.ts'
import { toBase64Url } from '#core/tokens/base64url.ts'
import { addressForBrowser } from './safe-address.ts'
import { say } from '#core/say.ts'

/** What nobody's table of extra parameters may set (decision 12). */
const protectedParameters: readonly string[] = [
  'redirect_uri',
  'state',
  'code_challenge',
  'code_challenge_method',
  'client_id',
  'response_type',
  'response_mode',
  'resource',
  'scope',
  'request',
  'request_uri',
]

export interface RequestParts {
  readonly server: ServerMetadata
  readonly registration: Registration
  readonly reach: Omit<Reach, 'limits'>
  readonly redirectUri: string
  readonly scopes: readonly string[]
  /** Empty: left out. */
  readonly resource: string
  readonly extraParameters?: Readonly<Record<string, string>> | undefined
  readonly switchAccount?: boolean | undefined
}

/** One sign-in attempt, recorded before a browser opens: the reply is held to exactly this (C31). */
export interface AuthorizationRequest {
  readonly url: string
  readonly issuer: string
  readonly state: string
  readonly verifier: string
  readonly redirectUri: string
  readonly resource: string
  readonly scopes: readonly string[]
}

export async function authorizationRequest(
  parts: RequestParts,
  random: Random,
): Promise<AuthorizationRequest> {
  const { server, registration, redirectUri, scopes, resource } = parts
  const url = addressForBrowser(endpointOf(server), parts.reach)
  const state = toBase64Url(random.bytes(32))
  const verifier = toBase64Url(random.bytes(32))
  const own: Record<string, string> = {
    response_type: 'code',
    client_id: registration.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...(resource !== '' && { resource }),
  }
  for (const [name, value] of Object.entries({ ...extras(parts), ...own })) {
    url.searchParams.set(name, value)
  }
  return { url: url.href, issuer: server.issuer, state, verifier, redirectUri, resource, scopes }
}

function extras(parts: RequestParts): Record<string, string> {
  const recipe = recipeFor(parts.server.issuer)
  const switching = parts.switchAccount === true
  const wanted = {
    // OIDC Core §11: without a consent prompt offline_access is ignored.
    ...(parts.scopes.includes('offline_access') && { prompt: 'consent' }),
    ...recipe?.authorization,
    ...(switching && { prompt: 'select_account' }),
    ...(switching && recipe?.accountSwitch),
    ...parts.extraParameters,
  }
  return Object.fromEntries(
    Object.entries(wanted).filter(([name]) => !protectedParameters.includes(name)),
  )
}

/** A list of challenge methods without S256 is a refusal; no list at all was confirmed before (decision 3). */
function endpointOf(server: ServerMetadata): string {
  const methods = server.code_challenge_methods_supported
  if (methods && methods.length > 0 && !methods.includes('S256')) {
    throw appError('pkce-unsupported', {
      step: 'sign-in',
      whoseTurn: 'server-owner',
      message: say('no-pkce'),
      next: say('no-pkce.next'),
      details: { issuer: server.issuer, offered: methods.join(' ') },
    })
  }
  if (server.authorization_endpoint !== undefined) return server.authorization_endpoint
  throw appError('metadata-unusable', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message: say('no-sign-in-page'),
    next: say('no-sign-in-page.next'),
    details: { issuer: server.issuer },
  })
}
