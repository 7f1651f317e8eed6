/** Says in plain words why an authorization server refused a sign-in (R14). */
import type { ProblemCode, WhoseTurn } from '#contract/problem.ts'
import { appError, type AppError } from '#core/app-error.ts'
import type { Registration } from '#core/records.ts'
import { isResourceRefusal } from '#core/tokens/resource-choice.ts'
import { serverWords } from '#core/tokens/server-words.ts'
import { say, type Sentence } from '#core/say.ts'

export interface SignInRefusal {
  /** Code of RFC 6749 §4.1.2.1 and friends, or `redirect_refused` when the server would not send the browser back. */
  readonly error: string
  readonly description: string
}

/** What was seen ahead of a page and is no reason to stop: it explains why nobody came back, if nobody does. */
export type Doubt =
  { readonly kind: 'page-fails'; readonly status: number } | { readonly kind: 'redirect-refused' }

type Meaning = readonly [code: ProblemCode, whoseTurn: WhoseTurn, message: Sentence, next: Sentence]

export function signInRefused(refusal: SignInRefusal, registration: Registration): AppError {
  const [code, whoseTurn, message, next] = meaningOf(refusal)
  const said = serverWords(refusal.description)
  return appError(code, {
    step: 'sign-in',
    whoseTurn,
    message,
    next,
    details: {
      issuer: registration.issuer,
      client: registration.clientId,
      error: serverWords(refusal.error),
      ...(said !== '' && { said }),
    },
  })
}

/** Nobody came back, and the page had looked as if nobody could. */
export function nobodyCameBack(doubt: Doubt, registration: Registration, cause: Error): AppError {
  if (doubt.kind === 'redirect-refused') {
    return signInRefused({ error: 'redirect_refused', description: '' }, registration)
  }
  return appError('authorization-server-error', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message: say('sign-in-page-fails', { status: doubt.status }),
    next: say('sign-in-page-fails.next'),
    details: { issuer: registration.issuer, status: String(doubt.status) },
    cause,
  })
}

function meaningOf(refusal: SignInRefusal): Meaning {
  if (isResourceRefusal(refusal)) return resourceRefused
  switch (refusal.error) {
    case 'access_denied':
      return denied
    case 'invalid_client':
    case 'unauthorized_client':
      return clientUnknown
    case 'redirect_refused':
      return redirectRefused
    case 'invalid_scope':
      return scopeRefused
    case 'login_required':
    case 'consent_required':
    case 'interaction_required':
    case 'account_selection_required':
      return interactionNeeded
    case 'temporarily_unavailable':
    case 'server_error':
      return serverFailed
    default:
      return /redirect[ _-]?ur[il]/i.test(refusal.description) ? redirectRefused : requestRefused
  }
}

const denied: Meaning = ['sign-in-refused', 'you', say('denied-at-page'), say('denied.next')]

const clientUnknown: Meaning = [
  'client-unknown',
  'you',
  say('client-unknown'),
  say('client-unknown.next'),
]

const redirectRefused: Meaning = [
  'redirect-refused',
  'you',
  say('redirect-refused'),
  say('redirect-refused.next'),
]

const scopeRefused: Meaning = [
  'scope-refused',
  'you',
  say('scope-refused'),
  say('scope-refused.next'),
]

const resourceRefused: Meaning = [
  'resource-refused',
  'you',
  say('resource-refused'),
  say('resource-refused.next'),
]

const interactionNeeded: Meaning = [
  'sign-in-refused',
  'you',
  say('interaction-needed'),
  say('interaction-needed.next'),
]

const serverFailed: Meaning = [
  'authorization-server-error',
  'server-owner',
  say('sign-in-server-failed'),
  say('try-later.next'),
]

const requestRefused: Meaning = [
  'authorization-server-error',
  'server-owner',
  say('sign-in-request-refused'),
  say('pass-on-details.next'),
]
