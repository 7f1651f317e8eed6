/** Stands in for browser and person: gets the sign-in link as its last argument, approves, and notes how long that took. */
import { appendFileSync } from 'node:fs'
import { approveLikeAPerson } from '../../src-main/sample-servers/approve-like-a-person.ts'

const timesFile = process.env['BENCH_BROWSER_TIMES'] ?? '/dev/null'
await approveLikeAPerson(process.argv.at(-1) ?? '')
// Since the process was started: what a browser needs is nobody's own time.
appendFileSync(timesFile, `${Math.round(performance.now())}\n`)
