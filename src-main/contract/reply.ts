/** What comes back from a command: its value or a problem. Nothing else crosses. */
import { z } from 'zod'
import { Problem } from './problem.ts'

export const Reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), problem: Problem }),
])

export type Reply<Value = unknown> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem }
