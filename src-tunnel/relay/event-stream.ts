/** Keeps quiet event streams alive: a comment every 15 s, between events only, so that no proxy on the way takes silence for the end. */
import type { CallAnswer } from '../http1/call.ts'

export interface EventStreams {
  /** Watches an answer that has begun; call `wrote` with every part of it. */
  watch(response: CallAnswer): { wrote(part: Buffer): void }
  /** Writes the comments that are due. */
  tend(now: number): void
}

const quietMs = 15_000
const comment = ': k\n\n'

/** A blank line ends an event; line ends are LF, CR or CRLF (HTML standard, 9.2.5). */
const betweenEvents = /(?:^|\n\n|\r\r|\n\r\n|\r\n\r\n|\n\r)$/

export function createEventStreams(now: () => number): EventStreams {
  const open = new Set<{ response: CallAnswer; tail: string; wroteAt: number }>()
  return {
    watch(response) {
      const stream = { response, tail: '', wroteAt: now() }
      open.add(stream)
      response.once('close', () => open.delete(stream))
      return {
        wrote(part) {
          stream.tail = (stream.tail + part.subarray(-4).toString('latin1')).slice(-4)
          stream.wroteAt = now()
        },
      }
    },
    tend(time) {
      for (const stream of open) {
        if (time - stream.wroteAt < quietMs || stream.response.writableNeedDrain) continue
        if (stream.tail !== '' && !betweenEvents.test(stream.tail)) continue
        stream.response.write(comment)
        stream.wroteAt = time
      }
    },
  }
}
