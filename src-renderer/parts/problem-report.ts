/** A problem as text for a ticket or a message; in English, because whoever reads it may sit anywhere. */
import type { Problem } from '#contract/problem.ts'

export function problemReport(problem: Problem): string {
  const facts = [
    ['code', problem.code],
    ['step', problem.step],
    ['turn', problem.whoseTurn],
    ...Object.entries(problem.details ?? {}),
  ]
  const lines = facts.map(([name, value]) => `${name}: ${value}`)
  return [problem.message, problem.next, '', ...lines].join('\n') + '\n'
}
