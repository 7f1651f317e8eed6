/** Lets what is written in one turn of the event loop leave in one piece. */
import type { Duplex } from 'node:stream'

/** Holds back what is written to `socket` until the code that runs now is done. */
export function corkForNow(socket: Duplex): void {
  if (socket.writableCorked > 0) return
  socket.cork()
  process.nextTick(() => socket.uncork())
}
