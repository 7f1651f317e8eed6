/** The sentences a person reads when a stored grant cannot be used. */
import type { Connection } from '#contract/connection.ts'
import type { Problem } from '#contract/problem.ts'
import type { Grant } from '#core/records.ts'

const yours = { step: 'token', whoseTurn: 'you' } as const

export function signInNeeded(): Problem {
  return {
    code: 'sign-in-needed',
    ...yours,
    message: 'Nobody is signed in to this connection.',
    next: 'Sign in to it.',
  }
}

export function expiredProblem(rejected: boolean): Problem {
  return {
    code: 'sign-in-expired',
    ...yours,
    message: rejected
      ? 'The server no longer accepts this sign-in, and it cannot be renewed without you.'
      : 'The sign-in has run out, and it cannot be renewed without you.',
    next: 'Sign in again.',
  }
}

/** R02: a 401 right after a refresh is not answered with another refresh. */
export function rejectedProblem(): Problem {
  return {
    code: 'sign-in-expired',
    ...yours,
    message: 'The server rejects newly issued tokens.',
    next: 'Sign in again; if that does not help, tell the owner of the server.',
  }
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
    return foreign('client-rejected', 'The saved sign-in belongs to another client.', {
      grantIssuer: grant.issuer,
      clientIssuer: registration.issuer,
    })
  }
  if (!connection) return undefined
  if (connection.issuer !== '' && !sameIssuer(connection.issuer, grant.issuer)) {
    return foreign('issuer-changed', 'The saved sign-in comes from another login service.', {
      expected: connection.issuer,
      found: grant.issuer,
    })
  }
  if (grant.resource !== '' && connection.resource !== '') {
    if (connection.resource !== grant.resource) {
      return foreign('resource-mismatch', 'The saved sign-in was made for another server.', {
        expected: connection.resource,
        found: grant.resource,
      })
    }
  }
  return undefined
}

function foreign(code: Problem['code'], message: string, details: Record<string, string>): Problem {
  return { code, ...yours, message, next: 'Sign in to this connection again.', details }
}

/** Equal but for one slash at the end (R07). */
function sameIssuer(one: string, other: string): boolean {
  return one.replace(/\/$/, '') === other.replace(/\/$/, '')
}
