/** The carrier: a line to each relay, one server for the calls of all of them, and one state for those who watch. */
import type { Duplex } from 'node:stream'
import { createCallServer } from './call-server.ts'
import type { Carrier, CarrierOptions, CarrierStatus } from './carrier.ts'
import { defaultDial } from './default-dial.ts'
import { createLine } from './line.ts'
import { proofMaker } from './proof.ts'

/** Starts dialling at once. Throws when the identity or an address cannot be used at all. */
export function connectCarrier(options: CarrierOptions): Carrier {
  const server = createCallServer(options.onRequest)
  const listeners = new Set<(status: CarrierStatus) => void>()
  const proof = proofMaker(options.identity)
  let exposed: Parameters<Carrier['announce']>[0] = []
  let closed = false
  let told = ''

  const status = (): CarrierStatus => (closed ? { status: 'closed' } : best(lines))
  const tell = (): void => {
    const now = status()
    const text = JSON.stringify(now)
    if (text === told) return
    told = text
    for (const listener of listeners) listener(now)
  }
  const lines = options.relays.map((relay) =>
    createLine({
      relay: new URL(relay),
      dial: options.dial ?? defaultDial(),
      proof,
      serve: (socket: Duplex) => server.serve(socket),
      exposed: () => exposed,
      // The first change of a line comes before all lines are made.
      onChange: () => queueMicrotask(tell),
      software: options.software,
      clock: options.clock,
      random: options.random,
      log: options.log,
    }),
  )

  const close = async (): Promise<void> => {
    if (closed) return
    await Promise.all(lines.map((line) => line.close()))
    closed = true
    tell()
  }
  return {
    status,
    lines: () => lines.map((line) => line.status()),
    watch(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    announce(connections) {
      exposed = connections
      for (const line of lines) line.send({ type: 'exposed', connections: [...connections] })
    },
    redial() {
      for (const line of lines) line.redial()
    },
    async drain(ms) {
      const drained = Promise.all(lines.map((line) => line.drain()))
      const over = new AbortController()
      const limit = options.clock
        .wait(ms, over.signal)
        // Aborted: the calls were done before the time was.
        .catch(() => undefined)
      await Promise.race([drained.then(() => server.idle()), limit])
      over.abort()
      await close()
    },
    close,
  }
}

const order = ['online', 'connecting', 'waiting', 'refused', 'closed'] as const

function best(lines: readonly { status(): CarrierStatus }[]): CarrierStatus {
  const all = lines.map((line) => line.status())
  const sorted = all.toSorted((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  return sorted[0] ?? { status: 'closed' }
}
