/** The one error that carries a problem; everything else that is thrown is a defect. */
import type { Problem, ProblemCode, Step, WhoseTurn } from '#contract/problem.ts'
import { inEnglish, saysOf, type Words } from './say.ts'

export class AppError extends Error {
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    super(problem.message, cause === undefined ? undefined : { cause })
    this.name = 'AppError'
    this.problem = problem
  }
}

export interface ProblemParts {
  readonly step: Step
  readonly whoseTurn: WhoseTurn
  /** One plain sentence. */
  readonly message: Words
  readonly next: Words
  readonly details?: Record<string, string>
  readonly cause?: unknown
}

/** Builds the error for a problem. `details` values are shown to people: no secrets. */
export function appError(code: ProblemCode, parts: ProblemParts): AppError {
  return new AppError(problemFrom(code, parts), parts.cause)
}

/** The problem alone, where it is state and not thrown. */
export function problemFrom(code: ProblemCode, parts: Omit<ProblemParts, 'cause'>): Problem {
  const { step, whoseTurn, message, next, details } = parts
  const says = { message: saysOf(message).says, next: saysOf(next).says }
  return {
    code,
    step,
    whoseTurn,
    message: inEnglish(message),
    next: inEnglish(next),
    ...(details && { details }),
    ...((says.message ?? says.next) && { says }),
  }
}

/** True when `error` is a problem with one of `codes` (any problem when none are named). */
export function isProblem(error: unknown, ...codes: ProblemCode[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.includes(error.problem.code))
}
