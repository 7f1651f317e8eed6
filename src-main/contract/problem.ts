/** What a failure looks like to people and scripts: a stable code, one sentence, the step, whose turn it is, what to do next. */
import { z } from 'zod'
import { Says } from './saying.ts'

/** Every code a problem can have. Codes are stable; `docs/problems.md` has a paragraph for each. */
export const problemCodes = [
  // input
  'bad-address',
  'credentials-in-address',
  'bad-usage',
  'name-taken',
  'credential-file-unreadable',
  'no-such-connection',
  'no-such-tool',
  'import-not-understood',
  // network
  'host-not-found',
  'name-lookup-failed',
  'connection-refused',
  'unreachable',
  'timed-out',
  'offline',
  'captive-portal',
  'proxy-login-needed',
  'proxy-failed',
  'local-network-blocked',
  // tls
  'certificate-untrusted',
  'certificate-expired',
  'certificate-wrong-host',
  'certificate-chain-incomplete',
  'tls-failed',
  // safety
  'address-forbidden',
  'zone-crossed',
  'insecure-address',
  'unsafe-redirect',
  'unsafe-authorization-address',
  'issuer-mismatch',
  'issuer-changed',
  'reply-issuer-mismatch',
  'reply-issuer-missing',
  'reply-state-mismatch',
  'resource-mismatch',
  'pkce-unsupported',
  'pkce-unconfirmed',
  'answer-too-large',
  'tools-changed',
  'tool-blocked',
  // the other side
  'not-an-mcp-server',
  'server-error',
  'server-too-old',
  'sso-page-in-front',
  'metadata-unusable',
  'placeholder-endpoint',
  'registration-refused',
  'registration-impossible',
  'client-id-needed',
  'client-unknown',
  'client-rejected',
  'redirect-refused',
  'scope-refused',
  'resource-refused',
  'sign-in-refused',
  'authorization-server-error',
  'token-answer-unusable',
  'tool-failed',
  'rate-limited',
  // sign-in
  'sign-in-needed',
  'sign-in-expired',
  'sign-in-loop',
  'step-up-needed',
  'step-up-refused',
  'cancelled',
  'not-completed',
  'callback-port-busy',
  'browser-not-opened',
  'pasted-address-unusable',
  'login-needed-not-discoverable',
  // vault and store
  'keychain-unavailable',
  'keychain-locked',
  'keychain-timeout',
  'passphrase-needed',
  'passphrase-wrong',
  'store-unreadable',
  'store-unwritable',
  'store-busy',
  // tunnel
  'not-linked',
  'tunnel-key-refused',
  'tunnel-offline',
  'relay-unreachable',
  'agent-not-running',
  'tunnel-running',
  'no-such-tunnel',
  'not-exposed',
  'relay-refused',
  // everything else
  'app-closed',
  'session-ended',
  'no-such-journey',
  'not-supported',
  'internal',
] as const

export const ProblemCode = z.enum(problemCodes)
export type ProblemCode = z.infer<typeof ProblemCode>

/** Where in the journey it happened. */
export const Step = z.enum([
  'input',
  'network',
  'discovery',
  'registration',
  'sign-in',
  'token',
  'verify',
  'call',
  'vault',
  'store',
  'tunnel',
  'relay',
  'internal',
])
export type Step = z.infer<typeof Step>

/** Who can do something about it: the person, the server's owner, the company's IT, or this product's makers. */
export const WhoseTurn = z.enum(['you', 'server-owner', 'it', 'aip'])
export type WhoseTurn = z.infer<typeof WhoseTurn>

export const Problem = z.object({
  code: ProblemCode,
  /** One plain sentence, with a full stop, no secrets, no stack. */
  message: z.string().min(1),
  step: Step,
  whoseTurn: WhoseTurn,
  /** What to do next, as a sentence. */
  next: z.string().min(1),
  /** Facts to copy into a ticket: addresses, statuses, the server's own words. Redacted. */
  details: z.record(z.string(), z.string()).optional(),
  /** Message and next step for another language; a problem without them is told by its code. */
  says: z.object({ message: Says, next: Says }).optional(),
})
export type Problem = z.infer<typeof Problem>
