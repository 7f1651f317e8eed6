/** Calls of a platform while something breaks: each with a number of its own, and what became of it. */
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import type { CountingServer } from './counting-server.ts'

export interface Way {
  /** Addresses of the connection. */
  readonly addresses: readonly string[]
  readonly accessKey: string
  /** Those that were not there, or said that they sent nothing on: as a balancer does, they are not tried again where there is another. */
  readonly left?: Set<string>
}

/** `delivered`: what the relay said about a call that failed; `broken`: the answer or its connection broke off. */
export type Outcome =
  | { readonly status: 'good' }
  | { readonly status: 'failed'; readonly code: string; readonly delivered: string }
  | { readonly status: 'broken' }

let last = 0

/** A number that no other call has. */
export function nextNumber(): number {
  last += 1
  return last
}

export async function callOnce(way: Way, number = nextNumber(), ms = 0): Promise<Outcome> {
  let outcome: Outcome = { status: 'broken' }
  for (const address of way.addresses.filter((each) => !way.left?.has(each))) {
    outcome = await callAt(address, way.accessKey, number, ms)
    if (outcome.status !== 'failed' || outcome.delivered !== 'no') break
    way.left?.add(address)
  }
  return outcome
}

async function callAt(
  address: string,
  accessKey: string,
  number: number,
  ms: number,
): Promise<Outcome> {
  const message = {
    jsonrpc: '2.0',
    id: number,
    method: 'tools/call',
    params: { name: 'count', arguments: { number, ms } },
  }
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${accessKey}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(60_000),
    })
    const body = (await response.json()) as {
      id?: number
      error?: { code: string; delivered: string }
    }
    if (response.status === 200 && body.id === number) return { status: 'good' }
    const { code = String(response.status), delivered = '?' } = body.error ?? {}
    return { status: 'failed', code, delivered }
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    const refused = cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'
    // Nobody listens there: nothing can have been sent. What was reset, or is not in time, may have been.
    return refused ? { status: 'failed', code: 'refused', delivered: 'no' } : { status: 'broken' }
  }
}

/** Calls until one is good; milliseconds since the start. */
export async function untilGood(way: Way, limitMs = 120_000): Promise<number> {
  const start = performance.now()
  while ((await callOnce(way)).status !== 'good') {
    if (performance.now() - start > limitMs) throw new Error('no call is good any more')
    await wait(5)
  }
  return Math.round(performance.now() - start)
}

export interface Load {
  /** Ends it, and says what became of the calls. Throws when one was replayed, or lost though it was said to be good. */
  stop(): Promise<{ readonly good: number; readonly others: Readonly<Record<string, number>> }>
  readonly good: () => number
}

/** So many callers, each with one call after the other. */
export function startLoad(way: Way, callers: number, servers: readonly CountingServer[]): Load {
  const outcomes = new Map<number, Outcome>()
  let over = false
  let good = 0
  const running = Array.from({ length: callers }, async () => {
    while (!over) {
      const number = nextNumber()
      const outcome = await callOnce(way, number)
      outcomes.set(number, outcome)
      if (outcome.status === 'good') good += 1
      else await wait(20)
    }
  })
  const times = (number: number) => servers.reduce((sum, each) => sum + each.times(number), 0)
  return {
    good: () => good,
    async stop() {
      over = true
      await Promise.all(running)
      const others: Record<string, number> = {}
      for (const [number, outcome] of outcomes) {
        if (times(number) > 1) throw new Error(`call ${number} was made ${times(number)} times`)
        if (outcome.status === 'good' && times(number) !== 1) {
          throw new Error(`call ${number} was answered, and never made`)
        }
        if (outcome.status === 'good') continue
        const said = outcome.status === 'failed' ? outcome.code : outcome.status
        if (outcome.status === 'failed' && outcome.delivered === 'no' && times(number) > 0) {
          throw new Error(`call ${number} was made, and said not to be delivered (${said})`)
        }
        others[said] = (others[said] ?? 0) + 1
      }
      return { good, others }
    },
  }
}

export interface Stream {
  /** Resolves when the first event is here. */
  readonly begun: Promise<void>
  /** How it ended. */
  readonly ended: Promise<'broken' | 'clean'>
}

/** An event stream of the server, on a connection of its own. */
export function openStream({ addresses, accessKey }: Way): Stream {
  const begun = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<'broken' | 'clean'>()
  const [address = ''] = addresses
  const request = address.startsWith('https:') ? httpsRequest : httpRequest
  const asked = request(address, {
    agent: false,
    headers: { authorization: `Bearer ${accessKey}`, accept: 'text/event-stream' },
  })
  asked.on('error', () => ended.resolve('broken'))
  asked.once('response', (answer) => {
    answer.once('data', () => begun.resolve())
    answer.once('error', () => ended.resolve('broken'))
    answer.once('end', () => ended.resolve('clean'))
  })
  asked.end()
  return { begun: begun.promise, ended: ended.promise }
}
