/** Lets one process at a time register at an issuer, so that several logins at once make one registration (R27). */
import type { Clock, Store } from '#core/ports.ts'

const leaseTime = 60_000

/** Runs `work` while holding the named lease; waits for the holder, and takes over when its time has passed. */
export async function oneAtATime<T>(
  name: string,
  deps: { readonly store: Store; readonly clock: Clock },
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  const holder = crypto.randomUUID()
  while (!deps.store.takeLease(name, holder, leaseTime)) await deps.clock.wait(100, signal)
  try {
    return await work()
  } finally {
    deps.store.releaseLease(name, holder)
  }
}
