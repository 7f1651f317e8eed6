/** A copy of the data file for the day it is damaged: connections, settings and registrations, but no sign-ins. */
import { closeSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

const dayMs = 24 * 3_600_000

/** The backup beside a data file. */
export function backupOf(file: string): string {
  return `${file}.backup`
}

/** True when there is no backup, or one of yesterday. */
export function backupIsDue(file: string, now: number): boolean {
  const made = statSync(backupOf(file), { throwIfNoEntry: false })?.mtimeMs
  return made === undefined || now - made > dayMs || made > now
}

/**
 * Makes backups with the given SQLite. Grants are left out: a refresh token of yesterday, presented again, would make its issuer end the whole
 * sign-in (R01), and one that was signed out must not live on. A backup that cannot be made (a full disk) is no reason to stop: the
 * file itself is what counts.
 */
export function backupWith(Sqlite: typeof DatabaseSync): (file: string) => void {
  return (file) => {
    const half = `${backupOf(file)}.${process.pid}`
    try {
      copyInto(Sqlite, file, half)
      renameSync(half, backupOf(file))
    } catch {
      rmSync(half, { force: true })
    }
  }
}

function copyInto(Sqlite: typeof DatabaseSync, file: string, half: string): void {
  const source = new Sqlite(file)
  try {
    if (source.prepare('SELECT 1 FROM connections').get() === undefined) {
      throw new Error('there is nothing to keep')
    }
    // A damaged file must not replace a good backup.
    const checked = source.prepare('PRAGMA quick_check').get()
    if (checked?.['quick_check'] !== 'ok') throw new Error('the file is damaged')
    // An empty file is taken as it is: SQLite itself would make one that everybody can read.
    rmSync(half, { force: true })
    closeSync(openSync(half, 'wx', 0o600))
    source.prepare('VACUUM INTO ?').run(half)
  } finally {
    source.close()
  }
  const copy = new Sqlite(half)
  try {
    copy.exec("PRAGMA secure_delete = ON; DELETE FROM sealed WHERE kind IN ('grant', 'pending')")
    copy.exec('VACUUM')
  } finally {
    copy.close()
  }
}
