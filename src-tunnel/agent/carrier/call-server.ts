/** Answers calls on sockets this machine has dialled itself: on each, it is the HTTP server and the relay the client. */
import type { Duplex } from 'node:stream'
import type { CallAnswer, CallRequest } from '../../http1/call.ts'
import { serveSocket } from '../../http1/serve-socket.ts'

export interface CallServer {
  /** Serves HTTP/1.1 on a socket until it closes. The relay alone decides how long a socket waits for its next call. */
  serve(socket: Duplex): void
  /** Calls in flight. */
  active(): number
  /** Resolves when no call is in flight. */
  idle(): Promise<void>
}

/** Heads may be long: `Mcp-Name` can hold an encoded URI, and the relay adds to what it let through. */
const headLimit = 128 * 1024

/** Anything but plain HTTP/1.1 is not the relay's way of asking: the socket is closed. */
export function createCallServer(
  onRequest: (request: CallRequest, answer: CallAnswer) => void,
): CallServer {
  let active = 0
  const waiting: (() => void)[] = []
  const ended = (): void => {
    active -= 1
    if (active === 0) for (const done of waiting.splice(0)) done()
  }
  const handle = (request: CallRequest, answer: CallAnswer): void => {
    if (request.method === 'OPTIONS' && request.url === '*') return alive(answer)
    active += 1
    answer.once('close', ended)
    onRequest(request, answer)
  }
  const service = { handle, takes: () => true, headLimit, fields: '' }
  return {
    serve: (socket) => void serveSocket(socket, service),
    active: () => active,
    idle: () =>
      active === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  }
}

/** The relay makes sure that a socket that waits for a call still leads here (RFC 9110 §9.3.7: `OPTIONS *` is a ping). */
function alive(answer: CallAnswer): void {
  answer.writeHead(204, [])
  answer.end()
}
