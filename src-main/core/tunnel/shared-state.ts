/** The tunnel's state as the processes of this app share it: one runs the agent and writes, the others read and leave wishes. */
import { z } from 'zod'
import type { Store } from '#core/ports.ts'
import type { TunnelState } from './tunnel-state.ts'

const Line = z.discriminatedUnion('status', [
  z.object({ status: z.literal('connecting') }),
  z.object({
    status: z.literal('online'),
    since: z.number(),
    rttMs: z.number(),
    relay: z.string(),
    publicUrl: z.string(),
  }),
  z.object({ status: z.literal('waiting'), untilMs: z.number(), why: z.string() }),
  z.object({ status: z.literal('refused'), why: z.string() }),
  z.object({ status: z.literal('closed') }),
])

/** What another process may know of the one that runs the agent. */
export const SharedState = z.object({
  process: z.number().int(),
  agentProcess: z.number().int().optional(),
  transport: z.enum(['relay', 'localtunnel', 'local']),
  agent: z.discriminatedUnion('status', [
    z.object({ status: z.literal('stopped') }),
    z.object({ status: z.literal('starting') }),
    z.object({ status: z.literal('running'), since: z.number() }),
    z.object({ status: z.literal('failed'), why: z.string(), retryAt: z.number() }),
  ]),
  lines: z.array(Line),
  offlineSince: z.number().optional(),
  provenAt: z.number().optional(),
  publicUrl: z.string().optional(),
  targets: z.record(
    z.string(),
    z.discriminatedUnion('status', [
      z.object({ status: z.literal('unknown') }),
      z.object({ status: z.literal('reachable'), provenAt: z.number() }),
      z.object({ status: z.literal('unreachable'), failure: z.string() }),
    ]),
  ),
})
export type SharedState = z.infer<typeof SharedState>

/** What is wanted of whoever runs the agent. */
const Wish = z.object({
  /** A number of its own each time, so that the same wish twice is two wishes. */
  stop: z.number().optional(),
  redial: z.number().optional(),
  paused: z.boolean().default(false),
})
export type Wish = z.infer<typeof Wish>

const topic = 'tunnel'
/** Whoever runs the agent holds it. */
export const supervisorLease = 'tunnel supervisor'
export const leaseMs = 15_000

export function writeState(
  store: Store,
  state: TunnelState,
  facts: Pick<SharedState, 'process' | 'agentProcess' | 'transport'>,
): void {
  store.remember(topic, 'state', { ...state, ...facts })
}

/** Undefined: nothing was ever written. Whether somebody still runs the agent is told by `isSupervised`. */
export function readState(store: Store): SharedState | undefined {
  const parsed = SharedState.safeParse(store.recall(topic, 'state'))
  return parsed.success ? parsed.data : undefined
}

/** True when a living process holds the supervisor's lease; asked by trying to take it for a moment. */
export function isSupervised(store: Store, asker: string): boolean {
  if (!store.takeLease(supervisorLease, asker, 1000)) return true
  store.releaseLease(supervisorLease, asker)
  return false
}

export function readWish(store: Store): Wish {
  const parsed = Wish.safeParse(store.recall(topic, 'wish'))
  return parsed.success ? parsed.data : { paused: false }
}

export function wish(store: Store, change: Partial<Wish>): void {
  store.remember(topic, 'wish', { ...readWish(store), ...change })
}
