/** The sentences a person reads when a stored grant cannot be used. */
import type { Connection } from '#contract/connection.ts'
import type { Problem } from '#contract/problem.ts'
import { problemFrom } from '#core/app-error.ts'
import type { Grant } from '#core/records.ts'
import { say, type Sentence } from '#core/say.ts'

const yours = { step: 'token', whoseTurn: 'you' } as const

export function signInNeeded(): Problem {
  return problemFrom('sign-in-needed', {
    ...yours,
    message: say('grant.nobody'),
    next: say('grant.nobody.next'),
  })
}

export function expiredProblem(rejected: boolean): Problem {
  return problemFrom('sign-in-expired', {
    ...yours,
    message: rejected ? say('grant.not-accepted') : say('grant.run-out'),
    next: say('sign-in-again.next'),
  })
}

/** R02: a 401 right after a refresh is not answered with another refresh. */
export function rejectedProblem(): Problem {
  return problemFrom('sign-in-expired', {
    ...yours,
    message: say('grant.rejected'),
    next: say('grant.rejected.next'),
  })
}

/**
 * A grant is used for the connection, issuer, client and resource it was made for and for nothing else (C22, C44, R24). A connection that is not
 * saved yet has nothing to compare with; an empty resource means that the parameter was left out (R08).
 */
export function bindingProblem(
  grant: Grant,
  connection: Connection | undefined,
): Problem | undefined {
  const { registration } = grant
  if (
    !sameIssuer(registration.issuer, grant.issuer) ||
    registration.clientId !== grant.clientId ||
    (connection !== undefined && connection.id !== grant.connectionId)
  ) {
    return foreign('client-rejected', say('grant.other-client'), {
      grantIssuer: grant.issuer,
      clientIssuer: registration.issuer,
    })
  }
  if (!connection) return undefined
  if (connection.issuer !== '' && !sameIssuer(connection.issuer, grant.issuer)) {
    return foreign('issuer-changed', say('grant.other-issuer'), {
      expected: connection.issuer,
      found: grant.issuer,
    })
  }
  if (grant.resource !== '' && connection.resource !== '') {
    if (connection.resource !== grant.resource) {
      return foreign('resource-mismatch', say('grant.other-server'), {
        expected: connection.resource,
        found: grant.resource,
      })
    }
  }
  return undefined
}

function foreign(
  code: Problem['code'],
  message: Sentence,
  details: Record<string, string>,
): Problem {
  return problemFrom(code, { ...yours, message, next: say('grant.foreign.next'), details })
}

/** Equal but for one slash at the end (R07). */
function sameIssuer(one: string, other: string): boolean {
  return one.replace(/\/$/, '') === other.replace(/\/$/, '')
}
