/** Opens the one SQLite file that every process of this app shares: private, durable, and never thrown away. */
import { closeSync, chmodSync, existsSync, openSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { makeFolder } from '../make-folder.ts'
import { backupIsDue, backupWith } from './backup.ts'
import { migrate } from './migrations.ts'
import { asStoreProblem } from './sqlite-problem.ts'

export type SqlValue = string | number | null | Uint8Array
export type Row = Record<string, unknown>

/** The few ways our code talks to SQLite; every failure is a `store-*` problem. */
export interface Database {
  readonly file: string
  /** Runs one statement and says how many rows it changed. */
  run(sql: string, ...values: SqlValue[]): number
  get(sql: string, ...values: SqlValue[]): Row | undefined
  all(sql: string, ...values: SqlValue[]): Row[]
  close(): void
}

export interface DatabaseOptions {
  /** How long a statement waits for another process's write before it is a `store-busy` problem. */
  readonly busyTimeoutMs?: number
}

/**
 * Opens `aip.db` in `folder` and brings its tables up to date. Loads SQLite only now, so that a command that needs no store is quick. A file
 * that cannot be read stays where it is, byte for byte: it may be all that is left of somebody's sign-ins.
 */
export async function openDatabase(
  folder: string,
  options: DatabaseOptions = {},
): Promise<Database> {
  const { DatabaseSync } = await import('node:sqlite')
  const makeBackup = backupWith(DatabaseSync)
  const file = join(folder, 'aip.db')
  let sqlite: DatabaseSync | undefined
  try {
    makePrivate(folder, file)
    sqlite = new DatabaseSync(file, { timeout: options.busyTimeoutMs ?? 5000 })
    // FULL: a commit is on the disk when it returns; NORMAL may lose the last ones with the power (WAL). Deleted records are overwritten.
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON')
    migrate(sqlite, file, () => makeBackup(file))
    if (backupIsDue(file, Date.now())) makeBackup(file)
    return wrap(sqlite, file)
  } catch (error) {
    if (sqlite?.isOpen) sqlite.close()
    throw asStoreProblem(error, file)
  }
}

/** Folder 0700 and file 0600 before SQLite writes a byte; SQLite gives its side files (-wal, -shm) the mode of the file. */
function makePrivate(folder: string, file: string): void {
  const known = existsSync(folder)
  makeFolder(folder)
  const files = readdirSync(folder)
  // A folder that holds something else is a choice of the person (say, their home): its mode is theirs.
  if (known && files.length === 0) chmodSync(folder, 0o700)
  closeSync(openSync(file, 'a', 0o600))
  if (files.includes('aip.db')) chmodSync(file, 0o600)
}

function wrap(sqlite: DatabaseSync, file: string): Database {
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known) return known
    const statement = sqlite.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const guarded = <Value>(work: () => Value): Value => {
    try {
      return work()
    } catch (error) {
      throw asStoreProblem(error, file)
    }
  }
  return {
    file,
    run: (sql, ...values) => guarded(() => Number(prepared(sql).run(...values).changes)),
    get: (sql, ...values) => guarded(() => prepared(sql).get(...values)),
    all: (sql, ...values) => guarded(() => prepared(sql).all(...values)),
    close: () => {
      if (sqlite.isOpen) sqlite.close()
    },
  }
}
