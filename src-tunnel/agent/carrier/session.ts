/** One line to one relay, from the open control socket until it is lost: presence, liveness, and the call sockets it asks for. */
import type { Duplex } from 'node:stream'
import { jsonLines } from '../../carrier/json-lines.ts'
import { FromRelay, pingMs } from '../../protocol/control-messages.ts'
import type { FromAgent } from '../../protocol/control-messages.ts'
import type { ExposedConnection } from '../../protocol/names.ts'
import type { CarrierClock } from './carrier.ts'

/** How long the last word may take to get through. */
const goodbyeMs = 300

export interface SessionPorts {
  readonly control: Duplex
  readonly software: { readonly version: string; readonly os: string }
  readonly exposed: readonly ExposedConnection[]
  readonly clock: CarrierClock
  /** Opens one call socket. */
  readonly openCall: (nonce: string, session: string, signal: AbortSignal) => Promise<Duplex>
  readonly serve: (socket: Duplex) => void
  readonly onOnline: (publicUrl: string, rttMs: number) => void
  /** The relay will go down: dial anew after this time, and leave this session to end by itself. */
  readonly onDrain: (delayMs: number) => void
}

export interface Session {
  /** Resolves when the line is lost, with the reason. */
  readonly over: Promise<Loss>
  send(message: FromAgent): void
  /** Cuts the control socket and every call socket. */
  cut(why: string): void
  /** Takes no new calls; resolves when none is in flight or on its way, or the line is lost. */
  drain(): Promise<void>
  /** Says goodbye, so that nobody waits for this machine, and cuts. */
  leave(): void
}

export interface Loss {
  readonly why: string
  /** The relay said that this device is no longer welcome. */
  readonly revoked: boolean
  /** The machine slept or its clock was set: dial at once, the network may be a different one. */
  readonly jumped: boolean
}

export function startSession(ports: SessionPorts): Session {
  const { control, clock } = ports
  const calls = new Set<Duplex>()
  const ending = new AbortController()
  const { promise: over, resolve } = Promise.withResolvers<Loss>()
  const released = Promise.withResolvers<void>()
  const lose = (loss: Loss, lastWord?: FromAgent): void => {
    if (ending.signal.aborted) return
    ending.abort()
    if (lastWord) {
      lines.send(lastWord)
      control.end()
      setTimeout(() => control.destroy(), goodbyeMs).unref()
    } else control.destroy()
    for (const call of calls) call.destroy()
    resolve(loss)
  }
  const cut = (why: string): void => lose({ why, revoked: false, jumped: false })
  const trips = roundTrips()
  let publicUrl = ''
  let session = ''

  const receive = (message: FromRelay): void => {
    switch (message.type) {
      case 'welcome':
        publicUrl = message.publicUrl
        session = message.session
        lines.send(trips.begin())
        return
      case 'dial':
        for (const nonce of message.nonces) void open(nonce)
        return
      case 'ping':
        lines.send({ type: 'pong', id: message.id })
        return
      case 'pong':
        if (trips.end(message.id)) ports.onOnline(publicUrl, trips.lastMs())
        return
      case 'released':
        released.resolve()
        return
      case 'drain':
        ports.onDrain(message.delayMs)
        return
      case 'revoked':
        lose({
          why: 'this machine was removed from the tunnel at the relay',
          revoked: true,
          jumped: false,
        })
    }
  }
  const open = async (nonce: string): Promise<void> => {
    try {
      const socket = await ports.openCall(nonce, session, ending.signal)
      if (ending.signal.aborted) return void socket.destroy()
      calls.add(socket)
      socket.once('close', () => calls.delete(socket))
      ports.serve(socket)
    } catch {
      // The relay waits for it no longer than for a call to begin, and asks again when it needs one.
    }
  }
  const lines = jsonLines<FromRelay, FromAgent>(control, {
    schema: FromRelay,
    receive,
    // In a burst of calls the relay asks for sockets again and again.
    mostPerSecond: 10_000,
    now: () => clock.now(),
  })
  let fault = ''
  control.on('error', (error: Error) => (fault = error.message))
  control.once('close', () => cut(`the line to the relay broke${fault && `: ${fault}`}`))
  lines.send({ type: 'hello', ...ports.software })
  lines.send({ type: 'exposed', connections: [...ports.exposed] })
  void watchLiveness({ clock, trips, signal: ending.signal, send: lines.send, lose })
  return {
    over,
    send: lines.send,
    cut,
    async drain() {
      lines.send({ type: 'draining' })
      await Promise.race([released.promise, over])
    },
    leave: () => lose({ why: 'closed', revoked: false, jumped: false }, { type: 'bye' }),
  }
}

interface Trips {
  begin(): FromAgent
  /** True when it ends the trip that is under way. */
  end(id: number): boolean
  underWay(): boolean
  lastMs(): number
}

function roundTrips(): Trips {
  let id = 0
  let begun: number | undefined
  let last = 0
  return {
    begin() {
      begun = performance.now()
      id += 1
      return { type: 'ping', id }
    },
    end(answered) {
      if (begun === undefined || answered !== id) return false
      last = Math.max(0, Math.round((performance.now() - begun) * 10) / 10)
      begun = undefined
      return true
    },
    underWay: () => begun !== undefined,
    lastMs: () => last,
  }
}

interface Liveness {
  readonly clock: CarrierClock
  readonly trips: Trips
  readonly signal: AbortSignal
  readonly send: (message: FromAgent) => void
  readonly lose: (loss: Loss) => void
}

/** Asks for a round trip every 15 s. What counts is the answer: a dead TCP connection looks alive for many minutes. */
async function watchLiveness({ clock, trips, signal, send, lose }: Liveness): Promise<void> {
  for (;;) {
    const before = clock.now()
    try {
      await clock.wait(pingMs, signal)
    } catch {
      // The session is over.
      return
    }
    const slept = clock.now() - before
    if (slept > 2 * pingMs || slept < 0) {
      const why = 'the clock jumped: this computer has slept'
      return lose({ why, revoked: false, jumped: true })
    }
    if (trips.underWay()) {
      return lose({ why: 'the relay did not answer in time', revoked: false, jumped: false })
    }
    send(trips.begin())
  }
}
