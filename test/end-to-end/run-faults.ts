/** `npm run faults`, or with words of their titles: breaks tunnels of real processes in real time, and says how they come back. */
import { stdout } from 'node:process'
import { cables } from './faults/cable.ts'
import { clocks } from './faults/clocks.ts'
import { crowds } from './faults/crowds.ts'
import { freezes } from './faults/freezes.ts'
import { kills } from './faults/kills.ts'
import { leaving } from './faults/leaving.ts'

const words = process.argv.slice(2)
const all = [...kills, ...leaving, ...crowds, ...cables, ...clocks, ...freezes]
let failed = 0
for (const fault of all) {
  if (words.length > 0 && !words.some((each) => fault.title.includes(each))) continue
  stdout.write(`${fault.title}\n`)
  await using stack = new AsyncDisposableStack()
  try {
    await fault.run(stack, (line) => void stdout.write(`  ${line}\n`))
  } catch (error) {
    failed += 1
    stdout.write(`  FAILED: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}
stdout.write(failed === 0 ? 'All came back.\n' : `${failed} did not come back as they should.\n`)
process.exitCode = failed === 0 ? 0 : 1
