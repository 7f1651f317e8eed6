/** The bytes of a carrier socket inside the binary messages of a WebSocket, for networks that let nothing else through. */
import type { Duplex } from 'node:stream'
import { createWebSocketStream } from 'ws'
import type { WebSocket } from 'ws'

/** Options of both ends: no compression (the bytes are calls and secrets, RFC 7692 §8), and no message worth buffering. */
export const webSocketOptions = { perMessageDeflate: false, maxPayload: 4 * 1024 * 1024 } as const

/** A duplex over an open WebSocket. Destroying it ends the connection at once, without the closing handshake. */
export function webSocketStream(socket: WebSocket): Duplex {
  const stream = createWebSocketStream(socket, { allowHalfOpen: false })
  stream.once('close', () => socket.terminate())
  return stream
}
