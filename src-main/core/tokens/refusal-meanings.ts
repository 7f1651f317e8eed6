/** What refusals mean to people: a code, one sentence, whose turn it is, the next step. */
import type { ProblemCode, WhoseTurn } from '#contract/problem.ts'
import { say, type Sentence } from '#core/say.ts'

export interface Meaning {
  readonly code: ProblemCode
  readonly whoseTurn: WhoseTurn
  readonly message: Sentence
  readonly next: Sentence
}

export const RATE_LIMITED: Meaning = {
  code: 'rate-limited',
  whoseTurn: 'you',
  message: say('token.pause'),
  next: say('token.pause.next'),
}

export const SERVER_ERROR: Meaning = {
  code: 'authorization-server-error',
  whoseTurn: 'server-owner',
  message: say('token.server-failed'),
  next: say('try-later.next'),
}

export const UNUSABLE: Meaning = {
  code: 'token-answer-unusable',
  whoseTurn: 'server-owner',
  message: say('token.unusable'),
  next: say('token.details.next'),
}

export const RESOURCE_REFUSED: Meaning = {
  code: 'resource-refused',
  whoseTurn: 'you',
  message: say('resource-refused'),
  next: say('resource-refused.next'),
}

export const CLIENT_UNKNOWN: Meaning = {
  code: 'client-unknown',
  whoseTurn: 'you',
  message: say('token.client-unknown'),
  next: say('token.client-unknown.next'),
}

export const CLIENT_NOT_ALLOWED: Meaning = {
  code: 'client-rejected',
  whoseTurn: 'server-owner',
  message: say('token.client-not-allowed'),
  next: say('token.client-not-allowed.next'),
}

export const CLIENT_REJECTED: Meaning = {
  code: 'client-rejected',
  whoseTurn: 'you',
  message: say('token.client-rejected'),
  next: say('token.client-rejected.next'),
}

export const SCOPE_REFUSED: Meaning = {
  code: 'scope-refused',
  whoseTurn: 'you',
  message: say('scope-refused'),
  next: say('scope-refused.next'),
}

export const REDIRECT_REFUSED: Meaning = {
  code: 'redirect-refused',
  whoseTurn: 'you',
  message: say('redirect-refused'),
  next: say('redirect-refused.next'),
}

export const DEVICE_EXPIRED: Meaning = {
  code: 'not-completed',
  whoseTurn: 'you',
  message: say('device-code-late'),
  next: say('device-code-late.next'),
}

export const ACCESS_DENIED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'you',
  message: say('token.denied'),
  next: say('denied.next'),
}

export const GRANT_TYPE_REFUSED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'server-owner',
  message: say('token.grant-type'),
  next: say('token.grant-type.next'),
}

export const SIGN_IN_EXPIRED: Meaning = {
  code: 'sign-in-expired',
  whoseTurn: 'you',
  message: say('token.expired'),
  next: say('sign-in-again.next'),
}

export const CODE_REFUSED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'you',
  message: say('token.code-refused'),
  next: say('token.code-refused.next'),
}

export const REQUEST_REFUSED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'server-owner',
  message: say('token.request-refused'),
  next: say('token.request-refused.next'),
}

export const ENTERPRISE_REFUSED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'it',
  message: say('token.enterprise'),
  next: say('token.enterprise.next'),
}

export const WORKLOAD_REFUSED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'it',
  message: say('token.workload'),
  next: say('token.workload.next'),
}
