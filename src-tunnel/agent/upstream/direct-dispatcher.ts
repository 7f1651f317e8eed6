/**
 * Requests straight to a server, one at a time on each connection (RFC 9112 §9.3): undici's contract for a dispatcher, without what a gateway has no
 * use for, because that is most of what a small call costs there. Through a proxy the gateway uses undici itself.
 */
import type { Dispatcher } from 'undici'
import { createIdleSockets } from './idle-sockets.ts'
import { sendRequest } from './send-request.ts'
import type { Sending } from './send-request.ts'
import type { Open } from './idle-sockets.ts'

export interface DirectDispatcher extends Pick<Dispatcher, 'dispatch'> {
  /** Ends the connections that wait, and each other one after its request. */
  close(): void
}

/** `open`: a connected socket to an origin, within the reach of the connections that use this dispatcher. */
export function createDirectDispatcher(open: Open, now: () => number): DirectDispatcher {
  const sockets = createIdleSockets(open, now)
  return {
    dispatch(options, handler) {
      const sending: Sending = {
        origin: String(options.origin ?? ''),
        method: options.method,
        path: options.path,
        headers: Array.isArray(options.headers) ? options.headers : [],
        body: (options.body ?? null) as Sending['body'],
      }
      void sendRequest(sending, sockets, handler)
      return true
    },
    close: () => sockets.close(),
  }
}
