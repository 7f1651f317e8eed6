/** What every part of one discovery works with: the server, its zone, the prober, the rules for addresses and the notes. */
import type { ConnectionSettings } from '#contract/connection.ts'
import type { Note, Probe } from '#contract/discovery.ts'
import type { Sentence } from '../say.ts'
import type { Clock, Http, Zone } from '../ports.ts'
import type { Prober } from './prober.ts'

/** Revision named in the probes: known to servers of every age. Newer names make some refuse (`provider-facts`, Slack). */
export const probedRevision = '2025-06-18'

export type DiscoverySettings = Partial<
  Pick<
    ConnectionSettings,
    | 'loginHost'
    | 'pinnedIssuer'
    | 'clientMetadataUrl'
    | 'confirmed'
    | 'caFile'
    | 'clientCertificateFile'
  >
>

export interface DiscoveryPorts {
  readonly http: Http
  readonly clock: Clock
}

export interface DiscoverOptions {
  readonly settings?: DiscoverySettings
  /** Static headers of the connection; sent to the MCP server's own address only. */
  readonly headers?: Readonly<Record<string, string>>
  /** Origins an administrator allowed by name (decision 5). */
  readonly allowOrigins?: readonly string[]
  readonly signal?: AbortSignal
  readonly onProbe?: (probe: Probe) => void
  /**
   * Called when the server answered without a login. True: its tools were listed without one. False or a challenge (the `WWW-Authenticate`
   * value of the late 401 or 403): a login was demanded. Anything else that goes wrong is thrown.
   */
  readonly canListTools?: (
    signal?: AbortSignal,
  ) => Promise<boolean | { readonly challenge: string }>
  /** The person wants to sign in although the server also works without: treat an optional login as needed. */
  readonly preferLogin?: boolean
}

export interface Search {
  readonly server: URL
  readonly zone: Zone
  readonly http: Http
  readonly prober: Prober
  readonly settings: DiscoverySettings
  readonly options: DiscoverOptions
  readonly notes: readonly Note[]
  /** Adds a note; the same code with the same words only once. */
  note(code: string, sentence: Sentence): void
}

/** Headers of every discovery request for a document (C9). */
export const documentHeaders = {
  accept: 'application/json',
  'mcp-protocol-version': probedRevision,
} as const
