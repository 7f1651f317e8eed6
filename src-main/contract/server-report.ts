/** A conformance report of a server's authorization side: every rule, how it went, and what to change. */
import { z } from 'zod'
import { CheckStatus } from './check.ts'

/** `must`: a requirement of the specification; the report fails. `should`: connecting gets better or safer; the report warns. */
export const RuleLevel = z.enum(['must', 'should'])
export type RuleLevel = z.infer<typeof RuleLevel>

export const RuleArea = z.enum([
  'endpoint',
  'resource-metadata',
  'server-metadata',
  'registration',
  'authorization',
  'tokens',
  'sign-in',
])
export type RuleArea = z.infer<typeof RuleArea>

export const RuleResult = z.object({
  /** Stable: scripts look for it. */
  id: z.string(),
  title: z.string(),
  level: RuleLevel,
  area: RuleArea,
  source: z.object({ name: z.string(), url: z.string() }),
  status: CheckStatus,
  /** What was asked and what came back; for `skip`, why it was not looked at. No secrets. */
  evidence: z.string(),
  /** Code that does it right; only for `warn` and `fail`. */
  fix: z.object({ node: z.string(), python: z.string() }).optional(),
})
export type RuleResult = z.infer<typeof RuleResult>

export const ServerReport = z.object({
  url: z.string(),
  /** Empty when no authorization server was found. */
  issuer: z.string(),
  /** ISO 8601. */
  checkedAt: z.string(),
  /** Version of the checker. */
  version: z.string(),
  results: z.array(RuleResult),
  /** The clients that were registered for the tests, and whether they could be deleted again (RFC 7592). */
  clients: z.array(z.object({ clientId: z.string(), deleted: z.boolean() })),
})
export type ServerReport = z.infer<typeof ServerReport>
