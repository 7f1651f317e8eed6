/**
 * What whoever answers a call needs of its two halves: those of Node's HTTP server are such, and so are those of `serve-socket.ts`, which
 * do less for each call.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { Duplex } from 'node:stream'

export interface CallRequest {
  readonly method?: string | undefined
  url?: string | undefined
  readonly httpVersion: string
  /** Flat: name, value, name, value… as received. */
  readonly rawHeaders: string[]
  /** Lower-case names; the first value where one may occur only once. */
  readonly headers: IncomingHttpHeaders
  readonly socket: Duplex & { readonly remoteAddress?: string | undefined }
  /** All of the body has been received. */
  readonly complete: boolean
  /** The body, where all of it came with the head: a shorter way to it than its events. */
  readonly whole?: Buffer | undefined
  on(event: 'data', listener: (part: Buffer) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  once(event: 'end' | 'close', listener: () => void): unknown
  once(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'data', listener: (part: Buffer) => void): unknown
  off(event: 'close', listener: () => void): unknown
  pause(): unknown
  resume(): unknown
}

/** Flat: name, value, name, value…; or by name. */
export type AnswerFields = string[] | Record<string, string>

export interface CallAnswer {
  statusCode: number
  /** Whether a `date` is added where there is none. */
  sendDate: boolean
  readonly headersSent: boolean
  readonly writableEnded: boolean
  readonly writableNeedDrain: boolean
  /** The other side has gone, or the answer was broken off. */
  readonly destroyed: boolean
  setHeader(name: string, value: string): unknown
  /** Throws for names and values that would split the answer. */
  writeHead(status: number, headers?: AnswerFields): CallAnswer
  writeHead(status: number, reason: string, headers: AnswerFields): CallAnswer
  /** Sends the head now, though no part of the body is there. */
  flushHeaders(): void
  /** False: the other side reads slowly; 'drain' follows. */
  write(part: Buffer | string): boolean
  end(part?: Buffer | string): unknown
  /** Ends the connection so that the answer cannot be taken for complete. */
  destroy(): unknown
  on(event: 'drain', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  once(event: 'close', listener: () => void): unknown
  off(event: 'close' | 'drain', listener: () => void): unknown
}
