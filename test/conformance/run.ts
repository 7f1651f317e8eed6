/** Runs every authorization scenario of the official conformance suite, at every revision it is declared for, against the built `aip`. */
import { allOf } from './all-of.ts'
import { authorizationRuns } from './scenarios.ts'
import { runScenario } from './suite.ts'

const jobs = authorizationRuns().map((run) => ({
  run,
  judge: async () => {
    const { passed, checks, why } = await runScenario(run)
    return { passed, what: `${checks.length} checks`, why }
  },
}))
process.exitCode = await allOf(jobs, process.argv.slice(2))
