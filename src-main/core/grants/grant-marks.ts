/** What is remembered about a grant beside the grant itself: how its last refresh went. Holds no secret, and only speaks of one version. */
import { z } from 'zod'
import { Problem } from '#contract/problem.ts'
import type { Store } from '#core/ports.ts'
import type { Grant } from '#core/records.ts'

const GrantMark = z.discriminatedUnion('status', [
  /** These tokens came from a refresh. */
  z.object({ status: z.literal('fresh'), at: z.number() }),
  /** A refresh came to nothing; the grant is as good as before. */
  z.object({ status: z.literal('failed'), at: z.number(), problem: Problem }),
  /** The issuer refused for good. `unusable`: the access token is known not to work either. */
  z.object({
    status: z.literal('ended'),
    at: z.number(),
    problem: Problem,
    unusable: z.boolean(),
  }),
])
export type GrantMark = z.infer<typeof GrantMark>

const Remembered = z.object({ version: z.number(), obtainedAt: z.number(), mark: GrantMark })
const topic = 'grant-mark'

/** The mark of exactly these tokens; a new sign-in or refresh makes the old mark void by itself. */
export function markOf(store: Store, grant: Grant): GrantMark | undefined {
  const parsed = Remembered.safeParse(store.recall(topic, grant.connectionId))
  if (!parsed.success) return undefined
  const { version, obtainedAt, mark } = parsed.data
  return version === grant.version && obtainedAt === grant.obtainedAt ? mark : undefined
}

export function markGrant(store: Store, grant: Grant, mark: GrantMark): void {
  const { version, obtainedAt } = grant
  store.remember(topic, grant.connectionId, { version, obtainedAt, mark })
}

export function unmarkGrant(store: Store, connectionId: string): void {
  store.remember(topic, connectionId, null)
}
