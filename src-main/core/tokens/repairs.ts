/** What to change in a token request after a refusal, so that a second attempt may succeed; each change at most once. */
import type { ResourceMode } from '#contract/connection.ts'
import type { Note, ServerMetadata } from '#contract/discovery.ts'
import type { TokenEndpointAuthMethod } from '#core/records.ts'
import { isResourceRefusal } from './resource-choice.ts'
import { demandsScope, smallerScope } from './scope-choice.ts'
import type { Refusal } from './token-answer.ts'

export type RepairName = 'nonce' | 'resource' | 'authentication' | 'scope'

/** The parts of a token request that a repair may change. */
export interface Attempt {
  /** Empty: the parameter is left out. */
  readonly resource: string
  readonly scope: string
  readonly method: TokenEndpointAuthMethod
  readonly nonce?: string
}

/** Every repair; `send` and `omit` are the person's word, so that a refused resource then stays refused (R08). */
export function repairsIn(mode: ResourceMode): readonly RepairName[] {
  const always: readonly RepairName[] = ['nonce', 'authentication', 'scope']
  return mode === 'auto' ? [...always, 'resource'] : always
}

export interface RepairFacts {
  readonly server: ServerMetadata
  /** Methods in the order they should be tried. */
  readonly methods: readonly TokenEndpointAuthMethod[]
  /** What may be asked for when the server demands a scope. */
  readonly wantedScope: string
  readonly allowed: readonly RepairName[]
}

export interface Repair {
  readonly name: RepairName
  readonly attempt: Attempt
  readonly note?: Note
}

/** The repair for this refusal, if there is one that was not used yet. */
export function repairFor(
  refusal: Refusal,
  attempt: Attempt,
  used: readonly RepairName[],
  facts: RepairFacts,
): Repair | undefined {
  const repairs = [nonce, resource, authentication, scope].map((each) =>
    each(refusal, attempt, facts),
  )
  return repairs.find(
    (repair) => repair && facts.allowed.includes(repair.name) && !used.includes(repair.name),
  )
}

/** RFC 9449 §8 */
function nonce(refusal: Refusal, attempt: Attempt): Repair | undefined {
  if (refusal.error !== 'use_dpop_nonce' || !refusal.nonce) return undefined
  return { name: 'nonce', attempt: { ...attempt, nonce: refusal.nonce } }
}

function resource(refusal: Refusal, attempt: Attempt): Repair | undefined {
  if (attempt.resource === '' || !isResourceRefusal(refusal)) return undefined
  return {
    name: 'resource',
    attempt: { ...attempt, resource: '' },
    note: {
      code: 'resource-left-out',
      message: 'The server refused the "resource" parameter; it was left out.',
    },
  }
}

function authentication(
  refusal: Refusal,
  attempt: Attempt,
  facts: RepairFacts,
): Repair | undefined {
  const method = facts.methods.find((each) => each !== attempt.method)
  // Some servers answer a wrong method with a bare 401; no other error has that status here (RFC 6749 §5.2).
  const rejected = refusal.error || (refusal.status === 401 ? 'invalid_client' : '')
  if (rejected !== 'invalid_client' || !method) return undefined
  return {
    name: 'authentication',
    attempt: { ...attempt, method },
    note: {
      code: 'auth-method-changed',
      message: `The server refused ${attempt.method}; ${method} was tried instead.`,
    },
  }
}

function scope(refusal: Refusal, attempt: Attempt, facts: RepairFacts): Repair | undefined {
  if (attempt.scope === '') {
    if (facts.wantedScope === '' || !demandsScope(refusal)) return undefined
    return {
      name: 'scope',
      attempt: { ...attempt, scope: facts.wantedScope },
      note: {
        code: 'scope-added',
        message: 'The server demands the "scope" parameter; it was added.',
      },
    }
  }
  if (refusal.error !== 'invalid_scope') return undefined
  const smaller = smallerScope(attempt.scope, facts.server)
  return {
    name: 'scope',
    attempt: { ...attempt, scope: smaller },
    note: {
      code: 'scope-reduced',
      message: smaller
        ? `The server refused the scopes; fewer were asked for: ${smaller}.`
        : 'The server refused the scopes; it was left to choose them.',
    },
  }
}
