/** Says in a problem which connection it is about, so that a shell can offer the way out: a button, or a command to type. */
import type { Connection } from '#contract/connection.ts'
import type { ProblemCode } from '#contract/problem.ts'
import { AppError, isProblem } from '#core/app-error.ts'

const solvedBySigningIn: readonly ProblemCode[] = ['sign-in-needed', 'sign-in-expired']

/** The same error, its details with the connection's name where signing in to it is the next step. */
export function aboutConnection(error: unknown, { name }: Connection): unknown {
  if (!isProblem(error) || !solvedBySigningIn.includes(error.problem.code)) return error
  const details = { ...error.problem.details, connection: name }
  return new AppError({ ...error.problem, details }, error)
}
