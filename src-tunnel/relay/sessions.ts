/** All agents that are connected, and which of them answers a call. */
import type { AgentSession, SessionEnd } from './agent-session.ts'

export type Route =
  | { readonly status: 'session'; readonly session: AgentSession }
  /** Somebody is there, but does not expose this connection. */
  | { readonly status: 'not-exposed' }
  /** Nobody is there; `reconnecting` when somebody was a moment ago and did not say goodbye. */
  | { readonly status: 'offline'; readonly reconnecting: boolean }

export interface Sessions {
  add(session: AgentSession): void
  remove(session: AgentSession, how: SessionEnd): void
  byId(id: string): AgentSession | undefined
  all(): IterableIterator<AgentSession>
  size(): number
  /** `without`: devices that were tried already. `only`: the one device asked for. `mcpSession`: keeps a session with the machine that began it (G22). */
  route(
    tunnelId: string,
    connection: string,
    options: {
      mcpSession?: string | undefined
      without?: ReadonlySet<string>
      only?: string | undefined
    },
  ): Route
  /** Remembers which machine began an MCP session. */
  pin(tunnelId: string, mcpSession: string, deviceId: string): void
  /** Tells those who wait for a machine that something has changed. */
  changed(): void
  /** Resolves at the next change, or when the signal aborts. */
  nextChange(signal: AbortSignal): Promise<void>
}

/** So long after a loss an agent counts as reconnecting. */
const reconnectMs = 10_000

/** MCP sessions remembered per relay; the oldest go first. */
const pinLimit = 50_000

export function createSessions(now: () => number): Sessions {
  const byId = new Map<string, AgentSession>()
  const byTunnel = new Map<string, Set<AgentSession>>()
  const lostAt = new Map<string, number>()
  const pins = new Map<string, string>()
  const waiting = new Set<() => void>()
  let turn = 0

  const changed = (): void => {
    for (const wake of waiting) wake()
  }
  const choose = (able: AgentSession[]): AgentSession => {
    turn += 1
    const start = turn % able.length
    const rotated = [...able.slice(start), ...able.slice(0, start)]
    return rotated.reduce((a, b) => (b.calls.active() < a.calls.active() ? b : a))
  }

  return {
    changed,
    byId: (id) => byId.get(id),
    all: () => byId.values(),
    size: () => byId.size,
    add(session) {
      const group = byTunnel.get(session.tunnelId) ?? new Set()
      // The machine dialled anew: its old line is gone, whether or not we have noticed.
      for (const other of group) if (other.deviceId === session.deviceId) other.end('replaced')
      byTunnel.set(session.tunnelId, group.add(session))
      byId.set(session.id, session)
      lostAt.delete(session.tunnelId)
      changed()
    },
    remove(session, how) {
      byId.delete(session.id)
      const group = byTunnel.get(session.tunnelId)
      group?.delete(session)
      if (group?.size === 0) byTunnel.delete(session.tunnelId)
      if (how === 'lost') lostAt.set(session.tunnelId, now())
      changed()
    },
    route(tunnelId, connection, { mcpSession, without, only }) {
      const group = byTunnel.get(tunnelId)
      if (!group) {
        const lost = lostAt.get(tunnelId)
        const reconnecting = lost !== undefined && now() - lost < reconnectMs
        if (lost !== undefined && !reconnecting) lostAt.delete(tunnelId)
        return { status: 'offline', reconnecting }
      }
      const pinned = mcpSession && pins.get(`${tunnelId} ${mcpSession}`)
      let there = false
      const able: AgentSession[] = []
      for (const each of group) {
        const { deviceId } = each
        if (!each.takesCalls() || without?.has(deviceId)) continue
        if (only !== undefined && deviceId !== only) continue
        there = true
        if (pinned && deviceId !== pinned) continue
        if (each.exposed().has(connection)) able.push(each)
      }
      if (able.length === 0) {
        return there && !pinned
          ? { status: 'not-exposed' }
          : { status: 'offline', reconnecting: true }
      }
      const [single] = able
      if (single && able.length === 1) return { status: 'session', session: single }
      const sticky = able.filter((each) => each.exposed().get(connection)?.oneMachine === true)
      const [first] = sticky.toSorted((a, b) => (a.deviceId < b.deviceId ? -1 : 1))
      return { status: 'session', session: first ?? choose(able) }
    },
    pin(tunnelId, mcpSession, deviceId) {
      const key = `${tunnelId} ${mcpSession}`
      pins.delete(key)
      pins.set(key, deviceId)
      const [oldest] = pins.keys()
      if (pins.size > pinLimit && oldest !== undefined) pins.delete(oldest)
    },
    nextChange: (signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          waiting.delete(done)
          signal.removeEventListener('abort', done)
          resolve()
        }
        waiting.add(done)
        signal.addEventListener('abort', done, { once: true })
        if (signal.aborted) done()
      }),
  }
}
