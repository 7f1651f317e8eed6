/** One line of traffic as it is kept: who called what and how it went; no bodies, no tokens, no values of parameters (G27). */
import { z } from 'zod'
import { FailureCode } from './failure.ts'

export const CallRecord = z.object({
  /** Milliseconds since 1970, when the request came. */
  at: z.number(),
  connection: z.string(),
  /** Name of the access key, as the relay says. */
  caller: z.string(),
  /** HTTP method. */
  method: z.string(),
  /** JSON-RPC method and the tool, prompt or resource; empty when not known. */
  operation: z.string(),
  name: z.string(),
  status: z.number().int(),
  bytesIn: z.number().int(),
  bytesOut: z.number().int(),
  ms: z.number(),
  outcome: z.enum(['answered', 'failed', 'cut', 'caller-left']),
  /** Set when the answer was the gateway's own, or was cut. */
  failure: FailureCode.optional(),
})
export type CallRecord = z.infer<typeof CallRecord>
