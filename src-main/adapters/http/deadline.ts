/** How long one request may take and how much it may bring, head and body together (S12). */
import { AppError, appError, isProblem } from '#core/app-error.ts'
import type { Reach } from '#core/ports.ts'
import { timedOut } from './failure.ts'
import { say } from '#core/say.ts'

interface Limits {
  readonly seconds: number
  /** Whether the time ends with the head; the rest may stream for hours. */
  readonly headOnly: boolean
  /** Bytes of the decoded body. */
  readonly bytes: number
}

/** Times in seconds can be shortened by tests. `machine` answers (tokens, registrations) are small; 16 MB only keeps memory safe. */
export const defaultLimits: Readonly<Record<Reach['limits'], Limits>> = {
  metadata: { seconds: 10, headOnly: false, bytes: 1_048_576 },
  machine: { seconds: 15, headOnly: false, bytes: 16_777_216 },
  stream: { seconds: 60, headOnly: true, bytes: Number.POSITIVE_INFINITY },
}

export interface Deadline {
  /** Aborted, with a problem as reason, when the time is up or the caller gives up. */
  readonly signal: AbortSignal
  /** To be called when the head of the answer is there. */
  headArrived(): void
  /** Throws when so many bytes more are too many, and ends the request. */
  count(bytes: number): void
  /** Ends the request for a reason of our own. */
  abort(reason: unknown): void
  /** To be called when nothing more is awaited. */
  done(): void
}

/** Starts the clock of one request. */
export function startDeadline(
  url: URL,
  limits: Limits,
  caller: AbortSignal | null | undefined,
): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(
    () => controller.abort(timedOut(url, limits.seconds)),
    limits.seconds * 1000,
  )
  const giveUp = () => controller.abort(cancelled(caller?.reason))
  const done = () => {
    clearTimeout(timer)
    caller?.removeEventListener('abort', giveUp)
  }
  let received = 0
  if (caller?.aborted) giveUp()
  else caller?.addEventListener('abort', giveUp, { once: true })
  controller.signal.addEventListener('abort', done, { once: true })
  return {
    signal: controller.signal,
    headArrived: () => {
      if (limits.headOnly) clearTimeout(timer)
    },
    count: (bytes) => {
      received += bytes
      if (received <= limits.bytes) return
      const problem = tooLarge(url, limits.bytes)
      controller.abort(problem)
      throw problem
    },
    abort: (reason) => controller.abort(reason),
    done,
  }
}

/** The caller's own problem if it gave one as the reason, else `timed-out` for a time limit of the caller, else `cancelled`. */
function cancelled(reason: unknown): AppError {
  if (isProblem(reason)) return reason
  const late = reason instanceof Error && reason.name === 'TimeoutError'
  return appError(late ? 'timed-out' : 'cancelled', {
    step: 'network',
    whoseTurn: 'you',
    message: late ? say('network.late') : say('network.cancelled'),
    next: late ? say('network.late.next') : say('network.cancelled.next'),
    cause: reason,
  })
}

function tooLarge(url: URL, bytes: number): AppError {
  const size = `${Math.floor(bytes / 1_048_576)} MB`
  return appError('answer-too-large', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: say('network.too-large', { host: url.host, size }),
    next: say('network.too-large.next'),
    details: { address: url.origin + url.pathname, limit: size },
  })
}
