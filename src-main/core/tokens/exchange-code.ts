/** Redeems the authorization code of a sign-in for tokens (RFC 6749 §4.1.3, RFC 7636 §4.5). */
import type { ResourceMode } from '#contract/connection.ts'
import { repairsIn } from './repairs.ts'
import type { TokenParties, TokenPorts, TokenResult } from './token-answer.ts'
import { obtainTokens } from './tokens-of.ts'

export interface CodeExchange extends TokenParties {
  /** From a reply whose `state` and `iss` were checked already (C38). */
  readonly code: string
  readonly codeVerifier: string
  /** Exactly as in the authorization request. */
  readonly redirectUri: string
  /** Exactly as in the authorization request; empty: the parameter was left out there, too. */
  readonly resource: string
  readonly resourceMode?: ResourceMode
  /** As in the authorization request: they count as granted when the answer does not say. */
  readonly scopes: readonly string[]
}

/** The tokens for a code; throws the problem that stands in the way. */
export function exchangeCode(
  exchange: CodeExchange,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<TokenResult> {
  const request = {
    purpose: 'code',
    parties: exchange,
    grantType: 'authorization_code',
    parameters: {
      code: exchange.code,
      redirect_uri: exchange.redirectUri,
      code_verifier: exchange.codeVerifier,
    },
    resource: exchange.resource,
    wantedScope: exchange.scopes.join(' '),
    repairs: repairsIn(exchange.resourceMode ?? 'auto'),
  } as const
  return obtainTokens(request, ports, signal, exchange.scopes)
}
