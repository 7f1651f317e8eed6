/** Judges many runs, a few at a time, shows each as it ends, and ends with the count. */
import type { Run } from './suite.ts'

/** Each run is a handful of processes that mostly wait for one another. */
const atOnce = 2

export interface Judged {
  readonly passed: boolean
  /** In a few words: what was compared. */
  readonly what: string
  readonly why: readonly string[]
}

export interface Job {
  readonly run: Run
  readonly judge: () => Promise<Judged>
}

/** `filters`: only runs whose `scenario@revision` contains all of them. Resolves with the exit code. */
export async function allOf(jobs: readonly Job[], filters: readonly string[]): Promise<number> {
  const wanted = jobs.filter(({ run }) =>
    filters.every((each) => `${run.scenario}@${run.revision}`.includes(each)),
  )
  const waiting = [...wanted]
  let passed = 0
  const work = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      const judged = await job.judge()
      show(job.run, judged)
      if (judged.passed) passed += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  process.stdout.write(`\n${passed} of ${wanted.length}\n`)
  return passed === wanted.length && wanted.length > 0 ? 0 : 1
}

function show({ scenario, revision }: Run, { passed, what, why }: Judged): void {
  const line = `${passed ? '✓' : '✗'} ${scenario} at ${revision} (${what})\n`
  const reasons = why.map((each) => `    ${each.replaceAll('\n', '\n    ')}\n`)
  process.stdout.write(line + reasons.join(''))
}
