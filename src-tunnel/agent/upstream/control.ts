/** The hand on a request under way: whoever is told of the answer holds it back or breaks it off. */
import type { Duplex } from 'node:stream'
import type { Dispatcher } from 'undici'

/** A class because undici's contract is one of getters. */
export class Control implements Dispatcher.DispatchController {
  /** Flat, of the final answer. */
  rawHeaders: string[] | null = null
  reason: Error | null = null
  paused = false
  #socket: Duplex | undefined
  #opening: AbortController | undefined

  get aborted(): boolean {
    return this.reason !== null
  }

  /** Aborts with the request, for the time in which there is no connection yet. */
  signal(): AbortSignal {
    this.#opening ??= new AbortController()
    if (this.reason) this.#opening.abort(this.reason)
    return this.#opening.signal
  }

  attach(socket: Duplex): void {
    this.#socket = socket
    if (this.reason) socket.destroy()
    else if (this.paused) socket.pause()
  }

  /** The answer is over: the connection is somebody else's from now on. */
  detach(): void {
    this.#socket = undefined
  }

  abort(reason: Error): void {
    this.reason ??= reason
    this.#opening?.abort(reason)
    this.#socket?.destroy()
  }

  pause(): void {
    this.paused = true
    this.#socket?.pause()
  }

  resume(): void {
    this.paused = false
    this.#socket?.resume()
  }
}
