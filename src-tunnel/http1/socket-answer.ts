/** The answer to a request of `serve-socket.ts`: a head and a small body leave in one piece, a stream in as few as its parts allow. */
import { EventEmitter } from 'node:events'
import { STATUS_CODES as reasons } from 'node:http'
import type { Duplex } from 'node:stream'
import { chunk, lastChunk } from './body-reader.ts'
import type { AnswerFields, CallAnswer } from './call.ts'
import { corkForNow } from './cork.ts'
import { fieldLines, inOnePiece } from './write-head.ts'

export interface AnswerPlace {
  readonly socket: Duplex
  /** The answer must have no body: the request was HEAD. */
  readonly bodyless: boolean
  /** Fields about the connection, each with its line end; not written where the answer says itself what becomes of it. */
  readonly fields: string
  /** The answer says that the connection ends with it. */
  readonly closes: () => void
  /** The answer is complete. */
  readonly done: () => void
}

// oxlint-disable-next-line no-control-regex -- the tabulator is the one control character there may be (RFC 9112 §4)
const reasonText = /^[\t\x20-\x7e\x80-\xff]*$/

/** A body up to this size is copied to leave with the head; a larger one is not worth the copy. */
const together = 32 * 1024

/** A class because it is an emitter with a lifetime, as Node's own answers are. */
export class SocketAnswer extends EventEmitter implements CallAnswer {
  statusCode = 200
  sendDate = true
  headersSent = false
  writableEnded = false
  destroyed = false
  readonly #place: AnswerPlace
  readonly #set: string[] = []
  /** The head while it waits for the first part of the body. */
  #head: string | undefined
  #chunked = false
  #empty = false

  constructor(place: AnswerPlace) {
    super()
    this.#place = place
  }

  get writableNeedDrain(): boolean {
    return this.#place.socket.writableNeedDrain
  }

  setHeader(name: string, value: string): this {
    this.#set.push(name, value)
    return this
  }

  writeHead(status: number, first: string | AnswerFields = [], second: AnswerFields = []): this {
    const reason = typeof first === 'string' ? first : (reasons[status] ?? '')
    const headers = typeof first === 'string' ? second : first
    this.statusCode = status
    let framed = false
    let dated = !this.sendDate
    let { fields } = this.#place
    const given = Array.isArray(headers) ? headers : Object.entries(headers).flat()
    const all = this.#set.length > 0 ? [...this.#set, ...given] : given
    for (let at = 0; at + 1 < all.length; at += 2) {
      const name = all[at] ?? ''
      // Lengths tell most names apart before any letter is looked at.
      if (name.length === 14 && name.toLowerCase() === 'content-length') framed = true
      else if (name.length === 4 && name.toLowerCase() === 'date') dated = true
      else if (name.length === 10 && name.toLowerCase() === 'connection') {
        fields = ''
        this.#place.closes()
      }
    }
    let text = fieldLines(all)
    this.#empty = this.#place.bodyless || status === 204 || status === 304
    this.#chunked = !framed && !this.#empty
    if (this.#chunked) text += 'transfer-encoding: chunked\r\n'
    // RFC 9110 §6.6.1
    if (!dated) text += `date: ${new Date().toUTCString()}\r\n`
    this.#head = `HTTP/1.1 ${status} ${reasonText.test(reason) ? reason : ''}\r\n${text}${fields}\r\n`
    this.headersSent = true
    return this
  }

  flushHeaders(): void {
    if (!this.headersSent) this.writeHead(this.statusCode, [])
    const head = this.#head
    this.#head = undefined
    if (head !== undefined && !this.destroyed) this.#place.socket.write(head, 'latin1')
  }

  write(part: Buffer | string): boolean {
    if (this.destroyed || this.writableEnded) return false
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    if (!this.headersSent) this.writeHead(this.statusCode, [])
    if (this.#empty || bytes.length === 0) {
      this.flushHeaders()
      return true
    }
    const { socket } = this.#place
    const body = this.#chunked ? chunk(bytes) : bytes
    const head = this.#head
    this.#head = undefined
    if (head !== undefined && body.length <= together) return socket.write(inOnePiece(head, body))
    corkForNow(socket)
    if (head !== undefined) socket.write(head, 'latin1')
    return socket.write(body)
  }

  end(part?: Buffer | string): this {
    if (this.destroyed || this.writableEnded) return this
    if (!this.headersSent) this.writeHead(this.statusCode, [])
    this.writableEnded = true
    this.#finish(this.#empty ? undefined : typeof part === 'string' ? Buffer.from(part) : part)
    // After whoever ends the answer has done what belongs to that.
    process.nextTick(() => this.close())
    this.#place.done()
    return this
  }

  destroy(): this {
    this.#place.socket.destroy()
    return this
  }

  /** The answer is over, one way or the other. */
  close(): void {
    if (this.destroyed) return
    this.destroyed = true
    this.emit('close')
  }

  #finish(part: Buffer | undefined): void {
    const { socket } = this.#place
    const head = this.#head
    this.#head = undefined
    const length = part?.length ?? 0
    if (head !== undefined && !this.#chunked && length <= together) {
      socket.write(inOnePiece(head, part))
      return
    }
    if (head === undefined && length === 0 && !this.#chunked) return
    corkForNow(socket)
    if (head !== undefined) socket.write(head, 'latin1')
    if (part && length > 0) socket.write(this.#chunked ? chunk(part) : part)
    if (this.#chunked) socket.write(lastChunk, 'latin1')
  }
}
