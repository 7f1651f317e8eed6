/** Asks a server as it is, without repairs, and keeps the whole answer: what is judged here is the server and not our tolerance. */
import type { Problem } from '#contract/problem.ts'
import { isProblem } from '#core/app-error.ts'
import type { Fetch, Http } from '#core/ports.ts'
import { readText } from '#core/tokens/read-text.ts'
import type { TokenReach } from '#core/tokens/token-answer.ts'

/** One request and its answer. */
export interface Exchange {
  readonly method: string
  readonly url: string
  /** 0: no answer came; `failure` says why. */
  readonly status: number
  readonly contentType: string
  readonly headers: Headers
  /** Empty for event streams. */
  readonly text: string
  /** The body, when it is a JSON object. */
  readonly json?: Readonly<Record<string, unknown>>
  readonly failure?: Problem
}

export interface Ask {
  (url: string, init?: RequestInit): Promise<Exchange>
}

/** Makes the asker of one report. Redirects are answers, too. Throws only when cancelled. */
export function createAsk(http: Http, reach: TokenReach, signal: AbortSignal): Ask {
  const fetch = http.fetchWithin({ ...reach, limits: 'machine' })
  return async (url, init = {}) => {
    const method = init.method ?? 'GET'
    try {
      return await exchange(fetch, url, { ...init, method, redirect: 'manual', signal })
    } catch (error) {
      signal.throwIfAborted()
      if (!isProblem(error)) throw error
      const empty = { status: 0, contentType: '', headers: new Headers(), text: '' }
      return { method, url, ...empty, failure: error.problem }
    }
  }
}

async function exchange(fetch: Fetch, url: string, init: RequestInit): Promise<Exchange> {
  const response = await fetch(url, init)
  const { status, headers } = response
  const contentType = headers.get('content-type') ?? ''
  const stream = /^text\/event-stream/i.test(contentType)
  if (stream) await response.body?.cancel()
  const text = stream ? '' : await readText(response)
  const json = objectIn(text)
  const method = init.method ?? 'GET'
  return { method, url, status, contentType, headers, text, ...(json && { json }) }
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined
  } catch {
    // Not JSON: the rule that wants JSON says so.
    return undefined
  }
}

/** A form as token endpoints take it (RFC 6749 §4.1.3). */
export function form(fields: Readonly<Record<string, string>>): RequestInit {
  return {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: new URLSearchParams(fields).toString(),
  }
}

export function jsonBody(value: unknown): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: typeof value === 'string' ? value : JSON.stringify(value),
  }
}

/** `POST /token: 400 invalid_grant`, for evidence. The query is left out: it may hold secrets. */
export function said(exchange: Exchange): string {
  const { method, status, failure, json } = exchange
  const url = exchange.url.split('?', 1)[0]
  if (failure) return `${method} ${url}: ${failure.message}`
  const error = typeof json?.['error'] === 'string' ? ` ${json['error'].slice(0, 60)}` : ''
  return `${method} ${url}: ${status}${error}`
}

export function errorIn({ json }: Exchange): string {
  return typeof json?.['error'] === 'string' ? json['error'] : ''
}

export function isJson({ contentType }: Exchange): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType)
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** The texts of a list; a missing or wrong member is an empty list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}
