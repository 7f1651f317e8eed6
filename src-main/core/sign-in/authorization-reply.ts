/** Judges the reply of a sign-in: whose it is, who sent it, and what it says, in that order (C32, C35 to C38, RFC 9207). */
import type { ServerMetadata } from '#contract/discovery.ts'
import { appError, type AppError } from '#core/app-error.ts'
import { serverWords } from '#core/tokens/server-words.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { say } from '#core/say.ts'

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
      message: say('reply.issuer-missing'),
      next: say('reply.issuer-missing.next'),
      details: { issuer: request.issuer },
    })
  }
  throw appError('reply-issuer-mismatch', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message: say('reply.issuer-mismatch'),
    next: say('reply.issuer-mismatch.next'),
    details: { expected: request.issuer, came: serverWords(named.join(' ')) },
  })
}

function stateMismatch(): AppError {
  return appError('reply-state-mismatch', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: say('reply.state-mismatch'),
    next: say('reply.state-mismatch.next'),
  })
}

function unusableReply(request: AuthorizationRequest): AppError {
  return appError('authorization-server-error', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message: say('reply.empty'),
    next: say('reply.empty.next'),
    details: { issuer: request.issuer },
  })
}
