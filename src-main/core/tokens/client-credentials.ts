/** Tokens for a service account: the app acts for itself, by secret or signed assertion (E1, RFC 6749 §4.4, RFC 7523 §2.2). */
import type { ResourceMode } from '#contract/connection.ts'
import { repairsIn } from './repairs.ts'
import { resourceToSend } from './resource-choice.ts'
import type { TokenParties, TokenPorts, TokenResult } from './token-answer.ts'
import { obtainTokens } from './tokens-of.ts'

export interface ServiceSignIn extends TokenParties {
  readonly resource: string
  readonly resourceMode?: ResourceMode
  readonly scopes: readonly string[]
}

/** The tokens of a service account; throws the problem that stands in the way. */
export function clientCredentials(
  signIn: ServiceSignIn,
  ports: TokenPorts,
  signal: AbortSignal,
): Promise<TokenResult> {
  const mode = signIn.resourceMode ?? 'auto'
  const request = {
    purpose: 'client-credentials',
    parties: signIn,
    grantType: 'client_credentials',
    parameters: {},
    resource: resourceToSend(signIn.server, signIn.resource, mode),
    scope: signIn.scopes.join(' '),
    repairs: repairsIn(mode),
  } as const
  return obtainTokens(request, ports, signal, signIn.scopes)
}
