/** Asking for more after `insufficient_scope`, a limited number of times (C46 to C48, R15). */
import { appError, type AppError } from '#core/app-error.ts'
import { scopeList } from './choose-scopes.ts'
import { say } from '#core/say.ts'

/** Upgrades of one operation in the life of a guard; the next demand is final (C48). */
const maximumUpgrades = 3

/** C47: what was asked for before, and what is demanded now. */
export function stepUpScopes(
  challengeScope: string | undefined,
  current: readonly string[],
): string[] {
  return scopeList([...current, challengeScope ?? ''].join(' '))
}

/** Remembers upgrades per operation, so that a server cannot send a person to its sign-in page again and again. */
export interface StepUpGuard {
  /**
   * The scopes to ask for, for one operation at one resource (`tools/call send_mail`). Throws `sign-in-loop` when the same
   * demand comes again after it was met, and `step-up-refused` when the demands do not end.
   */
  next(operation: string, challengeScope: string | undefined, current: readonly string[]): string[]
  /** The person or the authorization server said no: the same demand is not brought up again. */
  refused(operation: string, challengeScope: string | undefined): void
}

export function createStepUpGuard(): StepUpGuard {
  const demands = new Map<string, string[]>()
  return {
    next(operation, challengeScope, current) {
      const demand = nameOf(challengeScope)
      const before = demands.get(operation) ?? []
      if (before.includes(demand)) throw looping(operation, demand)
      if (before.length >= maximumUpgrades) throw endless(operation, demand)
      demands.set(operation, [...before, demand])
      return stepUpScopes(challengeScope, current)
    },
    refused(operation, challengeScope) {
      const before = demands.get(operation) ?? []
      demands.set(operation, [...new Set([...before, nameOf(challengeScope)])])
    },
  }
}

/** The same scopes in another order are the same demand. */
function nameOf(challengeScope: string | undefined): string {
  return scopeList(challengeScope ?? '')
    .toSorted()
    .join(' ')
}

function looping(operation: string, demand: string): AppError {
  return appError('sign-in-loop', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message: say('step-up-loop'),
    next: say('step-up-loop.next'),
    details: { operation, scopes: demand },
  })
}

function endless(operation: string, demand: string): AppError {
  return appError('step-up-refused', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message: say('step-up-endless'),
    next: say('step-up-endless.next'),
    details: { operation, scopes: demand },
  })
}
