/** The supervision of the agent: started again at once, then with growing pauses, at once again after a stable minute, ended in order. */
import { describe, expect, it } from 'vitest'
import type { RunningAgent } from '#core/tunnel/ports.ts'
import { fullJitter, superviseAgent } from '#core/tunnel/supervise-agent.ts'

/** Agents that end when the test says so; a clock that jumps over every wait. */
function stand(runsFor: readonly number[], chance = 255) {
  let now = 0
  const pauses: number[] = []
  const orders: string[] = []
  const stopping = new AbortController()
  const runs = [...runsFor]
  let stopped = 0
  const supervised = superviseAgent(
    {
      startAgent: ({ ended }) => {
        const run = runs.shift()
        const agent: RunningAgent = {
          pid: 1,
          send: (order) => orders.push(order.type),
          stop: () => {
            stopped++
            ended('stopped')
            return Promise.resolve()
          },
        }
        if (run === undefined) queueMicrotask(() => stopping.abort())
        else
          queueMicrotask(() => {
            now += run
            ended('crashed')
          })
        return agent
      },
      clock: {
        now: () => now,
        wait: (ms) => {
          now += ms
          return Promise.resolve()
        },
      },
      random: { bytes: (length) => new Uint8Array(length).fill(chance) },
      startOrder: () => Promise.resolve({ type: 'redial' }),
      starting: () => undefined,
      event: () => undefined,
      ended: (why, retryAt) => {
        expect(why).toBe('crashed')
        pauses.push(retryAt - now)
      },
    },
    stopping.signal,
  )
  return { supervised, pauses, orders, stopped: () => stopped }
}

describe('an agent that ends', () => {
  it('is started again at once, then with growing pauses, up to half a minute', async () => {
    const { supervised, pauses, orders } = stand([1, 1, 1, 1, 1, 1, 1, 1, 1])
    await supervised.finished
    expect(pauses).toEqual([0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
    expect(orders).toHaveLength(10)
  })

  it('after a stable minute is started again at once', async () => {
    const { supervised, pauses } = stand([1, 1, 1, 60_000, 1])
    await supervised.finished
    expect(pauses).toEqual([0, 500, 1000, 0, 500])
  })

  it('is stopped, and not started again, when the supervision ends', async () => {
    const { supervised, pauses, stopped } = stand([])
    await supervised.finished
    expect(pauses).toEqual([])
    expect(stopped()).toBe(1)
    expect(supervised.pid()).toBeUndefined()
  })

  it('is started before its first order is made, and stopped when none can be', async () => {
    const steps: string[] = []
    const supervised = superviseAgent(
      {
        startAgent: ({ ended }) => {
          steps.push('started')
          return {
            pid: 1,
            send: () => steps.push('ordered'),
            stop: () => {
              steps.push('stopped')
              ended('stopped')
              return Promise.resolve()
            },
          }
        },
        clock: { now: () => 0, wait: () => Promise.resolve() },
        random: { bytes: (length) => new Uint8Array(length) },
        startOrder: () => {
          steps.push('asked')
          return Promise.reject(new Error('the vault is locked'))
        },
        starting: () => undefined,
        event: () => undefined,
        ended: () => undefined,
      },
      new AbortController().signal,
    )
    await expect(supervised.finished).rejects.toThrow('the vault is locked')
    expect(steps).toEqual(['started', 'asked', 'stopped'])
  })

  it('comes back at a time of its own', () => {
    const at = (chance: number) => fullJitter(5, { bytes: () => new Uint8Array([chance]) })
    expect([at(0), at(255)]).toEqual([500, 16_000])
    expect(at(128)).toBeGreaterThan(500)
    expect(at(128)).toBeLessThan(16_000)
  })
})
