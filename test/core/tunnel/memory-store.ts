/** A store on SQLite in a folder of its own, ended with the test; leases and facts as in the product. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from '#adapters/store/migrations.ts'
import { openDatabase } from '#adapters/store/database.ts'
import type { Database } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import type { Store } from '#core/ports.ts'
import { atEnd } from '#test/adapters/http/network.ts'

/** A store without a file, for tests of what is stored. */
export function memoryStore(): Store {
  const sqlite = new DatabaseSync(':memory:')
  migrate(sqlite, ':memory:', () => undefined)
  return createStore({
    file: ':memory:',
    run: (sql, ...values) => Number(sqlite.prepare(sql).run(...values).changes),
    get: (sql, ...values) => sqlite.prepare(sql).get(...values),
    all: (sql, ...values) => sqlite.prepare(sql).all(...values),
    close: () => sqlite.close(),
  })
}

/** A data file in a folder of its own, gone when the test is over. */
export async function ownDatabase(): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'aip-tunnel-'))
  const database = await openDatabase(folder)
  atEnd(() => {
    database.close()
    rmSync(folder, { recursive: true, force: true })
    return Promise.resolve()
  })
  return database
}
