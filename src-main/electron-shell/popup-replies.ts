/** Lets an answer that a popup stopped at the platform's callback reach the sign-in that waits for it. */
import type { Callback } from '#core/ports.ts'

export interface PopupReplies {
  readonly callback: Callback
  /** An answer without the state of a waiting sign-in is dropped. */
  deliver(reply: URLSearchParams): void
}

export function createPopupReplies(loopback: Callback): PopupReplies {
  const waiting = new Map<string, (reply: URLSearchParams) => void>()
  return {
    callback: {
      listen: (options) => loopback.listen(options),
      elsewhere: (state, signal) =>
        new Promise((resolve, reject) => {
          const forget = () => {
            waiting.delete(state)
            signal.removeEventListener('abort', abort)
          }
          const abort = () => {
            forget()
            reject(signal.reason)
          }
          if (signal.aborted) return abort()
          signal.addEventListener('abort', abort, { once: true })
          waiting.set(state, (reply) => {
            forget()
            resolve(reply)
          })
        }),
    },
    deliver(reply) {
      waiting.get(reply.get('state') ?? '')?.(reply)
    },
  }
}
