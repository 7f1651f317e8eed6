/** Reads answers off a connection on which one request at a time is asked (RFC 9112 §9.3.1): the head, then the body in parts. */
import { createBodyReader } from './body-reader.ts'
import type { BodyReader } from './body-reader.ts'
import { BadMessage, headLimit, readAnswerHead } from './head.ts'
import type { AnswerHead } from './head.ts'

export interface AnswerEvents {
  /** The final answer has begun; interim ones (1xx) are for this connection only, and passed over. */
  head(head: AnswerHead): void
  /** A part of the body, without chunk framing. `last`: nothing comes after it. */
  data(part: Buffer, last: boolean): void
  /** The answer is complete. */
  end(): void
}

export interface AnswerReader {
  /** Takes what arrived. Throws `BadMessage`, also for bytes after the answer: nobody asked for them. */
  read(bytes: Buffer): void
  /** The connection has ended in order. True when that was the end of the answer, too. */
  close(): boolean
}

const interimLimit = 16

/** `bodyless`: the request was HEAD. */
export function createAnswerReader(events: AnswerEvents, bodyless: boolean): AnswerReader {
  let kept: Buffer | undefined
  let body: BodyReader | undefined
  let interim = 0
  let over = false

  const end = (rest: Buffer): void => {
    over = true
    if (rest.length > 0) throw new BadMessage('bytes after the answer')
    events.end()
  }

  const readHead = (bytes: Buffer): void => {
    const at = bytes.indexOf('\r\n\r\n', 0, 'latin1')
    if (at < 0 || at > headLimit) {
      if (bytes.length > headLimit) throw new BadMessage('too long')
      kept = bytes
      return
    }
    const head = readAnswerHead(bytes.toString('latin1', 0, at + 2), bodyless)
    const rest = bytes.subarray(at + 4)
    if (head.status < 200) {
      interim += 1
      if (head.status === 101 || interim > interimLimit) throw new BadMessage('interim')
      return rest.length > 0 ? readHead(rest) : undefined
    }
    events.head(head)
    const { framing } = head
    if (framing.kind === 'none' || (framing.kind === 'fixed' && framing.length === 0)) {
      return end(rest)
    }
    if (framing.kind === 'fixed' && framing.length === rest.length) {
      events.data(rest, true)
      return end(rest.subarray(rest.length))
    }
    body = createBodyReader(framing, { data: (part, last) => events.data(part, last), end })
    if (rest.length > 0) body.read(rest)
  }

  return {
    read(part) {
      if (over) throw new BadMessage('bytes after the answer')
      if (body) return body.read(part)
      const bytes = kept ? Buffer.concat([kept, part]) : part
      kept = undefined
      readHead(bytes)
    },
    close: () => body?.close() ?? false,
  }
}
