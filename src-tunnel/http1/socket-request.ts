/** A request as `serve-socket.ts` reads it off a connection. */
import { EventEmitter } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import type { Duplex } from 'node:stream'
import type { CallRequest } from './call.ts'
import type { RequestHead } from './head.ts'

/** A class because it is an emitter with a lifetime, as Node's own requests are. */
export class SocketRequest extends EventEmitter implements CallRequest {
  readonly method: string
  url: string
  readonly httpVersion = '1.1'
  readonly rawHeaders: string[]
  readonly socket: Duplex & { readonly remoteAddress?: string | undefined }
  complete = false
  whole: Buffer | undefined
  #headers: IncomingHttpHeaders | undefined
  #flow: 'held' | 'beginning' | 'flowing' | 'over' = 'held'
  readonly #waiting: Buffer[] = []
  #given = false

  constructor(head: RequestHead, socket: Duplex) {
    super()
    this.method = head.method
    this.url = head.target
    this.rawHeaders = head.headers
    this.socket = socket
  }

  /** Made when it is asked for: most calls are decided by a few names. */
  get headers(): IncomingHttpHeaders {
    this.#headers ??= headersOf(this.rawHeaders)
    return this.#headers
  }

  override on(event: string, listener: (...values: never[]) => void): this {
    super.on(event, listener as (...values: unknown[]) => void)
    if (event === 'data') this.resume()
    return this
  }

  pause(): this {
    if (this.#flow !== 'over') this.#flow = 'held'
    return this
  }

  /** What has arrived comes after the code that runs now. */
  resume(): this {
    if (this.#flow !== 'held') return this
    this.#flow = 'beginning'
    if (this.whole !== undefined && !this.#given) {
      this.#given = true
      if (this.whole.length > 0) this.#waiting.push(this.whole)
    }
    queueMicrotask(() => this.#begin())
    return this
  }

  /** A part of the body has arrived. False: whoever reads it is not ready for more. */
  take(part: Buffer): boolean {
    if (this.#flow === 'flowing') this.emit('data', part)
    else if (this.#flow !== 'over') this.#waiting.push(part)
    return this.#flow === 'flowing'
  }

  /** All of the body has arrived. */
  finish(): void {
    this.complete = true
    this.#endIfDone()
  }

  #begin(): void {
    while (this.#flow === 'beginning') {
      const part = this.#waiting.shift()
      if (part === undefined) this.#flow = 'flowing'
      else this.emit('data', part)
    }
    this.#endIfDone()
    if (this.#flow === 'flowing') this.socket.resume()
  }

  #endIfDone(): void {
    if (this.#flow !== 'flowing' || !this.complete) return
    this.#flow = 'over'
    this.emit('end')
  }
}

function headersOf(raw: readonly string[]): IncomingHttpHeaders {
  const headers: Record<string, string> = Object.create(null)
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase()
    const value = raw[at + 1] ?? ''
    const known = headers[name]
    headers[name] = known === undefined ? value : `${known}, ${value}`
  }
  return headers
}
