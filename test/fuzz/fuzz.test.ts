/** A short look with every fuzz target; `npm run fuzz` looks for as long as one likes. */
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { allTargets } from './all-targets.ts'

const targets = await allTargets()
afterAll(async () => {
  for (const { close } of targets) await close?.()
})

it.each(targets)('$name, whatever is written there', async ({ property }) => {
  const details = await fc.check(property, { numRuns: 300 })
  expect(details.failed, fc.defaultReportMessage(details) ?? '').toBe(false)
  expect(details.numRuns).toBe(300)
})
