/** Keeps one agent running: starts it, starts it again with growing pauses when it ends, and stops it when told to. */
import type { Clock, Random } from '#core/ports.ts'
import type { AgentEvent, AgentOrder, RunningAgent, StartAgent } from './ports.ts'

export interface Supervision {
  readonly startAgent: StartAgent
  readonly clock: Clock
  readonly random: Random
  /** The first message to every new agent. */
  startOrder(): Promise<AgentOrder>
  starting(): void
  event(event: AgentEvent, agent: RunningAgent): void
  /** It ended by itself and is started again at `retryAt`. */
  ended(why: string, retryAt: number): void
}

export interface SupervisedAgent {
  /** Reaches the agent that runs now; nobody when none does. */
  send(order: AgentOrder): void
  readonly pid: () => number | undefined
  /** Resolves when the supervision has ended and no agent is left. */
  readonly finished: Promise<void>
}

const firstPauseMs = 500
const longestPauseMs = 30_000
/** An agent that ran this long has earned a short pause again. */
const stableMs = 60_000
/** Time for calls in flight at the end. */
const drainMs = 30_000

/** Runs until the signal aborts; then the agent is drained. */
export function superviseAgent(parts: Supervision, signal: AbortSignal): SupervisedAgent {
  let current: RunningAgent | undefined

  async function once(): Promise<string> {
    const order = await parts.startOrder()
    const over = Promise.withResolvers<string>()
    const agent: RunningAgent = parts.startAgent({
      event: (event) => parts.event(event, agent),
      ended: (why) => over.resolve(why),
    })
    current = agent
    agent.send(order)
    const stop = () => void agent.stop(drainMs)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    try {
      return await over.promise
    } finally {
      current = undefined
      signal.removeEventListener('abort', stop)
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !signal.aborted; failures++) {
      const startedAt = parts.clock.now()
      parts.starting()
      const why = await once()
      if (signal.aborted) return
      const now = parts.clock.now()
      if (now - startedAt >= stableMs) failures = 0
      const pause = fullJitter(failures, parts.random)
      parts.ended(why, now + pause)
      // Aborted while waiting: there is nothing to stop.
      await parts.clock.wait(pause, signal).catch(() => undefined)
    }
  }

  return {
    send: (order) => current?.send(order),
    pid: () => current?.pid,
    finished: run(),
  }
}

/** Between half a second and the growing limit, so that many machines do not come back together. */
export function fullJitter(failures: number, random: Random): number {
  const limit = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 10))
  const chance = (random.bytes(1)[0] ?? 0) / 255
  return Math.round(firstPauseMs + chance * (limit - firstPauseMs))
}
