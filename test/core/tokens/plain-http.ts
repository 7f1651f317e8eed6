/** Ports for the tests of this room: HTTP over the global fetch, a clock that can be moved, real randomness. */
import { AppError, appError } from '#core/app-error.ts'
import type { Clock, Fetch, Http, Random, Reach } from '#core/ports.ts'

/** No zones, no proxy: loopback only. `reaches` records what each request was allowed. */
export function plainHttp(reaches: Reach[] = []): Http {
  return {
    zoneOf: () => Promise.resolve('loopback'),
    fetchWithin: (reach) => {
      reaches.push(reach)
      return plainFetch
    },
  }
}

const plainFetch: Fetch = async (url, init) => {
  try {
    return await fetch(url, { ...init, redirect: 'manual' })
  } catch (cause) {
    init?.signal?.throwIfAborted()
    if (cause instanceof AppError) throw cause
    throw appError('connection-refused', {
      step: 'network',
      whoseTurn: 'server-owner',
      message: 'Nobody answers at this address.',
      next: 'Start the server.',
      cause,
    })
  }
}

/** A clock whose waits pass at once, and add to its time; `waits` lists them. */
export function quickClock(start = Date.now()): Clock & { readonly waits: number[] } {
  const waits: number[] = []
  return {
    waits,
    now: () => start + waits.reduce((sum, each) => sum + each, 0),
    wait: (ms, signal) => {
      signal?.throwIfAborted()
      waits.push(ms)
      return Promise.resolve()
    },
  }
}

export const random: Random = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) }

export function ports(reaches: Reach[] = []) {
  return { http: plainHttp(reaches), clock: quickClock(), random }
}

export const never = new AbortController().signal
