/** The control socket's language: one JSON object a line, held against a schema, with limits on length and rate. */
import type { Duplex } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { z } from 'zod'
import { lineLimit } from '../protocol/control-messages.ts'

export interface JsonLines<Out> {
  readonly send: (message: Out) => void
}

export interface JsonLinesOptions<In> {
  readonly schema: z.ZodType<In>
  readonly receive: (message: In) => void
  /** Nobody has more to say; it would be an attempt to keep this side busy. */
  readonly mostPerSecond: number
  /** Milliseconds; for the limit on messages per second. */
  readonly now: () => number
}

/** Speaks over `socket`; a line that breaks a rule destroys it with an error that says why. */
export function jsonLines<In, Out>(socket: Duplex, options: JsonLinesOptions<In>): JsonLines<Out> {
  const { schema, receive, mostPerSecond, now } = options
  // Sockets of an HTTP server may not decode by themselves.
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let second = 0
  let count = 0
  const take = (line: string): void => {
    const current = Math.floor(now() / 1000)
    if (current !== second) [second, count] = [current, 0]
    count += 1
    if (count > mostPerSecond) return void socket.destroy(new Error('too many messages'))
    const message = schema.safeParse(parsed(line))
    if (!message.success) return void socket.destroy(new Error('a message nobody understands'))
    receive(message.data)
  }
  socket.on('data', (part: Buffer) => {
    rest += decoder.write(part)
    for (let end = rest.indexOf('\n'); end >= 0 && !socket.destroyed; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      take(line)
    }
    if (rest.length > lineLimit) socket.destroy(new Error('a line without end'))
  })
  return {
    send: (message) => {
      if (socket.writable) socket.write(JSON.stringify(message) + '\n')
    },
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // Not JSON; no schema accepts undefined.
    return undefined
  }
}
