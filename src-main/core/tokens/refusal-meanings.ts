/** What refusals mean to people: a code, one sentence, whose turn it is, the next step. */
import type { ProblemCode, WhoseTurn } from '#contract/problem.ts'

export interface Meaning {
  readonly code: ProblemCode
  readonly whoseTurn: WhoseTurn
  readonly message: string
  readonly next: string
}

export const RATE_LIMITED: Meaning = {
  code: 'rate-limited',
  whoseTurn: 'you',
  message: 'The authorization server asks for a pause: too many requests in a short time.',
  next: 'Wait a few minutes, then try again.',
}

export const SERVER_ERROR: Meaning = {
  code: 'authorization-server-error',
  whoseTurn: 'server-owner',
  message: 'The authorization server failed while it should have issued a token.',
  next: 'Try again later; if it stays like this, tell the owner of the server.',
}

export const UNUSABLE: Meaning = {
  code: 'token-answer-unusable',
  whoseTurn: 'server-owner',
  message: 'The authorization server answered with something that contains no usable token.',
  next: 'Tell the owner of the server what the details say.',
}

export const RESOURCE_REFUSED: Meaning = {
  code: 'resource-refused',
  whoseTurn: 'you',
  message:
    'The authorization server does not accept the address of this server as the purpose of a token.',
  next: 'Set "resource" to "omit" for this connection; with Microsoft Entra ID, ask for the scope that begins with the application ID URI and ends in "/.default".',
}

export const CLIENT_UNKNOWN: Meaning = {
  code: 'client-unknown',
  whoseTurn: 'you',
  message: 'The authorization server no longer knows this app.',
  next: 'Forget the registration and sign in again; the app then registers anew.',
}

export const CLIENT_NOT_ALLOWED: Meaning = {
  code: 'client-rejected',
  whoseTurn: 'server-owner',
  message:
    'The authorization server knows this client, but does not allow it to get a token in this way.',
  next: 'Ask the owner of the server to allow this kind of sign-in for the client.',
}

export const CLIENT_REJECTED: Meaning = {
  code: 'client-rejected',
  whoseTurn: 'you',
  message: 'The authorization server did not accept the client id and secret.',
  next: 'Check the client id and the client secret, which some servers demand and which may have expired; then enter them again.',
}

export const SCOPE_REFUSED: Meaning = {
  code: 'scope-refused',
  whoseTurn: 'you',
  message: 'The authorization server does not grant the scopes that were asked for.',
  next: 'Choose other scopes for this connection, or ask the owner of the server which ones you may have.',
}

export const REDIRECT_REFUSED: Meaning = {
  code: 'redirect-refused',
  whoseTurn: 'you',
  message: 'The authorization server does not accept the callback address of this app.',
  next: 'Register the callback address exactly as it is shown, or switch between "localhost" and "127.0.0.1".',
}

export const DEVICE_EXPIRED: Meaning = {
  code: 'not-completed',
  whoseTurn: 'you',
  message: 'The code was not entered in time.',
  next: 'Start the sign-in again and enter the new code.',
}

export const ACCESS_DENIED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'you',
  message: 'Access was denied at the authorization server.',
  next: 'Sign in again and agree, or ask your IT whether your account may use this server.',
}

export const GRANT_TYPE_REFUSED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'server-owner',
  message: 'The authorization server does not offer this kind of sign-in.',
  next: 'Choose another way to sign in, or ask the owner of the server to allow this one.',
}

export const SIGN_IN_EXPIRED: Meaning = {
  code: 'sign-in-expired',
  whoseTurn: 'you',
  message: 'The sign-in has expired or was withdrawn.',
  next: 'Sign in again.',
}

export const CODE_REFUSED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'you',
  message: 'The authorization server did not accept the result of the sign-in.',
  next: 'Sign in again; login codes are valid once and only for a short time.',
}

export const REQUEST_REFUSED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'server-owner',
  message: 'The authorization server refused the request for a token.',
  next: 'Look at what the server said in the details, and pass it on to the owner of the server.',
}

export const ENTERPRISE_REFUSED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'it',
  message: 'The company sign-in was not accepted for this server.',
  next: 'Sign in to the company again; if that does not help, ask your IT to allow this app for this server.',
}

export const WORKLOAD_REFUSED: Meaning = {
  code: 'sign-in-refused',
  whoseTurn: 'it',
  message: 'The authorization server did not accept the identity of this workload.',
  next: 'Check issuer, audience and lifetime of the identity token, and whether the server trusts its issuer.',
}
