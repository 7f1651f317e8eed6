/** Fuzzes every target for the given number of minutes in all (`npm run fuzz -- 10`), and prints what was tried and found. */
import fc from 'fast-check'
import { allTargets } from './all-targets.ts'

const minutes = Number(process.argv[2] ?? '10')
const targets = await allTargets()
const share = (minutes * 60_000) / targets.length
let failures = 0

for (const { name, property, close } of targets) {
  const details = await fc.check(property, {
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: share,
    markInterruptAsFailure: false,
  })
  if (details.failed) failures += 1
  process.stdout.write(`${details.failed ? '✗' : '✓'} ${name}: ${details.numRuns} inputs\n`)
  if (details.failed) process.stdout.write(`${fc.defaultReportMessage(details) ?? ''}\n`)
  await close?.()
}
process.exitCode = failures === 0 ? 0 : 1
