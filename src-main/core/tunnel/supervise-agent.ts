/** Keeps one agent running: starts it, starts it again when it ends (at once, then with growing pauses), and stops it when told to. */
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
/** An agent that ran this long has earned a start without a pause again. */
const stableMs = 60_000
/** Time for calls in flight at the end. */
const drainMs = 30_000

/** Runs until the signal aborts; then the agent is drained. */
export function superviseAgent(parts: Supervision, signal: AbortSignal): SupervisedAgent {
  let current: RunningAgent | undefined

  async function once(): Promise<string> {
    const over = Promise.withResolvers<string>()
    const agent: RunningAgent = parts.startAgent({
      event: (event) => parts.event(event, agent),
      ended: (why) => over.resolve(why),
    })
    const stop = () => void agent.stop(drainMs)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    try {
      // The process loads while the vault is opened: both take their time.
      const order = await parts.startOrder()
      current = agent
      agent.send(order)
      return await over.promise
    } catch (error) {
      await agent.stop(0)
      throw error
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
      const pause = failures === 0 ? 0 : fullJitter(failures - 1, parts.random)
      parts.ended(why, now + pause)
      // Aborted while waiting: there is nothing to stop.
      if (pause > 0) await parts.clock.wait(pause, signal).catch(() => undefined)
    }
  }

  return {
    send: (order) => current?.send(order),
    pid: () => current?.pid,
    finished: run(),
  }
}

/** Between half a second and the limit, which doubles with each restart that did not last: many machines do not come back together. */
export function fullJitter(restarts: number, random: Random): number {
  const limit = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(restarts, 10))
  const chance = (random.bytes(1)[0] ?? 0) / 255
  return Math.round(firstPauseMs + chance * (limit - firstPauseMs))
}
