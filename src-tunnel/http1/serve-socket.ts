/**
 * Answers plain HTTP/1.1 requests on one connection, one after the other (RFC 9112 §9.3). What is not plain is handed over, with every byte of
 * it, to whoever understands more of HTTP; so it can afford to be strict, and is quick.
 */
import type { Duplex } from 'node:stream'
import { createBodyReader } from './body-reader.ts'
import type { BodyReader } from './body-reader.ts'
import type { CallAnswer, CallRequest } from './call.ts'
import { BadMessage, readRequestHead } from './head.ts'
import type { RequestHead } from './head.ts'
import { SocketAnswer } from './socket-answer.ts'
import { SocketRequest } from './socket-request.ts'

export interface SocketService {
  handle(request: CallRequest, answer: CallAnswer): void
  /** Whether a request is answered here. */
  takes(head: RequestHead): boolean
  /** Takes over the connection; `unread`: what arrived and was not answered. Without it the connection is ended. */
  handOver?(socket: Duplex, unread: Buffer): void
  /** Bytes a head may have. */
  readonly headLimit: number
  /** Fields for answers after which the connection stays open, each with its line end. */
  readonly fields: string
}

export interface ServedSocket {
  /** What the connection waits for from the other side before it can go on: the rest of a head, the next request, or nothing. */
  readonly waits: 'for-head' | 'for-request' | 'no'
  /** Requests that were begun on it. */
  readonly requests: number
}

const nothing: Buffer = Buffer.alloc(0)

export function serveSocket(socket: Duplex, service: SocketService): ServedSocket {
  const { headLimit } = service
  let unread = nothing
  let body: BodyReader | undefined
  let request: SocketRequest | undefined
  let answer: SocketAnswer | undefined
  let closing = false
  let requests = 0

  /** Begins as many requests as there are whole heads for, one at a time. */
  const next = (): void => {
    if (socket.destroyed) return
    while (unread.length > 0 && request === undefined) {
      const end = unread.indexOf('\r\n\r\n', 0, 'latin1')
      if (end < 0 && unread.length <= headLimit) return
      const head = end < 0 || end > headLimit ? undefined : plainHead(unread, end)
      if (head === undefined || !service.takes(head)) return leave()
      const rest = unread.subarray(end + 4)
      unread = nothing
      begin(head, rest)
    }
  }

  const begin = (head: RequestHead, rest: Buffer): void => {
    const asked = new SocketRequest(head, socket)
    const given = new SocketAnswer({
      socket,
      bodyless: head.method === 'HEAD',
      fields: head.keepAlive ? service.fields : 'connection: close\r\n',
      closes: () => (closing = true),
      done,
    })
    requests += 1
    request = asked
    answer = given
    closing ||= !head.keepAlive
    const { framing } = head
    const length = framing.kind === 'fixed' ? framing.length : 0
    if (framing.kind !== 'chunked' && length <= rest.length) {
      asked.whole = rest.subarray(0, length)
      asked.complete = true
      unread = rest.subarray(length)
    } else if (framing.kind !== 'none') {
      body = createBodyReader(framing, {
        data(part) {
          if (!asked.take(part)) socket.pause()
        },
        end(more) {
          body = undefined
          unread = more
          asked.finish()
          if (answer === undefined) over()
        },
      })
      if (rest.length > 0 && !feed(body, rest)) return
    }
    service.handle(asked, given)
  }

  /** The answer is complete. What is left of its request is read and thrown away, or the connection ends with it. */
  const done = (): void => {
    answer = undefined
    if (body === undefined) return over()
    request?.on('data', () => undefined)
    if (closing) socket.end()
  }

  const over = (): void => {
    request = undefined
    if (closing) return void socket.end()
    socket.resume()
    // Not at once: a caller that sends many requests ahead must not nest them.
    if (unread.length > 0) setImmediate(next)
  }

  const feed = (reader: BodyReader, bytes: Buffer): boolean => {
    try {
      reader.read(bytes)
      return true
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error
      socket.destroy()
      return false
    }
  }

  const onData = (bytes: Buffer): void => {
    if (body) return void feed(body, bytes)
    unread = unread.length === 0 ? bytes : Buffer.concat([unread, bytes])
    if (request === undefined) next()
    // Requests sent ahead of the answer wait; with too many of them, the caller does, too.
    else if (unread.length > headLimit) socket.pause()
  }
  const onDrain = (): void => void answer?.emit('drain')
  /** Half a connection is none: whoever stops sending has left. */
  const onEnd = (): void => {
    if (answer === undefined) socket.end()
    else socket.destroy()
  }
  const onClose = (): void => {
    answer?.close()
    request?.emit('close')
  }
  const onError = (): void => {
    // 'close' follows and does what is to be done.
  }

  const leave = (): void => {
    socket.off('data', onData).off('drain', onDrain).off('end', onEnd).off('close', onClose)
    if (service.handOver) {
      socket.off('error', onError)
      service.handOver(socket, unread)
    } else socket.destroy()
  }

  socket.on('data', onData)
  socket.on('drain', onDrain)
  socket.on('end', onEnd)
  socket.on('close', onClose)
  socket.on('error', onError)
  return {
    get waits() {
      if (request !== undefined) return 'no'
      return unread.length > 0 ? 'for-head' : 'for-request'
    },
    get requests() {
      return requests
    },
  }
}

function plainHead(bytes: Buffer, end: number): RequestHead | undefined {
  try {
    return readRequestHead(bytes.toString('latin1', 0, end + 2))
  } catch (error) {
    if (error instanceof BadMessage) return undefined
    throw error
  }
}
