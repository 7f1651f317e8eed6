/** The parts the verbs are made of, and what belongs to one connection: its reach and its static headers. */
import { z } from 'zod'
import type { Connection, ConnectionSettings } from '#contract/connection.ts'
import type { GrantKeeper } from '#core/grants/grant-keeper.ts'
import type {
  Callback,
  Clock,
  CommandFetch,
  Http,
  Log,
  NamedFiles,
  Random,
  Reach,
  SignInWindow,
  Store,
  Vault,
  Zone,
} from '#core/ports.ts'
import type { TokenReach } from '#core/tokens/token-answer.ts'

/** What a shell provides. */
export interface AppPorts {
  readonly http: Http
  readonly commandFetch: CommandFetch
  readonly vault: Vault
  readonly store: Store
  readonly callback: Callback
  readonly signInWindow: SignInWindow
  readonly clock: Clock
  readonly random: Random
  readonly files: NamedFiles
  readonly log: Log
  /** Version of the product, told to servers. */
  readonly version: string
}

export interface AppParts extends AppPorts {
  readonly keeper: GrantKeeper
}

/** Where requests on behalf of a connection may lead. */
export function reachFor(settings: Partial<ConnectionSettings>, zone: Zone): TokenReach {
  return {
    zone,
    plainHttpConfirmed: settings.confirmed?.includes('plain-http') ?? false,
    caFile: settings.caFile,
    clientCertificateFile: settings.clientCertificateFile,
  }
}

/** A random id; never reused, unlike names and addresses (R24). */
export function newConnectionId(random: Random): string {
  return [...random.bytes(12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const zoneTopic = 'zone'
const ZoneName = z.enum(['loopback', 'private', 'public'])

/** Remembers the zone of a connection's server, so that a refresh needs no discovery. */
export function rememberZone(store: Store, connectionId: string, zone: Zone): void {
  store.remember(zoneTopic, connectionId, zone)
}

export function zoneIsKnown(store: Store, connectionId: string): boolean {
  return store.recall(zoneTopic, connectionId) !== undefined
}

/** The reach of a stored connection. One whose zone is not known is held to the public internet. */
export function storedReach(
  store: Store,
  connectionId: string,
  settings: Partial<ConnectionSettings>,
): TokenReach {
  const known = ZoneName.safeParse(store.recall(zoneTopic, connectionId))
  return reachFor(settings, known.success ? known.data : 'public')
}

/** The reach of requests to the server itself: until a discovery saw where its address leads, it is what the person typed or imported. */
export function serverReach(store: Store, { id, settings }: Connection): Omit<Reach, 'limits'> {
  const reach = storedReach(store, id, settings)
  return zoneIsKnown(store, id) ? reach : { ...reach, zone: 'person' }
}

const Headers = z.record(z.string(), z.string())

/** The static headers of a connection, in clear. */
export async function headersOf(
  vault: Vault,
  connection: Connection,
): Promise<Record<string, string>> {
  if (connection.settings.headers.length === 0) return {}
  const parsed = Headers.safeParse(await vault.read('headers', connection.id))
  return parsed.success ? parsed.data : {}
}

/** True when a static header takes the place of a sign-in. */
export function hasAuthorizationHeader(headers: Record<string, string>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'authorization')
}
