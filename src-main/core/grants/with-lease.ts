/** Runs work that only one of all processes may do at a time. */
import { appError } from '#core/app-error.ts'
import type { Clock, Log, Random, Store } from '#core/ports.ts'
import { say } from '#core/say.ts'

/** Longer than the work may take (`workLimitMs`), so that a lease never runs out under a holder that is alive. */
const leaseMs = 30_000
export const workLimitMs = 20_000
const patienceMs = 60_000

export interface LeasePorts {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

export interface LeasedWork<Value> {
  readonly name: string
  /** `waited`: somebody else held the lease first. */
  run(waited: boolean): Promise<Value>
  /** Asked while waiting: the value, when the holder's work made ours needless. */
  settled?(): Promise<Value | undefined>
  readonly signal?: AbortSignal | undefined
}

export async function withLease<Value>(ports: LeasePorts, work: LeasedWork<Value>): Promise<Value> {
  const { store, clock, random, log } = ports
  const holder = Array.from(random.bytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const patience = clock.now() + patienceMs
  let waited = false
  while (!store.takeLease(work.name, holder, leaseMs)) {
    const settled = waited ? await work.settled?.() : undefined
    if (settled !== undefined) return settled
    if (clock.now() > patience) throw busy(work.name)
    await clock.wait(20 + ((random.bytes(1)[0] ?? 0) % 40), work.signal)
    waited = true
  }
  try {
    return await work.run(waited)
  } finally {
    letGo(store, log, work.name, holder)
  }
}

function letGo(store: Store, log: Log, name: string, holder: string): void {
  try {
    store.releaseLease(name, holder)
  } catch (error) {
    // The work is done and its result counts; the lease runs out by itself.
    log.write('warn', 'lease not released', { name, error: String(error) })
  }
}

function busy(name: string) {
  return appError('store-busy', {
    step: 'store',
    whoseTurn: 'you',
    message: say('grant.busy'),
    next: say('grant.busy.next'),
    details: { lease: name },
  })
}
