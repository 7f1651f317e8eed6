/** Sends the probes of a discovery one after the other, follows redirects by hand, and records each with what was made of it. */
import type { Probe } from '#contract/discovery.ts'
import { AppError } from '../app-error.ts'
import type { Clock, Http, Reach } from '../ports.ts'
import { brokenOff, unsafeRedirect } from './refusals.ts'
import { messageOf, say, type Sentence } from '#core/say.ts'

/** What came back for one request. */
export interface Reply {
  readonly url: string
  /** 0: no answer came; `failure` says why. */
  readonly status: number
  readonly contentType: string
  readonly headers: Headers
  /** Empty where nobody needs it (`textOf`). */
  readonly text: string
  readonly failure?: AppError
}

export interface ProbeRequest {
  readonly step: Probe['step']
  readonly method: 'GET' | 'POST' | 'DELETE' | 'OPTIONS'
  readonly url: string
  readonly headers?: Record<string, string>
  readonly body?: string
  /** `metadata` is followed to other origins, never from https to http (S11); `none` hands the redirect to the judge. */
  readonly redirects?: 'metadata' | 'none'
  /** Overrides the reach of the search (first contact: the address a person typed). */
  readonly zone?: Reach['zone']
}

/** A judge turns a reply into what the search needs and the words for the trace. */
export type Judge<T> = (reply: Reply) => { readonly verdict: Sentence; readonly value: T }

export interface Prober {
  readonly trace: readonly Probe[]
  ask<T>(request: ProbeRequest, judge: Judge<T>): Promise<T>
}

const hopsAtMost = 5

export interface ProberOptions {
  readonly http: Http
  readonly clock: Clock
  readonly reach: Reach
  readonly signal?: AbortSignal | undefined
  readonly onProbe?: ((probe: Probe) => void) | undefined
}

/** Makes the prober of one discovery; its `trace` grows with each probe. */
export function createProber(options: ProberOptions): Prober {
  const trace: Probe[] = []
  const record = (seen: Omit<Probe, 'verdict' | 'says'>, { english, says }: Sentence) => {
    const probe = { ...seen, verdict: english, says }
    trace.push(probe)
    options.onProbe?.(probe)
  }

  async function askOnce(request: ProbeRequest): Promise<{ reply: Reply; ms: number }> {
    const begun = options.clock.now()
    const reply = await send(options, request)
    return { reply, ms: Math.max(0, Math.round(options.clock.now() - begun)) }
  }

  function judgeAndRecord<T>(
    seen: Omit<Probe, 'verdict' | 'says'>,
    reply: Reply,
    judge: Judge<T>,
  ): T {
    try {
      const { verdict, value } = judge(reply)
      record(seen, verdict)
      return value
    } catch (error) {
      // The probe that ends the search is the one people look for in the trace.
      if (error instanceof AppError) record(seen, messageOf(error.problem))
      throw error
    }
  }

  async function ask<T>(request: ProbeRequest, judge: Judge<T>): Promise<T> {
    let current = request
    for (let hop = 0; ; hop += 1) {
      const { reply, ms } = await askOnce(current)
      const next = request.redirects === 'metadata' ? nextHop(reply, hop) : undefined
      const seen = {
        step: current.step,
        method: current.method,
        url: current.url,
        status: reply.status,
        contentType: reply.contentType,
        ms,
      }
      if (!(next instanceof URL))
        return judgeAndRecord(seen, next ? failed(reply, next) : reply, judge)
      record(seen, say('probe.sends-on', { address: next.href }))
      current = { ...current, url: next.href }
    }
  }

  return { trace, ask }
}

async function send(options: ProberOptions, request: ProbeRequest): Promise<Reply> {
  const { http, reach, signal } = options
  signal?.throwIfAborted()
  const fetch = http.fetchWithin({ ...reach, zone: request.zone ?? reach.zone })
  try {
    const response = await fetch(request.url, {
      method: request.method,
      redirect: 'manual',
      ...(request.headers && { headers: request.headers }),
      ...(request.body !== undefined && { body: request.body }),
      ...(signal && { signal }),
    })
    const contentType = response.headers.get('content-type') ?? ''
    const text = await textOf(response, contentType, request.url)
    const { status, headers } = response
    return { url: request.url, status, contentType, headers, text }
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof AppError)) throw error
    const empty = { contentType: '', headers: new Headers(), text: '' }
    return { url: request.url, status: 0, ...empty, failure: error }
  }
}

/** Bodies that say nothing to a search are not read: of redirects, of demands for a login, and streams, which may never end. */
async function textOf(response: Response, contentType: string, url: string): Promise<string> {
  const { status, body } = response
  const silent = (status >= 300 && status < 400) || status === 401 || status === 403
  if (silent || /^text\/event-stream/i.test(contentType)) {
    await body?.cancel()
    return ''
  }
  return response.text().catch((error: unknown) => {
    if (error instanceof AppError) throw error
    throw brokenOff(url, error)
  })
}

/** The next address of a redirect, the reason not to go there, or undefined when the reply is no redirect. */
function nextHop(reply: Reply, hop: number): URL | AppError | undefined {
  const target = redirectTarget(reply)
  if (!target) return undefined
  if (isDowngrade(reply.url, target)) {
    return unsafeRedirect(reply.url, target.href, say('unsafe-redirect.plain'))
  }
  if (hop >= hopsAtMost)
    return unsafeRedirect(reply.url, target.href, say('unsafe-redirect.endless'))
  return target
}

function failed(reply: Reply, failure: AppError): Reply {
  return { ...reply, failure }
}

/** Where a redirect leads, when the reply is one that names an address. */
export function redirectTarget(reply: Reply): URL | undefined {
  const location = reply.headers.get('location')
  if (location === null || ![301, 302, 303, 307, 308].includes(reply.status)) return undefined
  return URL.canParse(location, reply.url) ? new URL(location, reply.url) : undefined
}

/** From https to anything else (S11). */
export function isDowngrade(from: string, to: URL): boolean {
  return to.protocol !== 'https:' && (to.protocol !== 'http:' || from.startsWith('https:'))
}
