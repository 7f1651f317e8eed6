/** Reads the body of an HTTP/1.1 message off a connection, in whatever pieces it arrives (RFC 9112 §6, §7.1). */
import { BadMessage, headLimit } from './head.ts'
import type { Framing } from './head.ts'

export interface BodyEvents {
  /** A part of the body, without chunk framing. `last`: nothing comes after it. */
  data(part: Buffer, last: boolean): void
  /** The message is complete; `rest`: what arrived after it. */
  end(rest: Buffer): void
}

export interface BodyReader {
  /** Takes what arrived. Throws `BadMessage`. After the end nothing may be read any more. */
  read(bytes: Buffer): void
  /** The connection has ended in order. True when that was the end of the message, too. */
  close(): boolean
}

const lineLimit = 1024
const nothing: Buffer = Buffer.alloc(0)

type Stage = 'fixed' | 'close' | 'size' | 'chunk' | 'chunk-end' | 'trailer' | 'done'

/** `framing`: of a body that is not empty. */
export function createBodyReader(
  framing: Exclude<Framing, { kind: 'none' }>,
  events: BodyEvents,
): BodyReader {
  let stage: Stage = framing.kind === 'chunked' ? 'size' : framing.kind
  let left = framing.kind === 'fixed' ? framing.length : 0
  let kept: Buffer | undefined
  let trailers = 0
  /** One part is held back while there is more to look at, because only then it is known whether it is the last. */
  let held: Buffer | undefined

  const give = (part: Buffer): void => {
    if (held) events.data(held, false)
    held = part
  }

  /** Takes one step from `at`; returns where the next begins. */
  const step = (bytes: Buffer, at: number): number => {
    switch (stage) {
      case 'fixed':
      case 'chunk': {
        const part = bytes.subarray(at, at + left)
        left -= part.length
        if (left === 0) stage = stage === 'fixed' ? 'done' : 'chunk-end'
        if (part.length > 0) give(part)
        return at + part.length
      }
      case 'close':
        give(bytes.subarray(at))
        return bytes.length
      case 'chunk-end':
        if (bytes.length < at + 2) return tooLittle(bytes, at, 2)
        if (bytes[at] !== 13 || bytes[at + 1] !== 10) throw new BadMessage('chunk')
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
        if (trailers > headLimit) throw new BadMessage('trailers')
        if (end === at) stage = 'done'
        return end + 2
      }
      case 'done':
        return bytes.length
    }
  }

  /** Not enough to go on: keeps what is there for the next part. */
  const tooLittle = (bytes: Buffer, at: number, limit: number): number => {
    if (bytes.length - at > limit) throw new BadMessage('too long')
    kept = bytes.subarray(at)
    return bytes.length
  }

  return {
    read(part) {
      const bytes = kept ? Buffer.concat([kept, part]) : part
      kept = undefined
      let at = 0
      while (at < bytes.length && stage !== 'done') at = step(bytes, at)
      const over = stage === 'done'
      const last = held
      held = undefined
      if (last) events.data(last, over)
      if (over) events.end(at < bytes.length ? bytes.subarray(at) : nothing)
    },
    close() {
      if (stage !== 'close') return false
      stage = 'done'
      events.end(nothing)
      return true
    },
  }
}

/** One chunk as it goes over the line. */
export function chunk(part: Buffer): Buffer {
  const size = `${part.length.toString(16)}\r\n`
  const bytes = Buffer.allocUnsafe(size.length + part.length + 2)
  bytes.write(size, 0, 'latin1')
  part.copy(bytes, size.length)
  bytes.write('\r\n', size.length + part.length, 'latin1')
  return bytes
}

export const lastChunk = '0\r\n\r\n'

function chunkSize(line: string): number {
  const match = /^([0-9A-Fa-f]{1,8})[\t ]*(?:;.*)?$/.exec(line)
  if (!match) throw new BadMessage('chunk size')
  return Number.parseInt(match[1] ?? '', 16)
}
