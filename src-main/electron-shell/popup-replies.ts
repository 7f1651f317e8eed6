/** Lets an answer that arrived inside a popup reach the sign-in that waits for it, beside the loopback listener. */
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
      async listen(options) {
        const listener = await loopback.listen(options)
        return {
          ...listener,
          reply(state, signal) {
            const { promise, resolve } = Promise.withResolvers<URLSearchParams>()
            waiting.set(state, resolve)
            return Promise.race([listener.reply(state, signal), promise]).finally(() =>
              waiting.delete(state),
            )
          },
        }
      },
    },
    deliver(reply) {
      waiting.get(reply.get('state') ?? '')?.(reply)
    },
  }
}
