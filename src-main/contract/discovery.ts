/** What discovery found out about a server's way of signing in, and the probes that led there. */
import { z } from 'zod'
import { Says } from './saying.ts'

/** How a server wants to be signed in to. */
export const AuthMode = z.enum(['OAuthWithDCR', 'OAuth', 'NoAuth', 'OAuthWithCIMD'])
export type AuthMode = z.infer<typeof AuthMode>

/** One request of the discovery and what was made of its answer. */
export const Probe = z.object({
  step: z.enum(['probe', 'resource-metadata', 'server-metadata']),
  method: z.string(),
  url: z.string(),
  /** HTTP status; 0 when no answer came. */
  status: z.number().int(),
  contentType: z.string(),
  ms: z.number(),
  /** In plain words: what this answer means for the search. */
  verdict: z.string(),
  says: Says,
})
export type Probe = z.infer<typeof Probe>

/** Something tolerated, repaired or worth knowing; codes are stable. */
export const Note = z.object({ code: z.string(), message: z.string(), says: Says })
export type Note = z.infer<typeof Note>

/** Which way of registering can work here, best first (C16). */
export const RegistrationWay = z.enum(['pre-registered', 'cimd', 'dcr', 'manual'])
export type RegistrationWay = z.infer<typeof RegistrationWay>

/** The parts of authorization server metadata (RFC 8414, OIDC Discovery) this product uses; unknown members are kept. */
export const ServerMetadata = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string().optional(),
  token_endpoint: z.string().optional(),
  registration_endpoint: z.string().optional(),
  revocation_endpoint: z.string().optional(),
  userinfo_endpoint: z.string().optional(),
  device_authorization_endpoint: z.string().optional(),
  scopes_supported: z.array(z.string()).optional(),
  grant_types_supported: z.array(z.string()).optional(),
  response_types_supported: z.array(z.string()).optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  token_endpoint_auth_signing_alg_values_supported: z.array(z.string()).optional(),
  dpop_signing_alg_values_supported: z.array(z.string()).optional(),
  client_id_metadata_document_supported: z.boolean().optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
})
export type ServerMetadata = z.infer<typeof ServerMetadata>

/** The public shape of `aip discover --json` (`docs/cli.md`). */
export const Discovery = z.object({
  url: z.string(),
  mode: AuthMode,
  registration: z.array(RegistrationWay),
  /** Empty when a login is demanded but no authorization server could be found. */
  issuer: z.string(),
  /** RFC 8707 resource to ask for; empty when the server published none (2025-03-26). */
  resource: z.string(),
  scopes: z.array(z.string()),
  /** `S256` listed; `unlisted`: metadata says nothing (decision 3); empty without a login. */
  pkce: z.enum(['S256', 'unlisted', '']),
  authorizationEndpoint: z.string(),
  tokenEndpoint: z.string(),
  registrationEndpoint: z.string(),
  revocationEndpoint: z.string(),
  notes: z.array(Note),
  trace: z.array(Probe),
})
export type Discovery = z.infer<typeof Discovery>
