/** Reads the head of an HTTP/1.1 message (RFC 9112 §2 to §6). Strict: what can be read in two ways is read in none. */
import { METHODS } from 'node:http'

/** How the end of a body is found. `close`: it ends with the connection; answers only. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'fixed'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'close' }

interface Head {
  /** Flat: name, value, name, value… as received. */
  readonly headers: string[]
  readonly framing: Framing
  /** The sender will use the connection again. */
  readonly keepAlive: boolean
}

export interface RequestHead extends Head {
  readonly method: string
  /** The request target, byte for byte. */
  readonly target: string
}

export interface AnswerHead extends Head {
  /** HTTP/1.1 and not 1.0. */
  readonly current: boolean
  readonly status: number
  readonly reason: string
}

/** The message breaks a rule; what follows it on the connection cannot be understood. */
export class BadMessage extends Error {}

export const headLimit = 64 * 1024

/** Those Node's server knows: what it would refuse is not let by here. */
const methods = new Set(METHODS)
const requestLine = /^([A-Z-]{1,32}) ([!-~]+) HTTP\/1\.1\r\n/
const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?\r\n/
/** Fields up to the end of the head. Names are tokens, values without control characters (RFC 9110 §5.1, §5.5), no folded lines. */
const fields =
  // oxlint-disable-next-line no-control-regex -- the tabulator is the one control character a value may have
  /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)*$/

/** `text`: the head in Latin-1, up to and with its last field's line end, without the empty line. Throws `BadMessage`. */
export function readRequestHead(text: string): RequestHead {
  const line = requestLine.exec(text)
  if (!line || !methods.has(line[1] ?? '')) throw new BadMessage('request line')
  const { headers, length, chunked, connection } = readFields(text, line[0].length)
  // A request without a length has no body (RFC 9112 §6.3).
  const framing = framingOf(length, chunked) ?? { kind: 'none' }
  const keepAlive = !/\bclose\b/i.test(connection)
  return { method: line[1] ?? '', target: line[2] ?? '', headers, framing, keepAlive }
}

/** As `readRequestHead`. `bodyless`: the answer to HEAD, whose length is that of another answer. */
export function readAnswerHead(text: string, bodyless: boolean): AnswerHead {
  const line = statusLine.exec(text)
  if (!line) throw new BadMessage('status line')
  const { headers, length, chunked, connection } = readFields(text, line[0].length)
  const status = Number(line[2])
  const empty = bodyless || status < 200 || status === 204 || status === 304
  const framing = empty
    ? ({ kind: 'none' } as const)
    : (framingOf(length, chunked) ?? ({ kind: 'close' } as const))
  const keepAlive =
    framing.kind !== 'close' &&
    (line[1] === '1' ? !/\bclose\b/i.test(connection) : /\bkeep-alive\b/i.test(connection))
  const current = line[1] === '1'
  return { status, reason: line[3] ?? '', headers, framing, keepAlive, current }
}

interface Fields {
  readonly headers: string[]
  readonly length: number | undefined
  readonly chunked: boolean
  readonly connection: string
}

function readFields(text: string, from: number): Fields {
  if (!fields.test(from === 0 ? text : text.slice(from))) throw new BadMessage('header')
  const headers: string[] = []
  let length: number | undefined
  let chunked = false
  let connection = ''
  for (let at = from; at < text.length;) {
    const colon = text.indexOf(':', at)
    const end = text.indexOf('\r\n', colon)
    const name = text.slice(at, colon)
    const value = trimmed(text, colon + 1, end)
    headers.push(name, value)
    at = end + 2
    // Lengths tell most names apart before any letter is looked at.
    if (name.length === 14 && isNamed(name, 'content-length')) {
      if (length !== undefined || !/^\d{1,15}$/.test(value)) throw new BadMessage('length')
      length = Number(value)
    } else if (name.length === 17 && isNamed(name, 'transfer-encoding')) {
      if (chunked || value.toLowerCase() !== 'chunked') throw new BadMessage('encoding')
      chunked = true
    } else if (name.length === 10 && isNamed(name, 'connection')) connection += `,${value}`
  }
  // RFC 9112 §6.3: both together are how messages are smuggled.
  if (chunked && length !== undefined) throw new BadMessage('two lengths')
  return { headers, length, chunked, connection }
}

function isNamed(name: string, wanted: string): boolean {
  return name === wanted || name.toLowerCase() === wanted
}

function trimmed(text: string, from: number, to: number): string {
  let start = from
  let end = to
  while (start < end && isBlank(text.charCodeAt(start))) start += 1
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9
}

function framingOf(length: number | undefined, chunked: boolean): Framing | undefined {
  if (chunked) return { kind: 'chunked' }
  return length === undefined ? undefined : { kind: 'fixed', length }
}
