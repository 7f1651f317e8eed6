/** The call sockets of one agent: more while there is work, fewer when there is less, none of an agent nobody calls. */
import { duplexPair } from 'node:stream'
import type { Duplex } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createCallSockets } from '#tunnel/relay/call-sockets.ts'

function stand() {
  let time = 0
  const asked: string[] = []
  const ends: Duplex[] = []
  const sockets = createCallSockets({ now: () => time, ask: (nonces) => asked.push(...nonces) })
  return {
    sockets,
    /** Nonces that no socket has come for yet. */
    asked,
    open: () => ends.filter((each) => !each.destroyed && !each.readableEnded).length,
    /** The agent dials once for each nonce. */
    dial: () => {
      for (const nonce of asked.splice(0)) {
        expect(sockets.expects(nonce)).toBe(true)
        const [near, far] = duplexPair()
        // The agent's answer to the question whether it is still there.
        far.on('data', () => far.write('HTTP/1.1 204 No Content\r\n\r\n'))
        far.on('error', () => undefined)
        ends.push(far)
        sockets.add(near)
      }
    },
    pass: async (seconds: number) => {
      for (let second = 0; second < seconds; second += 1) {
        time += 1000
        sockets.tend()
        await turn()
        await turn()
      }
    },
  }
}

it('keeps one waiting when little happens, and asks for more when several call at once', async () => {
  const { sockets, asked, dial } = stand()
  sockets.refill()
  expect(asked).toHaveLength(1)
  dial()
  const first = await sockets.take()
  const others = [sockets.take(), sockets.take(), sockets.take()]
  await turn()
  expect(asked.length).toBeGreaterThanOrEqual(3)
  dial()
  const calls = [first, ...(await Promise.all(others))]
  expect(new Set(calls).size).toBe(4)
  expect(sockets.active()).toBe(4)
})

it('lets go of what it does not need any more, although each one is proven now and then', async () => {
  const { sockets, dial, open, pass } = stand()
  sockets.refill()
  dial()
  const taken = Array.from({ length: 12 }, () => sockets.take())
  await turn()
  dial()
  const calls = await Promise.all(taken)
  await turn()
  dial()
  for (const call of calls) if (call) sockets.give(call)
  expect(open()).toBeGreaterThan(8)
  await pass(90)
  expect(open()).toBe(1)
})

it('keeps none for an agent nobody has called for two minutes, and gets one for the next call', async () => {
  const { sockets, asked, dial, open, pass } = stand()
  sockets.refill()
  dial()
  await pass(110)
  expect(open()).toBe(1)
  await pass(60)
  expect(open()).toBe(0)
  expect(asked).toEqual([])
  const call = sockets.take()
  await turn()
  expect(asked.length).toBeGreaterThan(0)
  dial()
  expect(await call).toBeDefined()
})
