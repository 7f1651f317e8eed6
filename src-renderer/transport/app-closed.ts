/** What a window says when nobody answers behind it any more. */
import type { Problem } from '#contract/problem.ts'

/** `why`: the fact for a ticket. The texts are those of docs/problems.md; catalogs translate them by the code. */
export function appClosed(why: string): Problem {
  return {
    code: 'app-closed',
    message: 'This window has lost the app behind it.',
    step: 'internal',
    whoseTurn: 'you',
    next: 'Open the window again; nothing stored is lost.',
    details: { reason: why },
  }
}
