/** Says in plain words what a refusal of an authorization server means, whose turn it is, and what to do (R14). */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Step } from '#contract/problem.ts'
import { appError } from '#core/app-error.ts'
import type { Registration } from '#core/records.ts'
import * as meaning from './refusal-meanings.ts'
import { isResourceRefusal } from './resource-choice.ts'
import { serverWords } from './server-words.ts'
import type { Refusal } from './token-answer.ts'

/** What the request was for; the same error means different things to people. */
export type Purpose =
  | 'code'
  | 'refresh'
  | 'client-credentials'
  | 'device'
  | 'enterprise'
  | 'identity-provider'
  | 'workload'

export interface RefusalFacts {
  readonly purpose: Purpose
  readonly refusal: Refusal
  readonly server: ServerMetadata
  readonly registration: Registration
  /** Values that must not be shown even if the server repeats them. */
  readonly secrets: readonly string[]
  /** The one-time code was consumed by an attempt that failed for another reason. */
  readonly usedUp?: boolean
}

/** The error for a refusal, with the server's own words in its details. */
export function refusalError(facts: RefusalFacts): Error {
  const { code, ...words } = meaningOf(facts)
  return appError(code, { step: stepOf(facts.purpose), ...words, details: detailsOf(facts) })
}

function stepOf(purpose: Purpose): Step {
  return purpose === 'device' ? 'sign-in' : 'token'
}

function detailsOf({ refusal, server, registration, secrets, usedUp }: RefusalFacts) {
  const said = serverWords(refusal.description, secrets)
  return {
    issuer: server.issuer,
    client: registration.clientId,
    status: String(refusal.status),
    ...(refusal.error ? { error: serverWords(refusal.error, secrets) } : {}),
    ...(said ? { said } : {}),
    ...(refusal.retryAfter ? { retryAfter: serverWords(refusal.retryAfter) } : {}),
    ...(usedUp
      ? { retry: 'A second attempt was not possible: the first one used up the login code.' }
      : {}),
  }
}

function meaningOf(facts: RefusalFacts): meaning.Meaning {
  switch (facts.refusal.kind) {
    case 'rate-limited':
      return meaning.RATE_LIMITED
    case 'server-error':
      return meaning.SERVER_ERROR
    case 'unusable':
      return meaning.UNUSABLE
    case 'oauth':
      return meaningOfError(facts)
  }
}

function meaningOfError(facts: RefusalFacts): meaning.Meaning {
  const { refusal } = facts
  if (isResourceRefusal(refusal)) return meaning.RESOURCE_REFUSED
  switch (refusal.error) {
    case 'invalid_client':
    case 'unauthorized_client':
      return clientMeaning(facts)
    case 'invalid_scope':
    case 'insufficient_scope':
      return meaning.SCOPE_REFUSED
    case 'invalid_redirect_uri':
      return meaning.REDIRECT_REFUSED
    case 'slow_down':
      return meaning.RATE_LIMITED
    case 'expired_token':
      return meaning.DEVICE_EXPIRED
    case 'access_denied':
      return meaning.ACCESS_DENIED
    default:
      // RFC 6749 §5.2 lets invalid_grant and invalid_request both stand for a redirect address that does not match.
      return /redirect[ _-]?ur[il]/i.test(refusal.description)
        ? meaning.REDIRECT_REFUSED
        : grantMeaning(facts)
  }
}

/** A client we registered ourselves was forgotten (R03); one that a person typed in is wrong. */
function clientMeaning({ refusal, registration }: RefusalFacts): meaning.Meaning {
  const own = registration.source === 'dcr' || registration.source === 'cimd'
  const unknown = /\b(unknown|not found|no such|does ?n[o']t exist|not registered|unrecognized)\b/i
  if (own || unknown.test(refusal.description)) return meaning.CLIENT_UNKNOWN
  return refusal.error === 'unauthorized_client'
    ? meaning.CLIENT_NOT_ALLOWED
    : meaning.CLIENT_REJECTED
}

/** Entra and others name the reason for which a person has to come back (OIDC Core §3.1.2.6). */
const SIGN_IN_OVER = ['invalid_grant', 'interaction_required', 'login_required', 'consent_required']

function grantMeaning({ purpose, refusal }: RefusalFacts): meaning.Meaning {
  if (refusal.error === 'unsupported_grant_type') return meaning.GRANT_TYPE_REFUSED
  switch (purpose) {
    case 'refresh':
      return SIGN_IN_OVER.includes(refusal.error)
        ? meaning.SIGN_IN_EXPIRED
        : meaning.REQUEST_REFUSED
    case 'enterprise':
    case 'identity-provider':
      return meaning.ENTERPRISE_REFUSED
    case 'workload':
      return meaning.WORKLOAD_REFUSED
    case 'code':
    case 'device':
    case 'client-credentials':
      return refusal.error === 'invalid_grant' ? meaning.CODE_REFUSED : meaning.REQUEST_REFUSED
  }
}
