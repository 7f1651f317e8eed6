/** The HTTP server that answers calls on sockets this machine has dialled itself. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

export interface CallServer {
  /** Serves HTTP/1.1 on a socket until it closes. */
  serve(socket: Duplex): void
  /** Calls in flight. */
  active(): number
  /** Resolves when no call is in flight. */
  idle(): Promise<void>
}

/** Heads may be long: `Mcp-Name` can hold an encoded URI, and the relay adds to what it let through. */
const headLimit = 128 * 1024

export function createCallServer(
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
): CallServer {
  let active = 0
  const waiting: (() => void)[] = []
  const server = createServer({ maxHeaderSize: headLimit, noDelay: true }, (request, response) => {
    if (request.method === 'OPTIONS' && request.url === '*') return alive(response)
    active += 1
    response.once('close', () => {
      active -= 1
      if (active === 0) for (const done of waiting.splice(0)) done()
    })
    // The other side may go at any moment; whoever answers learns it from 'close'.
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    onRequest(request, response)
  })
  // The relay alone decides how long a socket waits for its next call: closing one here could meet a call on its way.
  server.keepAliveTimeout = 0
  server.headersTimeout = 0
  server.requestTimeout = 0
  server.on('clientError', (_error, socket) => socket.destroy())
  return {
    serve(socket) {
      socket.on('error', () => undefined)
      server.emit('connection', socket)
    },
    active: () => active,
    idle: () =>
      active === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve)),
  }
}

/** The relay makes sure that a socket that waits for a call still leads here (RFC 9110 §9.3.7: `OPTIONS *` is a ping). */
function alive(response: ServerResponse): void {
  response.writeHead(204)
  response.end()
}
