/** One line of a doctor's report: what was checked, how it went, why it matters, what was seen, and what to do. */
import { z } from 'zod'
import { ProblemCode, WhoseTurn } from './problem.ts'
import { Says } from './saying.ts'

/** Every check there is, in the order in which they build on each other. Stable: scripts look for them. */
export const checkIds = [
  // this computer
  'versions',
  'store',
  'keychain',
  'callback-port',
  // the way to the server
  'address',
  'dns',
  'proxy',
  'tcp',
  'tls',
  'http',
  // how it wants to be signed in to
  'challenge',
  'resource-metadata',
  'server-metadata',
  'pkce',
  'registration',
  'callback-spelling',
  // what comes of it
  'tokens',
  'tools',
  'tunnel',
] as const

export const CheckId = z.enum(checkIds)
export type CheckId = z.infer<typeof CheckId>

/** `warn`: works, but somebody should change something. `skip`: not looked at; the evidence says why. */
export const CheckStatus = z.enum(['pass', 'warn', 'fail', 'skip'])
export type CheckStatus = z.infer<typeof CheckStatus>

export const Check = z.object({
  id: CheckId,
  status: CheckStatus,
  /** Why this matters, as a sentence. */
  why: z.string(),
  /** What was seen: addresses, numbers, the other side's words. No secrets. */
  evidence: z.string(),
  /** What to do next; empty when nothing has to be done. */
  next: z.string(),
  /** Who can do it; only for `warn` and `fail`. */
  whoseTurn: WhoseTurn.optional(),
  /** The problem a connection would meet; only for `fail`. */
  code: ProblemCode.optional(),
  /** What was seen and what to do next, for another language; why it matters follows from the id. */
  says: z.object({ evidence: Says, next: Says }).optional(),
})
export type Check = z.infer<typeof Check>
