/** The problem of a Node that is too old: it shows only when a part is loaded that came later. */
import type { Problem } from '#contract/problem.ts'

/** Undefined when `error` is something else; `version` as Node tells it, `v20.1.0`. */
export function oldNodeProblem(error: unknown, version: string): Problem | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ERR_UNKNOWN_BUILTIN_MODULE') return undefined
  return {
    code: 'not-supported',
    step: 'internal',
    whoseTurn: 'you',
    message: `This needs Node 24 or later, and was started with ${version}.`,
    next: 'Start it with a newer Node; in the folder of the project, npm run brings its own.',
  }
}
