/** The problems of the window itself, and how anything thrown becomes a problem. */
import type { Problem } from '#contract/problem.ts'
import { appError, isProblem, type AppError } from '#core/app-error.ts'
import type { Log, Random } from '#core/ports.ts'

/** The problem in `error`. What is none is a mistake of ours: its words go to the log under a reference, and only the reference is shown. */
export function problemOf(error: unknown, log: Log, random: Random): Problem {
  if (isProblem(error)) return error.problem
  const reference = shortId(random)
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
  log.write('error', 'unexpected failure', { reference, words })
  return {
    code: 'internal',
    step: 'internal',
    whoseTurn: 'aip',
    message: 'AIP Desktop made a mistake.',
    next: 'Please report it with the reference; the diagnostics have the rest.',
    details: { reference },
  }
}

/** Sixteen hexadecimal digits: an id nobody guesses or mistypes. */
export function shortId(random: Random): string {
  return [...random.bytes(8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function noSuchJourney(): AppError {
  return appError('no-such-journey', {
    step: 'input',
    whoseTurn: 'you',
    message: 'What this was meant for is not waiting any more.',
    next: 'Look at what the window shows now, and start again if you still want it.',
  })
}

export function noSuchConnection(): AppError {
  return appError('no-such-connection', {
    step: 'input',
    whoseTurn: 'you',
    message: 'This connection does not exist any more.',
    next: 'Connect to the server again if you want it back.',
  })
}

export function cancelledByPerson(): AppError {
  return appError('cancelled', {
    step: 'input',
    whoseTurn: 'you',
    message: 'Cancelled.',
    next: 'Nothing was left half done; start again when you like.',
  })
}

export function badUsage(message: string, next: string): AppError {
  return appError('bad-usage', { step: 'input', whoseTurn: 'you', message, next })
}
