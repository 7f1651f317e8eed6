/** What discovery hands to the rest of the core: the public verdict and the documents behind it. */
import type { Discovery, ServerMetadata } from '#contract/discovery.ts'
import type { Zone } from './ports.ts'

export interface Found {
  readonly discovery: Discovery
  /** The authorization server's metadata, endpoints checked; undefined for `NoAuth` and for a login that is not discoverable. */
  readonly server?: ServerMetadata
  /** The scope named by the challenge, if one was (C28, C29). */
  readonly challengeScope?: string
  /** The MCP server asks for tokens bound to a key: by its challenge, or in its resource metadata (RFC 9449 §7.1, RFC 9728 §2). */
  readonly wantsDpop: boolean
  /** Zone of the MCP server; every later address is held to it (S2). */
  readonly zone: Zone
  /** Issuers the resource metadata named besides the chosen one (C6). */
  readonly otherIssuers: readonly string[]
}
