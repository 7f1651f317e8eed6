/** Connections to servers that wait for their next request; each is used last in, first out, and not for long. */
import type { Duplex } from 'node:stream'

export type Open = (origin: string, signal: AbortSignal) => Promise<Duplex>

export interface IdleSockets {
  /** A connection that waits; undefined when there is none. */
  take(origin: string): Duplex | undefined
  open(origin: string, signal: AbortSignal): Promise<Duplex>
  /** Keeps a connection for the next request. `keepMs`: how long the server says it does; undefined: it does not say. */
  give(origin: string, socket: Duplex, keepMs: number | undefined): void
  close(): void
}

interface Idle {
  readonly socket: Duplex
  readonly until: number
  readonly end: () => void
}

/** Servers of the field close after five seconds without a request, Node's for one: a request must not meet that. */
const usualMs = 4_000
const longestMs = 60_000
/** So much earlier than the server says: its word took time to get here. */
const marginMs = 1_000
const tidyMs = 1_000

export function createIdleSockets(open: Open, now: () => number): IdleSockets {
  const idle = new Map<string, Idle[]>()
  let tidying: NodeJS.Timeout | undefined
  let closed = false

  const remove = (origin: string, one: Idle): void => {
    const all = idle.get(origin) ?? []
    const at = all.indexOf(one)
    if (at >= 0) all.splice(at, 1)
    if (all.length === 0) idle.delete(origin)
  }
  const tidy = (): void => {
    tidying = undefined
    for (const all of idle.values()) {
      for (const one of all.filter((each) => each.until <= now())) one.end()
    }
    plan()
  }
  const plan = (): void => {
    if (idle.size === 0 || tidying !== undefined) return
    tidying = setTimeout(tidy, tidyMs)
    tidying.unref()
  }

  return {
    async open(origin, signal) {
      const socket = await open(origin, signal)
      // It may fail while it waits; 'close' follows and does what is to be done.
      socket.on('error', () => undefined)
      return socket
    },
    take(origin) {
      const all = idle.get(origin)
      for (let one = all?.at(-1); one !== undefined; one = all?.at(-1)) {
        if (one.until <= now() || one.socket.destroyed) {
          one.end()
          continue
        }
        remove(origin, one)
        one.socket.off('data', one.end).off('end', one.end).off('close', one.end)
        return one.socket
      }
      return undefined
    },
    give(origin, socket, keepMs) {
      const ms = Math.min(longestMs, keepMs === undefined ? usualMs : keepMs - marginMs)
      if (closed || socket.destroyed || ms <= 0) return void socket.destroy()
      // A connection on which something comes that nobody asked for is of no use any more.
      const one: Idle = {
        socket,
        until: now() + ms,
        end: () => {
          remove(origin, one)
          socket.destroy()
        },
      }
      socket.once('data', one.end).once('end', one.end).once('close', one.end)
      const all = idle.get(origin)
      if (all) all.push(one)
      else idle.set(origin, [one])
      plan()
    },
    close() {
      closed = true
      clearTimeout(tidying)
      for (const one of [...idle.values()].flat()) one.end()
    },
  }
}
