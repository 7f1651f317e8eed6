/** Clocks for the tunnel's tests: the real one, and one on which time runs faster or jumps. */
import { setTimeout as sleep } from 'node:timers/promises'

export const silent = { write: () => undefined }

export interface TestClock {
  now(): number
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

export const realClock: TestClock = {
  now: () => Date.now(),
  wait: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }),
}

/** Time runs `factor` times as fast; `jump` puts the clock forward, as when the computer has slept. */
export function fastClock(factor: number): TestClock & { jump(ms: number): void } {
  const begun = Date.now()
  let offset = 0
  return {
    now: () => begun + (Date.now() - begun) * factor + offset,
    wait: (ms, signal) => sleep(ms / factor, undefined, { ...(signal && { signal }) }),
    jump: (ms) => (offset += ms),
  }
}
