/** Who may use the relay: tunnels, devices, keys. Kept in SQLite, read from memory, shared by relays that use one data folder. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite'
import { openDirectoryFile } from './directory-schema.ts'
import { hashOf, newSecret, sameHash } from './secrets.ts'

export interface Tunnel {
  readonly id: string
  readonly alias: string
  readonly organization: boolean
  /** Addresses and networks (CIDR) callers may come from; empty: from anywhere. */
  readonly allowFrom: readonly string[]
  readonly createdAt: number
}

export interface Device {
  readonly id: string
  readonly tunnelId: string
  readonly name: string
  readonly os: string
  readonly version: string
  readonly publicKey: string
  readonly linkKeyId: string
  readonly linkedAt: number
  readonly revokedAt: number | null
  /** What the administrator should know of it. */
  readonly warning: string | null
}

export interface AccessKey {
  readonly id: string
  readonly tunnelId: string
  readonly name: string
  readonly hash: Buffer
  readonly createdAt: number
  /** Set when a newer key takes its place after an overlap. */
  readonly expiresAt: number | null
  readonly revokedAt: number | null
}

/** What is in memory; replaced as a whole after every change. */
export interface Snapshot {
  readonly tunnels: ReadonlyMap<string, Tunnel>
  readonly byAlias: ReadonlyMap<string, Tunnel>
  readonly devices: ReadonlyMap<string, Device>
  readonly accessKeys: ReadonlyMap<string, readonly AccessKey[]>
}

export interface Directory {
  snapshot(): Snapshot
  /** Reads again when another process has written; true when it had. */
  refresh(): boolean
  /** Calls `listener` after every change, with what holds now. */
  watch(listener: (snapshot: Snapshot) => void): void
  run(sql: string, ...values: SQLInputValue[]): number
  get(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue> | undefined
  all(sql: string, ...values: SQLInputValue[]): Record<string, SQLOutputValue>[]
  /** All or nothing; the snapshot is made anew once, at the end. */
  transaction<T>(work: () => T): T
  /** On first start: a new admin key, shown to nobody else and kept as a hash. */
  readonly newAdminKey: string | undefined
  isAdminKey(key: string): boolean
  close(): void
}

export function openDirectory(folder: string): Directory {
  const sqlite = openDirectoryFile(folder)
  const newAdminKey = makeAdminKey(sqlite)
  const listeners: ((snapshot: Snapshot) => void)[] = []
  let seen = dataVersion(sqlite)
  let snapshot = load(sqlite)
  let inTransaction = false
  const reload = (): void => {
    snapshot = load(sqlite)
    for (const listener of listeners) listener(snapshot)
  }
  const statements = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? sqlite.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  return {
    newAdminKey,
    snapshot: () => snapshot,
    refresh() {
      const version = dataVersion(sqlite)
      if (version === seen) return false
      seen = version
      reload()
      return true
    },
    watch: (listener) => void listeners.push(listener),
    run(sql, ...values) {
      const { changes } = prepared(sql).run(...values)
      if (!inTransaction) reload()
      return Number(changes)
    },
    get: (sql, ...values) => prepared(sql).get(...values),
    all: (sql, ...values) => prepared(sql).all(...values),
    transaction(work) {
      sqlite.exec('BEGIN IMMEDIATE')
      inTransaction = true
      try {
        const value = work()
        sqlite.exec('COMMIT')
        return value
      } catch (error) {
        sqlite.exec('ROLLBACK')
        throw error
      } finally {
        inTransaction = false
        reload()
      }
    },
    isAdminKey(key) {
      const row = sqlite.prepare(`SELECT value FROM settings WHERE name = 'admin-key'`).get()
      return row !== undefined && sameHash(hashOf(key), Buffer.from(row['value'] as Uint8Array))
    },
    close: () => sqlite.close(),
  }
}

/** Exactly one process that starts on a new folder makes the key. */
function makeAdminKey(sqlite: DatabaseSync): string | undefined {
  const key = `aip-admin_${newSecret()}`
  const insert = `INSERT INTO settings (name, value) VALUES ('admin-key', ?) ON CONFLICT DO NOTHING`
  return Number(sqlite.prepare(insert).run(hashOf(key)).changes) === 1 ? key : undefined
}

function dataVersion(sqlite: DatabaseSync): number {
  return Number(sqlite.prepare('PRAGMA data_version').get()?.['data_version'])
}

function load(sqlite: DatabaseSync): Snapshot {
  const tunnels = sqlite.prepare('SELECT * FROM tunnels').all().map(asTunnel)
  const devices = sqlite.prepare('SELECT * FROM devices').all().map(asDevice)
  const keys = sqlite
    .prepare('SELECT * FROM access_keys WHERE revoked_at IS NULL')
    .all()
    .map(asAccessKey)
  return {
    tunnels: new Map(tunnels.map((each) => [each.id, each])),
    byAlias: new Map(tunnels.map((each) => [each.alias, each])),
    devices: new Map(devices.map((each) => [each.id, each])),
    accessKeys: Map.groupBy(keys, (each) => each.tunnelId),
  }
}

type Row = Record<string, SQLOutputValue>

function asTunnel(row: Row): Tunnel {
  return {
    id: String(row['id']),
    alias: String(row['alias']),
    organization: row['organization'] === 1,
    allowFrom: JSON.parse(String(row['allow_from'])) as string[],
    createdAt: Number(row['created_at']),
  }
}

function asDevice(row: Row): Device {
  return {
    id: String(row['id']),
    tunnelId: String(row['tunnel_id']),
    name: String(row['name']),
    os: String(row['os']),
    version: String(row['version']),
    publicKey: String(row['public_key']),
    linkKeyId: String(row['link_key_id']),
    linkedAt: Number(row['linked_at']),
    revokedAt: orNull(row['revoked_at']),
    warning: row['warning'] === null ? null : String(row['warning']),
  }
}

export function asAccessKey(row: Row): AccessKey {
  return {
    id: String(row['id']),
    tunnelId: String(row['tunnel_id']),
    name: String(row['name']),
    hash: Buffer.from(row['hash'] as Uint8Array),
    createdAt: Number(row['created_at']),
    expiresAt: orNull(row['expires_at']),
    revokedAt: orNull(row['revoked_at']),
  }
}

function orNull(value: SQLOutputValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value)
}
