/** Makes the record of a sign-in: its tokens, and everything a later refresh needs so that it needs no discovery. */
import type { GrantType } from '#contract/connection.ts'
import type { ServerMetadata } from '#contract/discovery.ts'
import { Grant } from '#core/records.ts'
import type { DpopKey, TokenResult } from './token-answer.ts'

export interface GrantParts {
  readonly connectionId: string
  readonly server: ServerMetadata
  readonly grantType: GrantType
  readonly result: TokenResult
  /** As `accountOf` found it; the answer's own guess when left out. */
  readonly account?: string
  readonly dpopKey?: DpopKey | undefined
  readonly now: number
  /** Version of the record this one replaces. */
  readonly previousVersion?: number
}

/** The grant for a successful token request. */
export function grantFrom(parts: GrantParts): Grant {
  const { result, server } = parts
  const { tokens } = result
  return Grant.parse({
    connectionId: parts.connectionId,
    issuer: server.issuer,
    clientId: result.registration.clientId,
    resource: result.resource,
    grantType: parts.grantType,
    accessToken: tokens.accessToken,
    tokenType: tokens.tokenType,
    expiresAt: tokens.expiresAt,
    refreshToken: tokens.refreshToken,
    scopes: [...tokens.scopes],
    account: parts.account ?? (tokens.account || tokens.subject),
    obtainedAt: parts.now,
    dpopKey: tokens.tokenType === 'DPoP' ? parts.dpopKey : undefined,
    server,
    registration: result.registration,
    version: (parts.previousVersion ?? 0) + 1,
  })
}

/** The grant after a refresh: the old refresh token stays when no new one came (C42), and so does all the answer does not mention. */
export function refreshedGrant(grant: Grant, result: TokenResult, now: number): Grant {
  const next = grantFrom({
    connectionId: grant.connectionId,
    server: grant.server,
    grantType: grant.grantType,
    result,
    account: grant.account || result.tokens.account || result.tokens.subject,
    dpopKey: grant.dpopKey,
    now,
    previousVersion: grant.version,
  })
  return Grant.parse({
    ...next,
    issuer: grant.issuer,
    refreshToken: next.refreshToken ?? grant.refreshToken,
    // A public client's refresh token is bound to the key even where the access token is not (RFC 9449 §5).
    dpopKey: grant.dpopKey,
  })
}
