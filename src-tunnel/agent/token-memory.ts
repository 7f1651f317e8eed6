/** Keeps access tokens in memory for as long as the parent allows, and asks the parent once for however many requests wait. */
import type { AuthorizationAnswer } from '#tunnel/protocol/agent-messages.ts'
import type { Authorization, AuthorizationAsk } from './gateway/ports.ts'

export type AskParent = (
  connectionId: string,
  ask: Omit<AuthorizationAsk, 'signal'>,
) => Promise<AuthorizationAnswer>

export interface TokenMemory {
  authorize(connectionId: string, ask: AuthorizationAsk): Promise<Authorization>
  /** After a sign-out or a change of the connection nothing that was kept is used any more. */
  forget(connectionId: string): void
}

type Kept = Extract<AuthorizationAnswer, { status: 'ready' }> & { readonly until: number }

/** A token this young that is refused will not get better by another one (G21). */
const freshMs = 60_000

export function createTokenMemory(askParent: AskParent, now: () => number): TokenMemory {
  const kept = new Map<string, Kept>()
  const flights = new Map<string, Promise<AuthorizationAnswer>>()

  function ask(connectionId: string, wish: AuthorizationAsk): Promise<AuthorizationAnswer> {
    const { method, url, refused, nonce } = wish
    return askParent(connectionId, {
      method,
      url,
      ...(refused && { refused }),
      ...(nonce && { nonce }),
    })
  }

  /** One question for all who wait. An answer for one request only (a proof, RFC 9449 §4.2) is for whoever asked first. */
  async function askTogether(
    connectionId: string,
    wish: AuthorizationAsk,
  ): Promise<AuthorizationAnswer> {
    const name = JSON.stringify([connectionId, wish.refused ?? ''])
    const running = flights.get(name)
    if (running) {
      const answer = await running
      return answer.status === 'ready' && answer.keepMs === 0 ? ask(connectionId, wish) : answer
    }
    const flight = ask(connectionId, wish).finally(() => flights.delete(name))
    flights.set(name, flight)
    return flight
  }

  return {
    async authorize(connectionId, wish) {
      const known = kept.get(connectionId)
      const usable = known !== undefined && known.until > now()
      if (usable && wish.refused === known.token && now() - known.issuedAt < freshMs) {
        return { status: 'still-fresh' }
      }
      // Another request's refusal has brought a new one already.
      if (usable && wish.refused !== known.token) return known
      const answer = await abortable(askTogether(connectionId, wish), wish.signal())
      if (answer.status !== 'ready') {
        kept.delete(connectionId)
        return { status: answer.status, message: answer.message, next: answer.next }
      }
      if (answer.keepMs > 0) kept.set(connectionId, { ...answer, until: now() + answer.keepMs })
      return wish.refused === answer.token ? { status: 'still-fresh' } : answer
    },
    forget: (connectionId) => void kept.delete(connectionId),
  }
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
