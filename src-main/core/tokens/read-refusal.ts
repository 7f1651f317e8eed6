/** Finds the error in an answer of an authorization server, in whatever place and under whatever name the server put it. */
import { z } from 'zod'
import type { Note } from '#contract/discovery.ts'
import type { Refusal } from './token-answer.ts'

/** What vendors call the errors of RFC 6749 §5.2 (GitHub, Slack, Facebook, Salesforce and others). */
const STANDARD_NAME: Readonly<Record<string, string>> = {
  bad_verification_code: 'invalid_grant',
  bad_refresh_token: 'invalid_grant',
  code_already_used: 'invalid_grant',
  code_expired: 'invalid_grant',
  invalid_code: 'invalid_grant',
  invalid_refresh_token: 'invalid_grant',
  token_expired: 'invalid_grant',
  token_revoked: 'invalid_grant',
  incorrect_client_credentials: 'invalid_client',
  bad_client_secret: 'invalid_client',
  invalid_client_id: 'invalid_client',
  invalid_client_credentials: 'invalid_client',
  client_not_found: 'invalid_client',
  bad_redirect_uri: 'invalid_redirect_uri',
  redirect_uri_mismatch: 'invalid_redirect_uri',
  ratelimited: 'slow_down',
  inactive_user: 'access_denied',
}

/** Errors by which a server speaks of itself, not of the request. */
const OWN_TROUBLE = [
  'server_error',
  'temporarily_unavailable',
  'internal_error',
  'internal_server_error',
]

type Fields = Record<string, unknown>

/** The refusal in this answer; undefined when it may be a success. */
export function refusalIn(
  response: Response,
  fields: Fields | undefined,
  text: string,
  notes: Note[],
): Refusal | undefined {
  const { status } = response
  const said = errorOf(fields ?? {})
  const error = STANDARD_NAME[said.error.toLowerCase()] ?? said.error
  if (error === '' && status >= 200 && status < 300) return undefined
  if (error !== said.error) {
    notes.push({ code: 'error-renamed', message: `The server calls ${error} "${said.error}".` })
  }
  if (error !== '' && status >= 200 && status < 300) {
    notes.push({ code: 'error-with-success', message: `An error came with status ${status}.` })
  }
  const retryAfter = response.headers.get('retry-after')
  const nonce = response.headers.get('dpop-nonce')
  return {
    kind: kindOf(status, error),
    error,
    description: said.description || plainText(fields, text, status),
    status,
    ...(retryAfter ? { retryAfter } : {}),
    ...(nonce ? { nonce } : {}),
  }
}

function kindOf(status: number, error: string): Refusal['kind'] {
  if (status === 429) return 'rate-limited'
  // A redirect is never followed with credentials in hand (S11); nothing is said about the request by it.
  if (status >= 500 || (status >= 300 && status < 400)) return 'server-error'
  if (OWN_TROUBLE.includes(error)) return 'server-error'
  return error === '' ? 'unusable' : 'oauth'
}

function errorOf(fields: Fields): { readonly error: string; readonly description: string } {
  const described = firstText(fields, [
    'error_description',
    'errorDescription',
    'message',
    'errorMessage',
  ])
  const inner = z.record(z.string(), z.unknown()).safeParse(fields['error'])
  if (inner.success) {
    const description = firstText(inner.data, ['error_description', 'message', 'description'])
    return {
      error: firstText(inner.data, ['error', 'code', 'type', 'status']) || 'unnamed_error',
      description: description || described,
    }
  }
  const error = firstText(fields, ['error', 'error_code', 'errorCode'])
  if (error) return { error, description: described }
  return { error: fields['ok'] === false ? 'unnamed_error' : '', description: described }
}

function firstText(fields: Fields, names: readonly string[]): string {
  const found = names
    .map((name) => fields[name])
    .find((each) => typeof each === 'string' && each !== '')
  return typeof found === 'string' ? found : ''
}

/** A short plain sentence is worth showing; a page is not, and neither is a body that may hold tokens. */
function plainText(fields: Fields | undefined, text: string, status: number): string {
  const trimmed = text.trim()
  if (fields || status < 400 || trimmed.startsWith('<') || trimmed.startsWith('{')) return ''
  return trimmed.slice(0, 300)
}
