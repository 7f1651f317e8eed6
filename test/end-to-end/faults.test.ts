/** What breaks in seconds, with real processes: killed ends, machines and relays that leave, a crowd. The long ones are in `npm run faults`. */
import { describe, it } from 'vitest'
import { crowds } from './faults/crowds.ts'
import { kills } from './faults/kills.ts'
import { leaving } from './faults/leaving.ts'

const quick = [...kills, ...leaving, ...crowds].filter(({ long }) => long !== true)

describe('a tunnel of real processes comes back, and no call is made twice, when', () => {
  it.each(quick)('$title', async ({ run }) => {
    await using stack = new AsyncDisposableStack()
    await run(stack, () => undefined)
  })
})
