/** The relay: one server for agents, callers and administrators, its directory, and the one clock that tends to all of them. */
import type { Duplex } from 'node:stream'
import type { RequestHead } from '../http1/head.ts'
import { agentPath } from '../protocol/handshake.ts'
import { addressOf } from './access.ts'
import { createAdminApi } from './admin-api.ts'
import { createAgentDoor } from './agent-door.ts'
import { createAddresses } from './addresses.ts'
import { createCallerDoor } from './caller-door.ts'
import { openDirectory } from './directory.ts'
import { createEventStreams } from './event-stream.ts'
import { createFront } from './front.ts'
import { createMetrics } from './metrics.ts'
import { createNonces } from './nonces.ts'
import { createOwnPaths } from './own-paths.ts'
import { createProbeAccess } from './probe-access.ts'
import { createReception } from './reception.ts'
import { createSessions } from './sessions.ts'
import { createTargetReader } from './target.ts'
import type { Target } from './target.ts'

export interface RelayOptions {
  readonly dataFolder: string
  /** 0: any free one. */
  readonly port: number
  readonly host: string
  /** PEM. `clientCa`: callers need a certificate of this authority. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly clientCa?: string }
  /**
   * A second port for callers only, without TLS and on this computer only: for a platform's own gateway beside the relay, while machines dial
   * the encrypted one. 0: any free one.
   */
  readonly callerPort?: number
  /** Believe X-Forwarded-For, -Proto and -Host: a proxy of ours is in front and writes them. */
  readonly trustProxy: boolean
  /** Origin under which agents and callers reach the relay; default: what each request says. */
  readonly publicUrl?: string
  /** Tunnels are also `<alias>.<wildcardDomain>`. */
  readonly wildcardDomain?: string
  /** Bytes a call's request may have; default 32 MiB. */
  readonly bodyLimit?: number
  readonly clock: RelayClock
  readonly log: RelayLog
}

