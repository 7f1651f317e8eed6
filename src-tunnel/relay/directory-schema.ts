/** The tables of the relay's directory. */
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const tables = `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
  CREATE TABLE tunnels (
    id TEXT PRIMARY KEY, alias TEXT NOT NULL UNIQUE, organization INTEGER NOT NULL, allow_from TEXT NOT NULL, created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE devices (
    id TEXT PRIMARY KEY, tunnel_id TEXT NOT NULL REFERENCES tunnels ON DELETE CASCADE, name TEXT NOT NULL, os TEXT NOT NULL,
    version TEXT NOT NULL, public_key TEXT NOT NULL, link_key_id TEXT NOT NULL, linked_at INTEGER NOT NULL,
    revoked_at INTEGER, warning TEXT
  ) STRICT;
  CREATE TABLE access_keys (
    id TEXT PRIMARY KEY, tunnel_id TEXT NOT NULL REFERENCES tunnels ON DELETE CASCADE, name TEXT NOT NULL, hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL, expires_at INTEGER, revoked_at INTEGER
  ) STRICT;
  CREATE TABLE link_keys (
    id TEXT PRIMARY KEY, tunnel_id TEXT NOT NULL REFERENCES tunnels ON DELETE CASCADE, hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, single INTEGER NOT NULL, used_at INTEGER, revoked_at INTEGER
  ) STRICT;
  PRAGMA user_version = 1;
`

/** Opens `relay.db` in `folder`, readable for its owner alone, and makes the tables when they are not there. */
export function openDirectoryFile(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'relay.db')
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
  const sqlite = new DatabaseSync(file, { timeout: 5000 })
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
  sqlite.exec('BEGIN IMMEDIATE')
  const version = Number(sqlite.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > 1) throw new Error(`${file} was written by a newer version of this program`)
  if (version === 0) sqlite.exec(tables)
  sqlite.exec('COMMIT')
  return sqlite
}
