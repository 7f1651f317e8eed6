/** The computer's clock behind the `Clock` port. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#core/ports.ts'

/** A clock that really waits. */
export function createClock(): Clock {
  return {
    now: () => Date.now(),
    async wait(ms, signal) {
      try {
        await sleep(ms, undefined, signal ? { signal } : {})
      } catch (error) {
        // Node rejects with its own AbortError; the port promises the reason the caller gave.
        throw signal?.aborted ? signal.reason : error
      }
    },
  }
}
