/** Tokens for a workload that has an identity of its platform: one `jwt-bearer` request, no other attempt (E4, RFC 7523 §2.1). */
import type { TokenParties, TokenPorts, TokenResult } from './token-answer.ts'
import { obtainTokens } from './tokens-of.ts'

export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

export interface WorkloadSignIn extends TokenParties {
  /** The identity token of the platform, with the authorization server as audience. */
  readonly assertion: string
  /** Empty: the parameter is left out. */
  readonly resource: string
  readonly scopes: readonly string[]
}

/** The tokens for a workload identity; throws the problem that stands in the way. */
export function workloadToken(
  signIn: WorkloadSignIn,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<TokenResult> {
  const request = {
    purpose: 'workload',
    parties: signIn,
    grantType: JWT_BEARER,
    parameters: { assertion: signIn.assertion },
    resource: signIn.resource,
    scope: signIn.scopes.join(' '),
    // A nonce challenge is part of DPoP, not a second attempt with something else.
    repairs: ['nonce'],
  } as const
  return obtainTokens(request, ports, signal, signIn.scopes)
}