export interface RelayClock {
  now(): number
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

export interface RelayLog {
  write(
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    facts?: Record<string, unknown>,
  ): void
}

export interface Relay {
  readonly port: number
  /** Where callers beside the relay reach it; undefined without `callerPort`. */
  readonly callerPort: number | undefined
  /** On the first start with this data folder only. */
  readonly adminKey: string | undefined
  /** Sends agents and new calls away for 5 s, gives calls in flight up to 30 s, then closes. At once where nobody is connected. */
  drain(): Promise<void>
  /** Closes at once; calls in flight are cut. */
  close(): Promise<void>
  /** Resolves when it is closed, by whomever. */
  readonly closed: Promise<void>
}

const tickMs = 1_000
const drainMs = 30_000
/** Agents are sent away one after the other within this time, and callers with their next call. */
const leaveMs = 5_000

export async function createRelay(options: RelayOptions): Promise<Relay> {
  const { clock, log, trustProxy } = options
  const now = () => clock.now()
  const directory = openDirectory(options.dataFolder)
  const sessions = createSessions(now)
  const eventStreams = createEventStreams(now)
  const metrics = createMetrics()
  const nonces = createNonces(now)
  const startedAt = now()
  const closing = new AbortController()
  const { promise: closed, resolve: announceClosed } = Promise.withResolvers<void>()
  let draining = false

  const { hostIn, originOf, publicUrlOf } = createAddresses({
    ...options,
    tls: options.tls !== undefined,
  })
  const callerDoor = createCallerDoor({
    directory,
    sessions,
    eventStreams,
    metrics,
    now,
    bodyLimit: options.bodyLimit ?? 32 * 1024 * 1024,
    needsCertificate: options.tls?.clientCa !== undefined,
    draining: () => draining,
    checkProbe: createProbeAccess({ directory, nonces, publicUrlOf }),
  })
  const agentDoor = createAgentDoor({
    directory,
    sessions,
    nonces,
    metrics,
    now,
    draining: () => draining,
    originOf,
    publicUrlOf,
    addressOf: (request) => addressOf(request, trustProxy),
    log: (message, facts) => log.write('info', message, facts),
  })
  const adminApi = createAdminApi({
    directory,
    sessions,
    now,
    originOf,
    publicUrlOf,
    drain: () => void drain(),
  })

  const ownPaths = createOwnPaths({
    directory,
    nonces,
    adminApi,
    now,
    publicUrlOf,
    draining: () => draining,
    metrics: () =>
      metrics.text({
        agents: sessions.size(),
        calls_in_flight: reception.inFlight(),
        uptime_seconds: Math.round((now() - startedAt) / 1000),
        resident_memory_bytes: process.memoryUsage.rss(),
      }),
    log: (message, facts) => log.write('warn', message, facts),
  })

  const readTarget = createTargetReader(options.wildcardDomain)
  const targetIn = (url: string, headers: readonly string[]): Target =>
    readTarget(url, hostIn(headers))
  const reception = createReception({
    targetIn,
    addressOf: (request) => addressOf(request, trustProxy),
    callerDoor,
    ownPaths,
    mistake: (error) => log.write('error', 'the relay made a mistake', { error: String(error) }),
  })
  const refuseUpgrade = (socket: Duplex): void => {
    socket.on('error', () => undefined)
    socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
  }
  const isCall = ({ target, headers }: RequestHead): boolean =>
    targetIn(target, headers).kind === 'call'
  const front = createFront({
    ...(options.tls && { tls: options.tls }),
    isCall,
    onRequest: (request, response) => reception.serve(request, response, true),
    onUpgrade: (request, socket, head) =>
      request.url === agentPath ? agentDoor(request, socket, head) : refuseUpgrade(socket),
  })
  const callers =
    options.callerPort === undefined
      ? undefined
      : createFront({
          isCall,
          onRequest: (request, response) => reception.serve(request, response, false),
          onUpgrade: (_request, socket) => refuseUpgrade(socket),
        })

  /** Ends the sessions of devices that may not be here any more. */
  directory.watch(({ devices }) => {
    for (const session of sessions.all()) {
      const device = devices.get(session.deviceId)
      if (device === undefined || device.revokedAt !== null) session.end('revoked')
    }
  })

  const tend = async (): Promise<void> => {
    for (;;) {
      const before = now()
      try {
        await clock.wait(tickMs, closing.signal)
      } catch {
        // Closed.
        return
      }
      const time = now()
      const late = time - before > 5 * tickMs || time < before
      directory.refresh()
      for (const session of sessions.all()) {
        if (late) session.forgive(time)
        else session.tend(time)
      }
      eventStreams.tend(time)
      front.tend(time)
      callers?.tend(time)
    }
  }

  const close = async (): Promise<void> => {
    if (closing.signal.aborted) return closed
    closing.abort()
    for (const session of sessions.all()) session.end('lost')
    await Promise.all([front.close(), callers?.close()])
    directory.close()
    announceClosed()
  }
  const drain = async (): Promise<void> => {
    if (draining) return closed
    draining = true
    log.write('info', 'draining', { inFlight: reception.inFlight(), agents: sessions.size() })
    for (const session of sessions.all()) session.drain(Math.round(Math.random() * leaveMs))
    const limit = clock.wait(drainMs, closing.signal).catch(() => undefined)
    // Callers learn it from their next answer. A connection that is closed before may have a call on its way.
    if (reception.inFlight() > 0 || sessions.size() > 0) {
      await clock.wait(leaveMs, closing.signal).catch(() => undefined)
    }
    await Promise.race([reception.idle(), limit])
    await close()
  }

  let port: number
  let callerPort: number | undefined
  try {
    port = await front.listen(options.port, options.host)
    callerPort = await callers?.listen(options.callerPort ?? 0, '127.0.0.1')
  } catch (error) {
    await Promise.all([front.close(), callers?.close()])
    directory.close()
    throw error
  }
  void tend()
  return { port, callerPort, adminKey: directory.newAdminKey, drain, close, closed }
}
