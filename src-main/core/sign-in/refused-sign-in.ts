/** Says in plain words why an authorization server refused a sign-in (R14). */
import type { ProblemCode, WhoseTurn } from '#contract/problem.ts'
import { appError, type AppError } from '#core/app-error.ts'
import type { Registration } from '#core/records.ts'
import { isResourceRefusal } from '#core/tokens/resource-choice.ts'
import { serverWords } from '#core/tokens/server-words.ts'

export interface SignInRefusal {
  /** Code of RFC 6749 §4.1.2.1 and friends, or `redirect_refused` when the server would not send the browser back. */
  readonly error: string
  readonly description: string
}

type Meaning = readonly [code: ProblemCode, whoseTurn: WhoseTurn, message: string, next: string]

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

const denied: Meaning = [
  'sign-in-refused',
  'you',
  'Access was denied at the sign-in page.',
  'Sign in again and agree, or ask your IT whether your account may use this server.',
]

const clientUnknown: Meaning = [
  'client-unknown',
  'you',
  'The authorization server does not know this app.',
  'Forget the registration and sign in again, or check the client id.',
]

const redirectRefused: Meaning = [
  'redirect-refused',
  'you',
  'The authorization server does not accept the callback address of this app.',
  'Register the callback address exactly as it is shown, or switch between "localhost" and "127.0.0.1".',
]

const scopeRefused: Meaning = [
  'scope-refused',
  'you',
  'The authorization server does not grant the scopes that were asked for.',
  'Choose other scopes for this connection, or ask the owner of the server which ones you may have.',
]

const resourceRefused: Meaning = [
  'resource-refused',
  'you',
  'The authorization server does not accept the address of this server as the purpose of a token.',
  'Set "resource" to "omit" for this connection; with Microsoft Entra ID, ask for the scope that begins with the application ID URI and ends in "/.default".',
]

const interactionNeeded: Meaning = [
  'sign-in-refused',
  'you',
  'The authorization server wants you to sign in or to agree, and did not get to ask.',
  'Sign in again, if need be in a private window.',
]

const serverFailed: Meaning = [
  'authorization-server-error',
  'server-owner',
  'The authorization server failed during the sign-in.',
  'Try again later; if it stays like this, tell the owner of the server.',
]

const requestRefused: Meaning = [
  'authorization-server-error',
  'server-owner',
  'The authorization server refused the sign-in request.',
  'Pass on to the owner of the server what the details say.',
]
