/** One request on one connection: what is written, what is told of the answer, and whether the connection can be used again. */
import type { Duplex, Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { createAnswerReader } from '../../http1/answer-reader.ts'
import { chunk, lastChunk } from '../../http1/body-reader.ts'
import { corkForNow } from '../../http1/cork.ts'
import { fieldIn } from '../../http1/fields.ts'
import { BadMessage } from '../../http1/head.ts'
import type { AnswerHead } from '../../http1/head.ts'
import { fieldLines, inOnePiece } from '../../http1/write-head.ts'
import { Control } from './control.ts'
import type { IdleSockets } from './idle-sockets.ts'

export interface Sending {
  readonly origin: string
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** Flat; `content-length` is among them unless the body is a stream without one. */
  readonly headers: readonly string[]
  readonly body: Buffer | Readable | null
}

/** Methods a server may be asked twice (RFC 9110 §9.2.2), when a connection that waited turns out to be dead. */
const repeatable = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Never rejects: `handler` is told what happens. */
export async function sendRequest(
  sending: Sending,
  sockets: IdleSockets,
  handler: Dispatcher.DispatchHandler,
): Promise<void> {
  const control = new Control()
  const { origin, method, body } = sending
  try {
    let socket = sockets.take(origin)
    const again = socket !== undefined && body === null && repeatable.has(method)
    socket ??= await sockets.open(origin, control.signal())
    handler.onRequestStart?.(control, undefined)
    let outcome = await exchange(sending, socket, handler, control)
    if (outcome.status === 'dead' && again && !control.aborted) {
      socket = await sockets.open(origin, control.signal())
      outcome = await exchange(sending, socket, handler, control)
    }
    if (outcome.status === 'dead') handler.onResponseError?.(control, outcome.why)
    else if (outcome.status === 'reusable') sockets.give(origin, socket, outcome.keepMs)
  } catch (error) {
    handler.onResponseError?.(control, error instanceof Error ? error : new Error(String(error)))
  }
}

type Outcome =
  /** The answer is complete, and the connection good for another. */
  | { readonly status: 'reusable'; readonly keepMs: number | undefined }
  /** All there is to tell has been told; the connection is gone. */
  | { readonly status: 'gone' }
  /** The connection ended before a byte of an answer. */
  | { readonly status: 'dead'; readonly why: Error }

function exchange(
  sending: Sending,
  socket: Duplex,
  handler: Dispatcher.DispatchHandler,
  control: Control,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const { body } = sending
    let head: AnswerHead | undefined
    let sent = body === null || Buffer.isBuffer(body)
    let began = false
    let failure: Error | undefined
    let over = false

    const release = (): void => {
      socket.off('data', onData).off('end', onEnd).off('drain', onDrain)
      socket.off('error', onError).off('close', onClose)
      control.detach()
    }
    /** The answer is complete: the connection goes back before its reader has another request to send. */
    const complete = (): void => {
      over = true
      const reusable = head?.keepAlive === true && sent && !socket.destroyed
      if (reusable) {
        release()
        socket.resume()
        resolve({ status: 'reusable', keepMs: keptFor(head) })
      } else {
        socket.destroy()
        resolve({ status: 'gone' })
      }
      handler.onResponseEnd?.(control, {})
    }
    const reader = createAnswerReader(
      {
        head(read) {
          head = read
          control.rawHeaders = read.headers
          handler.onResponseStart?.(control, read.status, {}, read.reason)
        },
        data: (part) => handler.onResponseData?.(control, part),
        end: complete,
      },
      sending.method === 'HEAD',
    )
    const onData = (bytes: Buffer): void => {
      began = true
      try {
        reader.read(bytes)
      } catch (error) {
        if (!(error instanceof BadMessage)) throw error
        socket.destroy(new Error(`the server broke the rules of HTTP: ${error.message}`))
      }
    }
    const onEnd = (): void => {
      if (!reader.close()) socket.destroy()
    }
    const onDrain = (): void => {
      if (!sent && body !== null && !Buffer.isBuffer(body)) body.resume()
    }
    const onError = (error: Error): void => {
      failure ??= error
    }
    const onClose = (): void => {
      release()
      if (over) return
      const why = control.reason ?? failure ?? ended()
      if (!began && !control.aborted) return resolve({ status: 'dead', why })
      handler.onResponseError?.(control, why)
      resolve({ status: 'gone' })
    }

    socket.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose)
    control.attach(socket)
    if (socket.destroyed) return onClose()
    try {
      if (body === null || Buffer.isBuffer(body)) {
        socket.write(inOnePiece(headOf(sending, false), body ?? undefined))
      } else {
        socket.on('drain', onDrain)
        stream(sending, body, socket, () => (sent = true))
      }
    } catch (error) {
      // Nothing was written: a value that would have split the request.
      socket.destroy(error instanceof Error ? error : new Error(String(error)))
    }
  })
}

function stream(sending: Sending, body: Readable, socket: Duplex, done: () => void): void {
  const chunked = fieldIn(sending.headers, 'content-length') === undefined
  socket.write(headOf(sending, chunked), 'latin1')
  body.on('data', (part: Buffer) => {
    if (socket.destroyed) return
    corkForNow(socket)
    if (!socket.write(chunked ? chunk(part) : part)) body.pause()
  })
  body.once('end', () => {
    if (chunked && !socket.destroyed) socket.write(lastChunk)
    done()
  })
  // A body that breaks off must not look complete.
  body.once('error', (error) => socket.destroy(error))
}

function headOf({ method, path, origin, headers }: Sending, chunked: boolean): string {
  if (!/^[A-Z]+ [!-~]+$/.test(`${method} ${path}`)) throw new BadMessage('request line')
  const host = origin.slice(origin.indexOf('//') + 2)
  const framing = chunked ? 'transfer-encoding: chunked\r\n' : ''
  const lines = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`
  return `${lines}${fieldLines(headers)}${framing}\r\n`
}

/** What the server says of how long it keeps the connection, in milliseconds. */
function keptFor(head: AnswerHead | undefined): number | undefined {
  const hint = head && fieldIn(head.headers, 'keep-alive')
  const seconds = hint === undefined ? undefined : /\btimeout=(\d{1,6})/i.exec(hint)?.[1]
  return seconds === undefined ? undefined : Number(seconds) * 1000
}

function ended(): Error {
  return Object.assign(new Error('the server closed the connection'), { code: 'ECONNRESET' })
}
