/** The tables, as the list of steps that lead to them; the file's `user_version` counts the steps it has taken. */
import type { DatabaseSync } from 'node:sqlite'
import { appError } from '#core/app-error.ts'
import { say } from '#core/say.ts'

/** Steps are only ever added: a file made by an older version takes the missing ones. */
const steps: readonly string[] = [
  `
  CREATE TABLE connections (id TEXT PRIMARY KEY, created_at REAL NOT NULL, document TEXT NOT NULL) STRICT;
  CREATE TABLE facts (topic TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (topic, key)) STRICT, WITHOUT ROWID;
  CREATE TABLE leases (
    name TEXT PRIMARY KEY, holder TEXT NOT NULL, taken REAL NOT NULL, until REAL NOT NULL, place TEXT NOT NULL, process INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL, facts TEXT NOT NULL
  ) STRICT;
  CREATE TABLE vault (
    one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL, kind TEXT NOT NULL, salt BLOB, cost TEXT, proof BLOB NOT NULL
  ) STRICT;
  CREATE TABLE sealed (
    kind TEXT NOT NULL, key TEXT NOT NULL, vault TEXT NOT NULL, box BLOB NOT NULL, PRIMARY KEY (kind, key)
  ) STRICT;
  `,
  `CREATE TABLE calls (number INTEGER PRIMARY KEY AUTOINCREMENT, line TEXT NOT NULL) STRICT`,
]

/** Takes the missing steps in one transaction each; two processes that start together take them once. `before`: called ahead of the first step of an older file. */
export function migrate(sqlite: DatabaseSync, file: string, before: () => void): void {
  if (versionOf(sqlite) > 0 && versionOf(sqlite) < steps.length) before()
  for (let version = versionOf(sqlite); version < steps.length; version = versionOf(sqlite)) {
    sqlite.exec('BEGIN IMMEDIATE')
    try {
      const step = steps[versionOf(sqlite)]
      if (step !== undefined) sqlite.exec(`${step}; PRAGMA user_version = ${version + 1}`)
      sqlite.exec('COMMIT')
    } catch (error) {
      sqlite.exec('ROLLBACK')
      throw error
    }
  }
  if (versionOf(sqlite) > steps.length) {
    throw appError('store-unreadable', {
      step: 'store',
      whoseTurn: 'you',
      message: say('store.newer'),
      next: say('store.newer.next'),
      details: {
        file,
        fileVersion: String(versionOf(sqlite)),
        knownVersion: String(steps.length),
      },
    })
  }
}

function versionOf(sqlite: DatabaseSync): number {
  return Number(sqlite.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
}
