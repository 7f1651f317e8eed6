/** The call sockets of one agent: a stack of waiting ones, those asked for, and callers in line for the next. */
import type { Duplex } from 'node:stream'
import { newSecret } from './secrets.ts'

/** One call socket. While no call is on it, whatever arrives is a violation and ends it. */
export interface CallSocket {
  readonly socket: Duplex
  /** What reads at the moment. */
  reader: { read(bytes: Buffer): void; lost(): void } | undefined
  /** When it last was known to lead to the agent. */
  provenAt: number
  /** When its last call ended, or it came. */
  usedAt: number
}

export interface CallSockets {
  /** A socket for one call; resolves with undefined when none can be had within ten seconds, or too many calls are in flight. */
  take(): Promise<CallSocket | undefined>
  /** Back after a call that ended well. */
  give(call: CallSocket): void
  /** True when the nonce was handed out for a socket that has not come yet; it is spent. */
  expects(nonce: string): boolean
  add(socket: Duplex): void
  /** Asks for as many sockets as are wanted now. */
  refill(): void
  /** Lets go of what is not needed, forgets what did not come, makes sure of what waits. Once a second or so. */
  tend(): void
  /** Calls in flight, and sockets that are just being proven. */
  active(): number
  cut(): void
  /** Calls `then` once, when no call is in flight and none waits for a socket. */
  whenIdle(then: () => void): void
}

export interface CallSocketPorts {
  readonly now: () => number
  /** Tells the agent to dial once for each nonce. */
  readonly ask: (nonces: string[]) => void
}

/** Calls one agent carries at a time; more are answered that it is busy. */
export const mostCalls = 256

const dialMs = 10_000
const idleMs = 30_000
/** Without a call for this long an agent keeps its control socket only: most agents of a relay are idle most of the time. */
const sleepMs = 120_000
const proveMs = 25_000
const proveAnswerMs = 10_000

export function createCallSockets({ now, ask }: CallSocketPorts): CallSockets {
  const all = new Set<CallSocket>()
  /** Last in, first out: what is not needed sinks to the bottom and is let go. */
  const idle: CallSocket[] = []
  const expected = new Map<string, number>()
  const line: ((call: CallSocket | undefined) => void)[] = []
  const idleListeners: (() => void)[] = []
  let planned = false
  let calledAt = now()

  const busy = () => all.size - idle.length
  /** One spare when little happens, up to eight when much does, none when nothing did for a while. */
  const spare = () => (now() - calledAt > sleepMs ? 0 : Math.min(8, 1 + (busy() >> 2)))

  const refill = (): void => {
    planned = false
    const room = mostCalls + 8 - all.size - expected.size
    const wanted = line.length + spare() - idle.length - expected.size
    const count = Math.min(room, wanted)
    if (count <= 0) return
    const nonces = Array.from({ length: count }, newSecret)
    for (const nonce of nonces) expected.set(nonce, now() + dialMs)
    ask(nonces)
  }
  /** Sixty calls in one turn of the event loop are one message to the agent. */
  const plan = (): void => {
    if (planned) return
    planned = true
    setImmediate(refill)
  }
  const tellIdle = (): void => {
    if (busy() > 0 || line.length > 0) return
    for (const tell of idleListeners.splice(0)) tell()
  }
  const give = (call: CallSocket): void => {
    call.reader = undefined
    call.provenAt = now()
    if (call.socket.destroyed) return
    const next = line.shift()
    if (next) return next(call)
    idle.push(call)
    tellIdle()
  }
  const remove = (call: CallSocket): void => {
    all.delete(call)
    const at = idle.indexOf(call)
    if (at >= 0) idle.splice(at, 1)
    const { reader } = call
    call.reader = undefined
    reader?.lost()
    if (line.length > 0) plan()
    tellIdle()
  }

  return {
    give(call) {
      call.usedAt = now()
      give(call)
    },
    refill,
    active: busy,
    async take() {
      calledAt = now()
      const call = idle.pop()
      if (idle.length + expected.size < spare()) plan()
      if (call) return call
      if (busy() + line.length >= mostCalls) return undefined
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          line.splice(line.indexOf(served), 1)
          resolve(undefined)
        }, dialMs)
        const served = (one: CallSocket | undefined): void => {
          clearTimeout(timer)
          resolve(one)
        }
        line.push(served)
        plan()
      })
    },
    expects(nonce) {
      const until = expected.get(nonce)
      expected.delete(nonce)
      return until !== undefined && until > now()
    },
    add(socket) {
      const call: CallSocket = { socket, reader: undefined, provenAt: now(), usedAt: now() }
      all.add(call)
      socket.on('data', (bytes: Buffer) => {
        if (!call.reader) return void socket.destroy()
        call.reader.read(bytes)
      })
      // The agent never half-closes: an end is the end.
      socket.once('end', () => socket.destroy())
      socket.once('error', ignore)
      socket.once('close', () => remove(call))
      give(call)
    },
    tend() {
      const time = now()
      for (const [nonce, until] of expected) if (until <= time) expected.delete(nonce)
      const [oldest] = idle.toSorted((one, other) => one.usedAt - other.usedAt)
      if (oldest && idle.length > spare() && time - oldest.usedAt > idleMs) {
        idle.splice(idle.indexOf(oldest), 1)
        oldest.socket.destroy()
      }
      for (const call of idle.filter((each) => time - each.provenAt > proveMs)) {
        idle.splice(idle.indexOf(call), 1)
        prove(call, give)
      }
      if (idle.length + expected.size < spare()) plan()
    },
    cut() {
      for (const served of line.splice(0)) served(undefined)
      for (const call of all) call.socket.destroy()
    },
    whenIdle(then) {
      idleListeners.push(then)
      tellIdle()
    },
  }
}

const probe = 'OPTIONS * HTTP/1.1\r\nhost: agent\r\n\r\n'

/** A waiting socket may be dead without anybody knowing: firewalls forget silent connections. An answer proves it. */
function prove(call: CallSocket, give: (call: CallSocket) => void): void {
  const timer = setTimeout(() => call.socket.destroy(), proveAnswerMs)
  timer.unref()
  let text = ''
  call.reader = {
    read(bytes) {
      text += bytes.toString('latin1')
      if (!text.startsWith('HTTP/1.1 204 '.slice(0, text.length)) || text.length > 2000) {
        call.socket.destroy()
      } else if (text.endsWith('\r\n\r\n')) {
        clearTimeout(timer)
        give(call)
      }
    },
    lost: () => clearTimeout(timer),
  }
  call.socket.write(probe)
}

function ignore(): void {
  // 'close' follows and does what is to be done.
}
