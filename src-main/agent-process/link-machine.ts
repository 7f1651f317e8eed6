/** Exchanges a link key at its relay, over this machine's network layer, and says in words what went wrong. */
import { hostname, release, type } from 'node:os'
import { AppError, appError, isProblem } from '#core/app-error.ts'
import type { Sockets } from '#adapters/http/http.ts'
import type { LinkMachine } from '#core/tunnel/ports.ts'
import { RelayRefusal } from '#tunnel/agent/carrier/ask-relay.ts'
import { link, NoLinkKey } from '#tunnel/agent/link.ts'
import { say, type Sentence } from '#core/say.ts'

/** `version`: of this program, for the relay's administrator. */
export function linkMachine(sockets: Sockets, version: string): LinkMachine {
  return async (key, signal) => {
    try {
      return await link(key, {
        name: hostname().slice(0, 100) || 'computer',
        os: `${type()} ${release()}`,
        version,
        signal,
        dial: (url, given) => sockets.dial(url.origin, { zone: 'person', limits: 'stream' }, given),
      })
    } catch (error) {
      signal.throwIfAborted()
      throw problemOf(error)
    }
  }
}

function problemOf(error: unknown): Error {
  if (error instanceof NoLinkKey) {
    return refused(say('tunnel.no-key'), say('tunnel.no-key.next'), error)
  }
  if (error instanceof RelayRefusal) {
    return refused(say('tunnel.key-refused'), say('tunnel.key-refused.next'), error)
  }
  // A problem of the network layer names the reason already.
  if (isProblem(error)) return new AppError({ ...error.problem, step: 'tunnel' }, error)
  return appError('relay-unreachable', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: say('tunnel.not-relay'),
    next: say('tunnel.not-relay.next'),
    details: { reason: error instanceof Error ? error.message : String(error) },
    cause: error,
  })
}

function refused(message: Sentence, next: Sentence, cause: Error): Error {
  return appError('tunnel-key-refused', {
    step: 'tunnel',
    whoseTurn: 'it',
    message,
    next,
    details: { reason: cause.message },
    cause,
  })
}
