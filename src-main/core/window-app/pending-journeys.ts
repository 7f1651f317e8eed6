/** Keeps sign-ins under way sealed, so that the next start of the app takes them up where they were (R15). */
import { z } from 'zod'
import { ConnectionSettings } from '#contract/connection.ts'
import { SetupSettings } from '#contract/journey-commands.ts'
import type { Clock, Random, Store, Vault } from '#core/ports.ts'
import { KeptRequest, type Survival } from '#core/sign-in/kept-request.ts'
import { shortId } from './problems.ts'

const Beginning = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('connect'),
    setup: z.object({
      url: z.string(),
      name: z.string(),
      settings: SetupSettings.extend({ description: z.string().optional() }),
      headers: z.record(z.string(), z.string()),
      client: z.object({ clientId: z.string(), clientSecret: z.string().optional() }).optional(),
      useTunnel: z.boolean(),
    }),
    agreed: ConnectionSettings.pick({ confirmed: true, pinnedIssuer: true }),
  }),
  z.object({ kind: z.literal('sign-in'), accountSwitch: z.boolean() }),
])

const PendingJourney = z.object({
  connectionId: z.string(),
  beginning: Beginning,
  request: KeptRequest,
  /** Milliseconds since 1970: the person's time is over then, whatever happened in between. */
  deadline: z.number(),
})
export type PendingJourney = z.infer<typeof PendingJourney>
export type PendingBeginning = PendingJourney['beginning']

export interface PendingJourneys {
  /** What a sign-in needs to outlive this process. */
  survivalOf(
    journeyId: string,
    about: Pick<PendingJourney, 'connectionId' | 'beginning' | 'deadline'>,
    resume?: KeptRequest,
  ): Survival
  forget(journeyId: string): Promise<void>
  /** Sign-ins of a process that is gone, still in time. Asks the vault only when there are any. */
  left(): Promise<(PendingJourney & { readonly journeyId: string })[]>
  /** Leaves everything to the next start: to be called before the journeys are broken off. */
  leave(): void
  /** Lets the next process take them, once they are. */
  release(): void
}

const topic = 'pending-journeys'
const all = 'all'
const keyOf = (journeyId: string) => `journey ${journeyId}`

export interface PendingParts {
  readonly vault: Vault
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
}

export function createPendingJourneys({
  vault,
  store,
  clock,
  random,
}: PendingParts): PendingJourneys {
  const holder = shortId(random)
  const held = new Set<string>()
  let leaving = false
  const listed = (): string[] => {
    const parsed = z.array(z.string()).safeParse(store.recall(topic, all))
    return parsed.success ? parsed.data : []
  }
  const list = (ids: readonly string[]) =>
    store.remember(topic, all, ids.length > 0 ? ids : undefined)
  const take = (journeyId: string, deadline: number): boolean => {
    const taken = store.takeLease(keyOf(journeyId), holder, Math.max(1, deadline - clock.now()))
    if (taken) held.add(journeyId)
    return taken
  }
  const forget = async (journeyId: string) => {
    if (!held.delete(journeyId)) return
    list(listed().filter((each) => each !== journeyId))
    store.releaseLease(keyOf(journeyId), holder)
    await vault.delete('pending', keyOf(journeyId))
  }
  return {
    forget,
    survivalOf: (journeyId, about, resume) => ({
      ...(resume && { resume }),
      goesOn: () => leaving,
      async keep(request) {
        take(journeyId, about.deadline)
        await vault.write('pending', keyOf(journeyId), { ...about, request })
        list([...new Set([...listed(), journeyId])])
      },
    }),
    async left() {
      const found: (PendingJourney & { journeyId: string })[] = []
      for (const journeyId of listed()) {
        // Another process of the app that runs has its own.
        if (held.has(journeyId) || !take(journeyId, clock.now() + 60_000)) continue
        const parsed = PendingJourney.safeParse(await vault.read('pending', keyOf(journeyId)))
        if (parsed.success && parsed.data.deadline > clock.now()) {
          take(journeyId, parsed.data.deadline)
          found.push({ ...parsed.data, journeyId })
        } else await forget(journeyId)
      }
      return found
    },
    leave() {
      leaving = true
    },
    release() {
      for (const journeyId of held) store.releaseLease(keyOf(journeyId), holder)
      held.clear()
    },
  }
}
