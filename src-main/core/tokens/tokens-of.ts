/** Makes a token answer of an accepted body: the library's process half, lifetimes as dates, and a first guess at the account. */
import * as oauth from 'oauth4webapi'
import { z } from 'zod'
import type { Note } from '#contract/discovery.ts'
import { refusalError } from './token-problems.ts'
import { libraryClient } from './library.ts'
import type { TokenBody } from './read-token-answer.ts'
import { requestTokens, type TokenOutcome, type TokenRequest } from './token-request.ts'
import type { TokenAnswer, TokenPorts, TokenResult } from './token-answer.ts'

/** Sends the request and returns tokens; a refusal is thrown as a problem. */
export async function obtainTokens(
  request: TokenRequest,
  ports: TokenPorts,
  signal: AbortSignal,
  requestedScopes: readonly string[],
): Promise<TokenResult> {
  const outcome = await requestTokens(request, ports, signal)
  if (outcome.kind === 'refused') throw outcome.error
  return tokenResult(request, outcome, ports, requestedScopes)
}

/** The tokens of a successful outcome. */
export async function tokenResult(
  request: TokenRequest,
  outcome: Extract<TokenOutcome, { kind: 'accepted' }>,
  ports: TokenPorts,
  requestedScopes: readonly string[],
): Promise<TokenResult> {
  const { registration } = request.parties
  const { resource, method, scope } = outcome.attempt
  const { body, claims, notes } = await processed(request, outcome.body, ports)
  // RFC 6749 §5.1: as asked for, when the answer does not say; unknown, when the server was left to choose.
  const unsaid = request.scope ? [] : requestedScopes
  const asked = scope === '' ? unsaid : scope.split(' ')
  return {
    tokens: tokenAnswer(body, claims, ports.clock.now(), asked),
    notes: [...outcome.notes, ...notes, ...bindingNotes(request, body)],
    resource,
    registration: { ...registration, authMethod: method },
  }
}

interface Processed {
  readonly body: oauth.TokenEndpointResponse
  readonly claims: IdClaims
  readonly notes: readonly Note[]
}

/** An ID token only names the account here, so one that does not hold up is dropped, not fatal (OIDC Core §3.1.3.7). */
async function processed(
  request: TokenRequest,
  body: TokenBody,
  ports: TokenPorts,
): Promise<Processed> {
  if (body.token_type === 'DPoP' && !request.parties.dpopKey) throw unbindable(request)
  try {
    const answer = await libraryAnswer(request, body, ports)
    const claims = IdClaims.safeParse(oauth.getValidatedIdTokenClaims(answer) ?? {})
    return { body: answer, claims: claims.data ?? {}, notes: [] }
  } catch (error) {
    if (body.id_token === undefined) throw error
    const answer = await libraryAnswer(request, { ...body, id_token: undefined }, ports)
    const message = 'The ID token does not hold up and was left out of account.'
    return { body: answer, claims: {}, notes: [{ code: 'id-token-unusable', message }] }
  }
}

function libraryAnswer(request: TokenRequest, body: TokenBody, ports: TokenPorts) {
  const { server, registration } = request.parties
  const algorithms = z.array(z.string()).safeParse(server['id_token_signing_alg_values_supported'])
  const as: oauth.AuthorizationServer = {
    issuer: server.issuer,
    ...(algorithms.success ? { id_token_signing_alg_values_supported: algorithms.data } : {}),
  }
  const client = libraryClient(registration, ports.clock)
  return oauth.processGenericTokenEndpointResponse(as, client, Response.json(body))
}

const IdClaims = z.object({
  email: z.string().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  sub: z.string().optional().catch(undefined),
  /** Not of OpenID Connect: several providers, Salesforce among them, tell the organization so. */
  organization: z.string().optional().catch(undefined),
  organization_id: z.string().optional().catch(undefined),
})
type IdClaims = z.infer<typeof IdClaims>

/** How a person would name the account, with its organization, from ID token or user info claims; empty when they say nothing. */
export function accountIn(claims: unknown): string {
  const known = IdClaims.safeParse(claims).data ?? {}
  const who = known.email || known.preferred_username || ''
  const where = known.organization || known.organization_id || ''
  return who !== '' && where !== '' ? `${who} (${where})` : who || where
}

function tokenAnswer(
  body: oauth.TokenEndpointResponse,
  claims: IdClaims,
  now: number,
  asked: readonly string[],
): TokenAnswer {
  return {
    accessToken: body.access_token,
    tokenType: body.token_type === 'dpop' ? 'DPoP' : 'Bearer',
    ...(body.expires_in === undefined ? {} : { expiresAt: now + body.expires_in * 1000 }),
    ...(body.refresh_token === undefined ? {} : { refreshToken: body.refresh_token }),
    scopes: body.scope === undefined ? [...asked] : body.scope.split(/\s+/).filter(Boolean),
    ...(body.id_token === undefined ? {} : { idToken: body.id_token }),
    account: accountIn(claims) || workspaceIn(body),
    subject: claims.sub ?? '',
  }
}

/** What Notion and Slack tell beside the token. */
function workspaceIn(body: unknown): string {
  const hints = z.looseObject({
    workspace_name: z.string().optional().catch(undefined),
    team: z
      .looseObject({ name: z.string().optional().catch(undefined) })
      .optional()
      .catch(undefined),
  })
  const { workspace_name, team } = hints.safeParse(body).data ?? {}
  return workspace_name ?? team?.name ?? ''
}

function bindingNotes(request: TokenRequest, body: oauth.TokenEndpointResponse): Note[] {
  if (!request.parties.dpopKey || body.token_type === 'dpop') return []
  const message = 'A token bound to this computer was asked for; the server issued an ordinary one.'
  return [{ code: 'dpop-not-bound', message }]
}

function unbindable(request: TokenRequest): Error {
  const { server, registration } = request.parties
  const description = 'The token is bound to a key (DPoP), but the request named no key.'
  return refusalError({
    purpose: request.purpose,
    refusal: { kind: 'unusable', error: '', description, status: 200 },
    server,
    registration,
    secrets: [],
  })
}
