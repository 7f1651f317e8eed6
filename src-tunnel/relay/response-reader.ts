/** Reads an agent's answers off a call socket (RFC 9112). Strict: an agent may be hostile, and what it sends reaches the platform. */

export interface ResponseHead {
  readonly status: number
  /** Flat: name, value, name, value… as received. */
  readonly headers: readonly string[]
  /** False when the agent will not answer another request on this socket. */
  readonly reusable: boolean
}

export interface ResponseEvents {
  head(head: ResponseHead): void
  /** A part of the body, without chunk framing. `last`: nothing comes after it. */
  data(part: Buffer, last: boolean): void
  /** The answer is complete. */
  end(): void
}

/** The answer breaks a rule; the socket is of no use any more. */
export class UnusableAnswer extends Error {}

export interface ResponseReader {
  /** Takes what arrived. Throws `UnusableAnswer`. */
  read(bytes: Buffer): void
}

const headLimit = 64 * 1024
const lineLimit = 1024
const interimLimit = 16

type Stage = 'head' | 'fixed' | 'size' | 'chunk' | 'chunk-end' | 'trailer' | 'done'

/** `withoutBody`: the request was HEAD. */
export function createResponseReader(events: ResponseEvents, withoutBody: boolean): ResponseReader {
  let stage: Stage = 'head'
  let kept: Buffer | undefined
  let left = 0
  let interim = 0
  let trailers = 0
  let held: Buffer | undefined

  const give = (part: Buffer): void => {
    if (held) events.data(held, false)
    held = part
  }

  /** Takes one line off `bytes` from `at`, or keeps the rest for later. */
  const begin = (head: Buffer): void => {
    const parsed = parseHead(head.toString('latin1'))
    if (parsed.status < 200) {
      interim += 1
      if (parsed.status === 101 || interim > interimLimit) throw new UnusableAnswer('interim')
      return
    }
    const bodyless = withoutBody || parsed.status === 204 || parsed.status === 304
    stage = bodyless ? 'done' : parsed.framing.kind === 'chunked' ? 'size' : 'fixed'
    if (!bodyless && parsed.framing.kind === 'none') {
      // It would end with the connection, and a cut could not be told from the end.
      throw new UnusableAnswer('an answer without a length')
    }
    left = parsed.framing.kind === 'fixed' ? parsed.framing.length : 0
    if (stage === 'fixed' && left === 0) stage = 'done'
    events.head(parsed)
  }

  const step = (bytes: Buffer, at: number): number => {
    switch (stage) {
      case 'head': {
        const end = bytes.indexOf('\r\n\r\n', at, 'latin1')
        if (end < 0 || end - at > headLimit) return tooLittle(bytes, at, headLimit)
        begin(bytes.subarray(at, end))
        return end + 4
      }
      case 'fixed':
      case 'chunk': {
        const part = bytes.subarray(at, at + left)
        left -= part.length
        if (left === 0) stage = stage === 'fixed' ? 'done' : 'chunk-end'
        if (part.length > 0) give(part)
        return at + part.length
      }
      case 'chunk-end':
        if (bytes.length < at + 2) return tooLittle(bytes, at, 2)
        if (bytes[at] !== 13 || bytes[at + 1] !== 10) throw new UnusableAnswer('chunk')
        stage = 'size'
        return at + 2
      case 'size': {
        const end = bytes.indexOf('\r\n', at, 'latin1')
        if (end < 0 || end - at > lineLimit) return tooLittle(bytes, at, lineLimit)
        left = chunkSize(bytes.toString('latin1', at, end))
        stage = left === 0 ? 'trailer' : 'chunk'
        return end + 2
      }
      case 'trailer': {
        const end = bytes.indexOf('\r\n', at, 'latin1')
        if (end < 0 || end - at > headLimit) return tooLittle(bytes, at, headLimit)
        trailers += end - at + 2
        if (trailers > headLimit) throw new UnusableAnswer('trailers')
        if (end === at) stage = 'done'
        return end + 2
      }
      case 'done':
        throw new UnusableAnswer('bytes after the answer')
    }
  }

  /** Not enough to go on: keeps what is there for the next part. */
  const tooLittle = (bytes: Buffer, at: number, limit: number): number => {
    if (bytes.length - at > limit) throw new UnusableAnswer('too long')
    kept = bytes.subarray(at)
    return bytes.length
  }

  return {
    read(part) {
      const bytes = kept ? Buffer.concat([kept, part]) : part
      kept = undefined
      let at = 0
      while (at < bytes.length) at = step(bytes, at)
      const over = stage === 'done'
      if (held) {
        const last = held
        held = undefined
        events.data(last, over)
      }
      if (over) events.end()
    },
  }
}

type Framing =
  | { readonly kind: 'fixed'; readonly length: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'none' }

const statusLine = /^HTTP\/1\.1 ([1-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
// oxlint-disable-next-line no-control-regex -- control characters are what must not be there (RFC 9110 §5.5)
const value = /^[\t\x20-\x7e\x80-\xff]*$/

function parseHead(text: string): ResponseHead & { framing: Framing } {
  const lines = text.split('\r\n')
  const status = Number(statusLine.exec(lines[0] ?? '')?.[1] ?? 0)
  if (status === 0) throw new UnusableAnswer('status line')
  const headers: string[] = []
  let length: number | undefined
  let chunked = false
  let reusable = true
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const colon = line.indexOf(':')
    const name = line.slice(0, colon)
    const content = line.slice(colon + 1).trim()
    if (colon < 1 || !token.test(name) || !value.test(content)) throw new UnusableAnswer('header')
    headers.push(name, content)
    switch (name.toLowerCase()) {
      case 'content-length':
        if (length !== undefined || !/^\d{1,15}$/.test(content)) throw new UnusableAnswer('length')
        length = Number(content)
        break
      case 'transfer-encoding':
        if (chunked || content.toLowerCase() !== 'chunked') throw new UnusableAnswer('encoding')
        chunked = true
        break
      case 'connection':
        if (/\bclose\b/i.test(content)) reusable = false
    }
  }
  // RFC 9112 §6.3: both together are how responses are smuggled.
  if (chunked && length !== undefined) throw new UnusableAnswer('two lengths')
  if (chunked) return { status, headers, reusable, framing: { kind: 'chunked' } }
  if (length !== undefined) return { status, headers, reusable, framing: { kind: 'fixed', length } }
  return { status, headers, reusable, framing: { kind: 'none' } }
}

function chunkSize(line: string): number {
  const match = /^([0-9A-Fa-f]{1,8})[\t ]*(?:;.*)?$/.exec(line)
  if (!match) throw new UnusableAnswer('chunk size')
  return Number.parseInt(match[1] ?? '', 16)
}
