/** One MCP server as one user set it up. Contains no secret. */
import { z } from 'zod'
import { AuthMode } from './discovery.ts'
import { PlatformCallback } from './platform-callback.ts'
import { Says } from './saying.ts'

export const ConnectionStatus = z.enum([
  'ready',
  'needs-sign-in',
  'needs-client-id',
  'unreachable',
  'new',
])
export type ConnectionStatus = z.infer<typeof ConnectionStatus>

/** `send` and `omit` are the person's word; `auto` sends it and remembers a refusal (R08). */
export const ResourceMode = z.enum(['auto', 'send', 'omit'])
export type ResourceMode = z.infer<typeof ResourceMode>

export const GrantType = z.enum(['code', 'device', 'client-credentials', 'enterprise', 'workload'])
export type GrantType = z.infer<typeof GrantType>

/** `127.0.0.1` or `localhost` in the callback address (R04). */
export const LoopbackSpelling = z.enum(['127.0.0.1', 'localhost'])
export type LoopbackSpelling = z.infer<typeof LoopbackSpelling>

export const ConnectionSettings = z.object({
  /** What the person wrote about it, for themselves. */
  description: z.string().optional(),
  /** Scopes the person pinned; undefined: chosen as C28. */
  scope: z.string().optional(),
  /** Host that replaces the authorization server's (Salesforce My Domain, R09). */
  loginHost: z.string().optional(),
  resource: ResourceMode.default('auto'),
  grantType: GrantType.default('code'),
  spelling: LoopbackSpelling.optional(),
  /** Callback of the AI platform at which sign-ins end, because the app there was registered with it; left out: this computer. */
  callbackUrl: PlatformCallback.optional(),
  /** Names of static headers; their values are in the vault. */
  headers: z.array(z.string()).default([]),
  /** Address of our client id metadata document (CIMD). */
  clientMetadataUrl: z.string().optional(),
  /** Issuer of the document that a person or admin declared right for this server (decision 1). */
  pinnedIssuer: z.string().optional(),
  /** PEM file of extra certificate authorities, and of a client certificate with its key. */
  caFile: z.string().optional(),
  /** File with the identity token of the workload's platform (RFC 7523); read anew for each sign-in, since platforms rotate it. */
  assertionFile: z.string().optional(),
  /** File with the settings of the company's identity provider (enterprise-managed authorization). */
  identityProviderFile: z.string().optional(),
  clientCertificateFile: z.string().optional(),
  /** Confirmed by the person: plain http in a private network, missing PKCE list. */
  confirmed: z.array(z.enum(['plain-http', 'pkce-unlisted'])).default([]),
})
export type ConnectionSettings = z.infer<typeof ConnectionSettings>

/** A server that this computer starts itself, and speaks to over its standard input and output. */
export const ConnectionCommand = z.object({
  program: z.string().min(1),
  args: z.array(z.string()),
  /** Working folder, absolute. */
  folder: z.string().min(1),
  /** Names of its environment variables; their values are in the vault. */
  variables: z.array(z.string()),
})
export type ConnectionCommand = z.infer<typeof ConnectionCommand>

export const Connection = z.object({
  /** Random, never reused; grants hang on it, not on the URL (R24). */
  id: z.string(),
  name: z.string(),
  /** Of a command: `stdio:` and the command, for people. */
  url: z.string(),
  /** The server is this command, which the person saw and agreed to (S10), and no address. */
  command: ConnectionCommand.optional(),
  mode: AuthMode,
  /** Which account signed in, as the person would call it; empty when unknown. */
  account: z.string(),
  status: ConnectionStatus,
  /** Why the status is what it is, when it is not `ready`. */
  reason: z.string().optional(),
  /** What the reason says. */
  says: Says,
  issuer: z.string(),
  resource: z.string(),
  /** Wire revision that worked last, remembered per decision 7. */
  era: z.enum(['modern', 'legacy', 'sse']).optional(),
  settings: ConnectionSettings,
  createdAt: z.number(),
})
export type Connection = z.infer<typeof Connection>
