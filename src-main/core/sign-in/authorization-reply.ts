/** Judges the reply of a sign-in: whose it is, who sent it, and what it says, in that order (C32, C35 to C38, RFC 9207). */
import type { ServerMetadata } from '#contract/discovery.ts'
import { appError, type AppError } from '#core/app-error.ts'
import { serverWords } from '#core/tokens/server-words.ts'
import type { AuthorizationRequest } from './authorization-request.ts'

export type AuthorizationReply =
  | { readonly status: 'code'; readonly code: string }
  | { readonly status: 'refused'; readonly error: string; readonly description: string }

/**
 * The code or the refusal in `query`. Throws when the reply is not an answer to `request`; then nothing of its words
 * is shown (C37).
 */
export function readReply(
  query: URLSearchParams,
  request: AuthorizationRequest,
  server: ServerMetadata,
): AuthorizationReply {
  if (single(query, 'state') !== request.state) throw stateMismatch()
  assertIssuer(query.getAll('iss'), request, server)
  const error = single(query, 'error')
  if (error !== '') {
    return { status: 'refused', error, description: single(query, 'error_description') }
  }
  const code = single(query, 'code')
  if (code === '') throw unusableReply(request)
  return { status: 'code', code }
}

/** A parameter that comes twice is as good as none (RFC 6749 §3.1). */
function single(query: URLSearchParams, name: string): string {
  const values = query.getAll(name)
  return values.length === 1 ? (values[0] ?? '') : ''
}

/** C35, C36: compared as they are, character by character; a sender named twice is no sender. */
function assertIssuer(
  named: readonly string[],
  request: AuthorizationRequest,
  server: ServerMetadata,
): void {
  if (named.length === 0 && server.authorization_response_iss_parameter_supported !== true) return
  if (named.length === 1 && named[0] === request.issuer) return
  if (named.length === 0) {
    throw appError('reply-issuer-missing', {
      step: 'sign-in',
      whoseTurn: 'server-owner',
      message:
        'The sign-in came back without the sender that the authorization server promises to name.',
      next: 'Tell the owner of the server: it announces the "iss" parameter (RFC 9207) but does not send it.',
      details: { issuer: request.issuer },
    })
  }
  throw appError('reply-issuer-mismatch', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message:
      'The sign-in came back from another authorization server than the one it was started at.',
    next: 'Do not try again before the owner of the server has explained it: this can be an attack.',
    details: { expected: request.issuer, came: serverWords(named.join(' ')) },
  })
}

function stateMismatch(): AppError {
  return appError('reply-state-mismatch', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: 'This reply does not belong to the sign-in that is waiting.',
    next: 'Use the newest sign-in page, or start the sign-in again.',
  })
}

function unusableReply(request: AuthorizationRequest): AppError {
  return appError('authorization-server-error', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message: 'The authorization server sent you back without a login code and without a reason.',
    next: 'Try again; if it stays like this, tell the owner of the server.',
    details: { issuer: request.issuer },
  })
}
