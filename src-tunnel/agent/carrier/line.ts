/** Keeps a line to one relay: dials, stays, and after a loss dials again with growing pauses. */
import type { Duplex } from 'node:stream'
import type { FromAgent } from '../../protocol/control-messages.ts'
import type { ExposedConnection } from '../../protocol/names.ts'
import { RelayRefusal } from './ask-relay.ts'
import { backoffMs, fractionOf, stableMs } from './backoff.ts'
import type { CarrierOptions, CarrierStatus, Dial } from './carrier.ts'
import { NoUpgrade, openSocket } from './open-socket.ts'
import type { Opening, Way } from './open-socket.ts'
import type { MakeProof } from './proof.ts'
import { startSession } from './session.ts'
import type { Session } from './session.ts'

export interface LinePorts extends Pick<CarrierOptions, 'software' | 'clock' | 'random' | 'log'> {
  readonly relay: URL
  readonly dial: Dial
  readonly proof: MakeProof
  readonly serve: (socket: Duplex) => void
  readonly exposed: () => readonly ExposedConnection[]
  readonly onChange: () => void
}

export interface Line {
  status(): CarrierStatus
  send(message: FromAgent): void
  redial(): void
  /** Takes no new calls; resolves when none is in flight. */
  drain(): Promise<void>
  close(): Promise<void>
}

/** How long dialling, proving and the relay's welcome may take together. */
const openingMs = 15_000

/** Refusals that another attempt with the same key cannot change. */
const finalRefusals = new Set(['device_unknown', 'device_revoked', 'proof_wrong', 'bad_handshake'])

/** How one attempt ended, and whether it is worth another one and when. */
type Ending =
  | { readonly next: 'wait'; readonly why: string; readonly leastMs: number }
  | { readonly next: 'at-once' }
  | { readonly next: 'refused'; readonly why: string }

export function createLine(ports: LinePorts): Line {
  const { relay, clock, log } = ports
  const closing = new AbortController()
  const sessions = new Set<Session>()
  let current: Session | undefined
  let status: CarrierStatus = { status: 'connecting' }
  let way: Way = 'plain'
  let attempt = 0
  let hurry = new AbortController()

  const become = (next: CarrierStatus): void => {
    status = next
    ports.onChange()
  }

  const opening = (signal: AbortSignal): Omit<Opening, 'role' | 'session' | 'way'> => ({
    relay,
    dial: ports.dial,
    proof: ports.proof,
    signal,
  })

  const openControl = async (signal: AbortSignal): Promise<Duplex> => {
    const parts = { ...opening(signal), role: 'control', session: '' } as const
    try {
      return await openSocket({ ...parts, way })
    } catch (error) {
      if (!(error instanceof NoUpgrade)) throw error
      const other: Way = way === 'plain' ? 'web-socket' : 'plain'
      const socket = await openSocket({ ...parts, way: other })
      log.write('info', 'the line takes another way', { relay: relay.origin, way: other })
      way = other
      return socket
    }
  }

  /** One session, from dialling to its loss (or until the relay asks to leave it). */
  const runOnce = async (): Promise<Ending> => {
    become({ status: 'connecting' })
    const opened = new AbortController()
    const late = new AbortController()
    void clock.wait(openingMs, opened.signal).then(
      () => late.abort(new Error('the relay took too long')),
      // Aborted because the line is open, or given up: nothing is late.
      () => undefined,
    )
    const signal = AbortSignal.any([closing.signal, hurry.signal, late.signal])
    let onlineAt: number | undefined
    try {
      const control = await openControl(signal)
      const drained = Promise.withResolvers<Ending>()
      const session = startSession({
        control,
        software: ports.software,
        exposed: ports.exposed(),
        clock,
        serve: ports.serve,
        openCall: (nonce, id, ending) =>
          openSocket({
            ...opening(AbortSignal.any([ending, AbortSignal.timeout(openingMs)])),
            role: 'call',
            session: id,
            nonce,
            way,
          }),
        onOnline: (publicUrl, rttMs) => {
          opened.abort()
          onlineAt ??= clock.now()
          if (current !== session) return
          become({ status: 'online', since: onlineAt, rttMs, relay: relay.origin, publicUrl })
        },
        onDrain: (delayMs) => {
          const why = 'the relay goes down for a while'
          const leave = () => drained.resolve({ next: 'wait', why, leastMs: 0 })
          clock.wait(delayMs, closing.signal).then(leave, leave)
        },
      })
      late.signal.addEventListener('abort', () => session.cut('the relay took too long'))
      current = session
      sessions.add(session)
      const lost = session.over.then((loss): Ending => {
        sessions.delete(session)
        if (loss.revoked) return { next: 'refused', why: loss.why }
        return loss.jumped ? { next: 'at-once' } : { next: 'wait', why: loss.why, leastMs: 0 }
      })
      return await Promise.race([lost, drained.promise])
    } catch (error) {
      return endingOf(error)
    } finally {
      opened.abort()
      current = undefined
      if (onlineAt !== undefined && clock.now() - onlineAt >= stableMs) attempt = 0
    }
  }

  const run = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      hurry = new AbortController()
      const ending = await runOnce()
      if (closing.signal.aborted) return
      await pause(hurry.signal.aborted ? { next: 'at-once' } : ending)
    }
  }

  /** Returns when it is time to dial again. */
  const pause = async (ending: Ending): Promise<void> => {
    if (ending.next === 'at-once') return
    const signal = AbortSignal.any([closing.signal, hurry.signal])
    if (ending.next === 'refused') {
      log.write('warn', 'the relay refuses this machine', { relay: relay.origin, why: ending.why })
      become({ status: 'refused', why: ending.why })
      if (!signal.aborted) await new Promise((go) => signal.addEventListener('abort', go))
      return
    }
    const ms = Math.max(ending.leastMs, backoffMs(attempt, fractionOf(ports.random.bytes(4))))
    attempt += 1
    log.write('info', 'the line is down', { relay: relay.origin, why: ending.why, waitMs: ms })
    become({ status: 'waiting', untilMs: clock.now() + ms, why: ending.why })
    // Rejects when it is hurried or closed: both end the pause.
    await clock.wait(ms, signal).catch(() => undefined)
  }

  const running = run()
  return {
    status: () => status,
    send: (message) => current?.send(message),
    redial() {
      attempt = 0
      hurry.abort(new Error('dialled anew'))
      current?.cut('dialled anew')
    },
    async drain() {
      await Promise.all([...sessions].map((session) => session.drain()))
    },
    async close() {
      closing.abort(new Error('the carrier is closed'))
      for (const session of sessions) session.leave()
      await running
      status = { status: 'closed' }
    },
  }
}

function endingOf(error: unknown): Ending {
  const why = error instanceof Error ? error.message : String(error)
  if (!(error instanceof RelayRefusal)) return { next: 'wait', why, leastMs: 0 }
  return finalRefusals.has(error.code)
    ? { next: 'refused', why }
    : { next: 'wait', why, leastMs: error.retryAfterMs }
}
