/** The problems of the window itself, and how anything thrown becomes a problem. */
import type { Problem } from '#contract/problem.ts'
import { appError, isProblem, problemFrom, type AppError } from '#core/app-error.ts'
import type { Log, Random } from '#core/ports.ts'
import { say, type Sentence } from '#core/say.ts'

/** The problem in `error`. What is none is a mistake of ours: its words go to the log under a reference, and only the reference is shown. */
export function problemOf(error: unknown, log: Log, random: Random): Problem {
  if (isProblem(error)) return error.problem
  const reference = shortId(random)
  const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
  log.write('error', 'unexpected failure', { reference, words })
  return problemFrom('internal', {
    step: 'internal',
    whoseTurn: 'aip',
    message: say('app.mistake'),
    next: say('app.mistake.next'),
    details: { reference },
  })
}

/** Sixteen hexadecimal digits: an id nobody guesses or mistypes. */
export function shortId(random: Random): string {
  return [...random.bytes(8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function noSuchJourney(): AppError {
  return appError('no-such-journey', {
    step: 'input',
    whoseTurn: 'you',
    message: say('app.not-waiting'),
    next: say('app.not-waiting.next'),
  })
}

export function noSuchConnection(): AppError {
  return appError('no-such-connection', {
    step: 'input',
    whoseTurn: 'you',
    message: say('connection.gone'),
    next: say('connection.gone.next'),
  })
}

export function cancelledByPerson(): AppError {
  return appError('cancelled', {
    step: 'input',
    whoseTurn: 'you',
    message: say('app.cancelled'),
    next: say('app.cancelled.next'),
  })
}

export function badUsage(message: Sentence, next: Sentence): AppError {
  return appError('bad-usage', { step: 'input', whoseTurn: 'you', message, next })
}
