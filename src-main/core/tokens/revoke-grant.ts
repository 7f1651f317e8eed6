/** Sign-out at the authorization server: both tokens are revoked, and what came of it is told (C45, R25, RFC 7009). */
import * as oauth from 'oauth4webapi'
import { AppError } from '#core/app-error.ts'
import type { Grant } from '#core/records.ts'
import { messageOf, say, type Sentence } from '#core/say.ts'
import { authMethodOrder, clientAuthentication } from './client-authentication.ts'
import { libraryClient, libraryServer, requestOptions } from './library.ts'
import { readTokenAnswer } from './read-token-answer.ts'
import { serverWords } from './server-words.ts'
import type { TokenPorts, TokenReach } from './token-answer.ts'

/** `none`: there was no such token. */
export type Revocation = 'revoked' | 'not-offered' | 'none' | { readonly failed: Sentence }

export interface RevocationReceipt {
  readonly refreshToken: Revocation
  readonly accessToken: Revocation
}

type Hint = 'refresh_token' | 'access_token'

/** Revokes the refresh token, then the access token. Rejects only when `signal` aborts. */
export async function revokeGrant(
  grant: Grant,
  ports: TokenPorts & { readonly reach: TokenReach },
  signal: AbortSignal,
): Promise<RevocationReceipt> {
  const refreshToken = grant.refreshToken
    ? await revoke(grant, grant.refreshToken, 'refresh_token', ports, signal)
    : 'none'
  const accessToken = await revoke(grant, grant.accessToken, 'access_token', ports, signal)
  return { refreshToken, accessToken }
}

async function revoke(
  grant: Grant,
  token: string,
  hint: Hint,
  ports: TokenPorts & { readonly reach: TokenReach },
  signal: AbortSignal,
): Promise<Revocation> {
  if (!grant.server.revocation_endpoint) return 'not-offered'
  try {
    const methods = authMethodOrder(grant.server, grant.registration).slice(0, 2)
    let outcome: Revocation = 'not-offered'
    for (const method of methods) {
      const authenticate = await clientAuthentication(method, grant.registration, grant.server)
      const response = await oauth.revocationRequest(
        libraryServer(grant.server, 'revocation_endpoint'),
        libraryClient(grant.registration, ports.clock),
        authenticate,
        token,
        {
          ...requestOptions(ports.http, ports.reach, signal),
          additionalParameters: { token_type_hint: hint },
        },
      )
      const answer = await revocationIn(response, [token, grant.registration.clientSecret ?? ''])
      outcome = answer.outcome
      if (!answer.otherMethodMayHelp) break
    }
    return outcome
  } catch (error) {
    signal.throwIfAborted()
    return {
      failed: error instanceof AppError ? messageOf(error.problem) : say('revoke.not-asked'),
    }
  }
}

/** Every 2xx is a success whatever its body says (RFC 7009 §2.2), unless the body is an error. */
async function revocationIn(
  response: Response,
  secrets: readonly string[],
): Promise<{ readonly outcome: Revocation; readonly otherMethodMayHelp: boolean }> {
  const { ok, status } = response
  const answer = await readTokenAnswer(response)
  const error = answer.kind === 'refused' ? answer.refusal.error : ''
  if (ok && error === '') return { outcome: 'revoked', otherMethodMayHelp: false }
  if (error === 'unsupported_token_type') {
    return { outcome: 'not-offered', otherMethodMayHelp: false }
  }
  const said = answer.kind === 'refused' ? answer.refusal.description : ''
  const words = [`status ${status}`, error, said].filter(Boolean).join(', ')
  return {
    outcome: { failed: { english: serverWords(words, secrets) } },
    otherMethodMayHelp: error === 'invalid_client' || status === 401,
  }
}
