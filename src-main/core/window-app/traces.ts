/** The last discovery of each connection, kept so that the window can show it as a sequence at any time. */
import { z } from 'zod'
import type { TraceView } from '#contract/details.ts'
import { Discovery } from '#contract/discovery.ts'
import type { Clock, Store } from '#core/ports.ts'

const topic = 'trace'
const Kept = z.object({ at: z.number(), discovery: Discovery })

export function rememberTrace(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  connectionId: string,
  discovery: Discovery,
): void {
  store.remember(topic, connectionId, { at: clock.now(), discovery })
}

export function recallTrace(store: Store, connectionId: string): TraceView {
  const parsed = Kept.safeParse(store.recall(topic, connectionId))
  return parsed.success ? { status: 'found', ...parsed.data } : { status: 'none' }
}

export function forgetTrace(store: Store, connectionId: string): void {
  store.remember(topic, connectionId, undefined)
}
