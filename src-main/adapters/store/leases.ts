/** Leases: named rows that one process at a time holds, and that fall free when their time is over or their holder has died. */
import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Database } from './database.ts'

export interface LeaseWish {
  readonly name: string
  /** Random per attempt; the same holder may take its lease again to prolong it. */
  readonly holder: string
  readonly ms: number
  readonly now: number
}

/** One statement, so that of many processes exactly one succeeds. A row from the future (the clock was set back) counts as over. */
const take = `
  INSERT INTO leases (name, holder, taken, until, place, process) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT (name) DO UPDATE SET
    holder = excluded.holder, taken = excluded.taken, until = excluded.until, place = excluded.place, process = excluded.process
  WHERE leases.until <= excluded.taken OR leases.taken > excluded.taken + 1000 OR leases.holder = excluded.holder`

/** True when `holder` has the lease now. */
export function takeLease(database: Database, wish: LeaseWish): boolean {
  const attempt = () =>
    database.run(take, wish.name, wish.holder, wish.now, wish.now + wish.ms, place(), process.pid) >
    0
  return attempt() || (buryDeadHolder(database, wish.name) && attempt())
}

export function releaseLease(database: Database, name: string, holder: string): void {
  database.run('DELETE FROM leases WHERE name = ?1 AND holder = ?2', name, holder)
}

/** Frees the lease at once when the process that held it is gone, so that nobody waits for a crash to run out (R01). */
function buryDeadHolder(database: Database, name: string): boolean {
  const row = database.get('SELECT holder, place, process FROM leases WHERE name = ?1', name)
  if (!row || row['place'] !== place() || isAlive(Number(row['process']))) return false
  releaseLease(database, name, String(row['holder']))
  return true
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** Where process ids mean the same: this computer and, in containers, this process id namespace. */
function place(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    // Only Linux has namespaces; elsewhere the computer's name is enough.
    return hostname()
  }
}
