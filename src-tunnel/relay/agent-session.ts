/** One agent that is connected: its control socket, what it exposes, and whether it is still there. */
import type { Duplex } from 'node:stream'
import { jsonLines } from '../carrier/json-lines.ts'
import { FromAgent, pingMs } from '../protocol/control-messages.ts'
import type { FromRelay } from '../protocol/control-messages.ts'
import type { ExposedConnection } from '../protocol/names.ts'
import { createCallSockets } from './call-sockets.ts'
import type { CallSockets } from './call-sockets.ts'
import { newId } from './secrets.ts'

/** How a session ended: `lost` may come back any moment, the others will not. */
export type SessionEnd = 'lost' | 'bye' | 'revoked' | 'replaced'

export interface AgentSession {
  readonly id: string
  readonly tunnelId: string
  readonly deviceId: string
  readonly address: string
  readonly since: number
  readonly calls: CallSockets
  version(): string
  os(): string
  /** Last round trip in milliseconds; undefined before the first. */
  rttMs(): number | undefined
  exposed(): ReadonlyMap<string, ExposedConnection>
  /** False before it has said what it offers, and after it asked for no more calls. */
  takesCalls(): boolean
  /** Asks for a round trip when it is time, and ends the session when the last was not answered. */
  tend(now: number): void
  /** The relay woke up late itself: unanswered questions are not the agent's fault. */
  forgive(now: number): void
  drain(delayMs: number): void
  end(how: SessionEnd): void
}

export interface SessionPorts {
  readonly tunnelId: string
  readonly deviceId: string
  readonly address: string
  readonly publicUrl: string
  readonly now: () => number
  readonly onChange: (session: AgentSession) => void
  readonly onEnd: (session: AgentSession, how: SessionEnd) => void
}

export function startAgentSession(control: Duplex, ports: SessionPorts): AgentSession {
  const { now } = ports
  let exposed: ReadonlyMap<string, ExposedConnection> | undefined
  let ready = false
  let over = false
  let version = ''
  let os = ''
  let rtt: number | undefined
  let asked: number | undefined
  let pingId = 0
  let nextAt = now() + pingMs

  const receive = (message: FromAgent): void => {
    switch (message.type) {
      case 'hello':
        version = message.version
        os = message.os
        if (!ready) {
          ready = true
          lines.send({ type: 'welcome', session: session.id, publicUrl: ports.publicUrl })
          session.calls.refill()
        }
        break
      case 'exposed':
        exposed = new Map(message.connections.map((each) => [each.name, each]))
        break
      case 'draining':
        ready = false
        // Calls and this word travel on different sockets: only the relay knows when no call is on its way any more.
        session.calls.whenIdle(() => lines.send({ type: 'released' }))
        break
      case 'bye':
        return session.end('bye')
      case 'ping':
        return lines.send({ type: 'pong', id: message.id })
      case 'pong':
        if (message.id === pingId && asked !== undefined) {
          rtt = Math.round((performance.now() - asked) * 10) / 10
          asked = undefined
        }
        return
    }
    ports.onChange(session)
  }
  const lines = jsonLines<FromAgent, FromRelay>(control, {
    schema: FromAgent,
    receive,
    mostPerSecond: 100,
    now,
  })
  const session: AgentSession = {
    id: newId('ses'),
    tunnelId: ports.tunnelId,
    deviceId: ports.deviceId,
    address: ports.address,
    since: now(),
    calls: createCallSockets({ now, ask: (nonces) => lines.send({ type: 'dial', nonces }) }),
    version: () => version,
    os: () => os,
    rttMs: () => rtt,
    exposed: () => exposed ?? new Map(),
    // Before it has said what it offers, a call would be told that it offers nothing.
    takesCalls: () => ready && exposed !== undefined && !over,
    tend(time) {
      session.calls.tend()
      if (time < nextAt) return
      if (asked !== undefined) return session.end('lost')
      asked = performance.now()
      pingId += 1
      nextAt = time + pingMs
      lines.send({ type: 'ping', id: pingId })
    },
    forgive(time) {
      asked = undefined
      nextAt = time
    },
    drain: (delayMs) => lines.send({ type: 'drain', delayMs }),
    end(how) {
      if (over) return
      over = true
      if (how === 'revoked') control.end(JSON.stringify({ type: 'revoked' }) + '\n')
      else control.destroy()
      session.calls.cut()
      ports.onEnd(session, how)
      // The word may not get through any more.
      setTimeout(() => control.destroy(), 500).unref()
    },
  }
  control.once('end', () => session.end('lost'))
  control.on('error', () => session.end('lost'))
  control.once('close', () => session.end('lost'))
  return session
}
