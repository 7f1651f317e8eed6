/** Redeems a refresh token once and tells a definite no from trouble that passes (R01, R02, RFC 6749 §6). */
import type { Problem } from '#contract/problem.ts'
import { AppError, appError } from '#core/app-error.ts'
import type { Refresh, RefreshOutcome } from '#core/grants/refresh-outcome.ts'
import type { Grant } from '#core/records.ts'
import { refreshedGrant } from './grant-from.ts'
import { repairsIn } from './repairs.ts'
import { requestTokens, type TokenRequest } from './token-request.ts'
import type { Refusal, TokenPorts, TokenReach, TokenResult } from './token-answer.ts'
import { tokenResult } from './tokens-of.ts'
import { say } from '#core/say.ts'

export interface RefreshPorts extends TokenPorts {
  /** How the servers of this grant's connection may be reached. */
  readonly reachOf: (grant: Grant) => TokenReach
  /** Signs in anew where that takes no person (a workload, an employee with a single sign-on agent); undefined: only the person can. */
  readonly signInAgain?: (grant: Grant, signal: AbortSignal) => Promise<TokenResult | undefined>
}

/** Errors by which an issuer ends a grant; whatever else happens, the stored grant stays (R01). */
const DEFINITE = [
  'invalid_grant',
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'access_denied',
  'interaction_required',
  'login_required',
  'consent_required',
]

/** The one way to refresh. Rejects only when `signal` aborts. */
export function refreshGrant(ports: RefreshPorts): Refresh {
  return async (grant, signal) => {
    const request = refreshRequest(grant, ports)
    try {
      if (request) return await attempt(grant, request, ports, signal)
      const result = await ports.signInAgain?.(grant, signal)
      if (!result) return { status: 'refused', problem: nothingToRefresh(grant) }
      return { status: 'refreshed', grant: refreshedGrant(grant, result, ports.clock.now()) }
    } catch (error) {
      signal.throwIfAborted()
      return { status: 'passing', problem: problemOf(error, grant) }
    }
  }
}

async function attempt(
  grant: Grant,
  request: TokenRequest,
  ports: RefreshPorts,
  signal: AbortSignal,
): Promise<RefreshOutcome> {
  const outcome = await requestTokens(request, ports, signal)
  if (outcome.kind === 'refused') {
    const problem = problemOf(outcome.error, grant)
    return { status: isDefinite(outcome.refusal) ? 'refused' : 'passing', problem }
  }
  const result = await tokenResult(request, outcome, ports, grant.scopes)
  return { status: 'refreshed', grant: refreshedGrant(grant, result, ports.clock.now()) }
}

function isDefinite(refusal: Refusal): boolean {
  return refusal.kind === 'oauth' && DEFINITE.includes(refusal.error)
}

/** A service account signs in again with what it is; everybody else needs a refresh token. */
function refreshRequest(grant: Grant, ports: RefreshPorts): TokenRequest | undefined {
  const { server, registration, dpopKey, refreshToken } = grant
  const scope = grant.scopes.join(' ')
  const common = {
    purpose: 'refresh',
    parties: { server, registration, dpopKey, reach: ports.reachOf(grant) },
    // As the sign-in ended up sending it, or leaving it out (C39, R08).
    resource: grant.resource,
    repairs: repairsIn('auto'),
  } as const
  if (refreshToken) {
    const parameters = { refresh_token: refreshToken }
    return { ...common, grantType: 'refresh_token', parameters, wantedScope: scope }
  }
  if (grant.grantType !== 'client-credentials') return undefined
  return { ...common, grantType: 'client_credentials', parameters: {}, scope }
}

function nothingToRefresh(grant: Grant): Problem {
  return appError('sign-in-expired', {
    step: 'token',
    whoseTurn: 'you',
    message: say('token.ended'),
    next: say('sign-in-again.next'),
    details: { issuer: grant.issuer },
  }).problem
}

function problemOf(error: unknown, grant: Grant): Problem {
  if (error instanceof AppError) return error.problem
  return appError('authorization-server-error', {
    step: 'token',
    whoseTurn: 'server-owner',
    message: say('token.not-asked'),
    next: say('token.not-asked.next'),
    details: { issuer: grant.issuer, kind: error instanceof Error ? error.name : 'unknown' },
  }).problem
}
