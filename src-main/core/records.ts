/** The sealed records: what this app is at an authorization server, and what a sign-in produced. Parsed on every read. */
import { z } from 'zod'
import { GrantType, LoopbackSpelling } from '#contract/connection.ts'
import { ServerMetadata } from '#contract/discovery.ts'
import { TokenEndpointAuthMethod } from '#contract/journey.ts'

export { TokenEndpointAuthMethod }

/** The OAuth client this app is at one issuer. Vault key: see `registrationKey`. */
export const Registration = z.object({
  issuer: z.string(),
  source: z.enum(['pre-registered', 'cimd', 'dcr', 'manual']),
  clientId: z.string(),
  clientSecret: z.string().optional(),
  /** PKCS#8 PEM for private_key_jwt. */
  privateKey: z.string().optional(),
  privateKeyAlgorithm: z.string().optional(),
  authMethod: TokenEndpointAuthMethod,
  redirectUris: z.array(z.string()),
  /** Spelling to use in the callback address, once known. */
  spelling: LoopbackSpelling.optional(),
  createdAt: z.number(),
  /** Milliseconds since 1970; undefined: never (RFC 7591 §3.2.1 says 0). */
  secretExpiresAt: z.number().optional(),
  /** RFC 7592 management. */
  registrationClientUri: z.string().optional(),
  registrationAccessToken: z.string().optional(),
  /** When a sign-in with it last succeeded. */
  lastSuccessAt: z.number().optional(),
  /** True after an attempt whose answer never came back (R03). */
  lastAttemptUnanswered: z.boolean().optional(),
})
export type Registration = z.infer<typeof Registration>

/** What one sign-in produced, with everything a refresh needs, so that refreshing needs no discovery. */
export const Grant = z.object({
  connectionId: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  /** RFC 8707; empty: the parameter is left out. */
  resource: z.string(),
  grantType: GrantType,
  accessToken: z.string(),
  tokenType: z.enum(['Bearer', 'DPoP']),
  /** Milliseconds since 1970; undefined: use until a 401. */
  expiresAt: z.number().optional(),
  refreshToken: z.string().optional(),
  scopes: z.array(z.string()),
  account: z.string(),
  obtainedAt: z.number(),
  /** Private JWK (P-256) of a DPoP-bound grant (RFC 9449). */
  dpopKey: z.record(z.string(), z.unknown()).optional(),
  server: ServerMetadata,
  registration: Registration,
  /** Counts writes, so that a reader can tell "changed since I read it" (R01). */
  version: z.number().int(),
})
export type Grant = z.infer<typeof Grant>
