/** The `Store` port over the shared database: connections, remembered facts, leases and the audit trail. No secrets. */
import { Connection } from '#contract/connection.ts'
import { appError } from '#core/app-error.ts'
import type { Store } from '#core/ports.ts'
import type { Database, Row } from './database.ts'
import { releaseLease, takeLease } from './leases.ts'
import { say } from '#core/say.ts'

/** The audit trail keeps this many lines. */
const auditLines = 10_000

export interface StoreOptions {
  /** Milliseconds since 1970; another clock only in tests. */
  readonly now?: () => number
}

/** Every call is one committed statement: what returned is on the disk and visible to the other processes. */
export function createStore(database: Database, options: StoreOptions = {}): Store {
  const now = options.now ?? Date.now
  // By its document: of many connections that are listed for each step of a journey, few have changed.
  let known = new Map<unknown, Connection>()
  return {
    listConnections() {
      const rows = database.all('SELECT document FROM connections ORDER BY created_at, id')
      const before = known
      known = new Map()
      return rows.map((row) => {
        const connection = before.get(row['document']) ?? parseConnection(row, database.file)
        known.set(row['document'], connection)
        return connection
      })
    },
    saveConnection(connection) {
      database.run(
        `INSERT INTO connections (id, created_at, document) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET document = excluded.document`,
        connection.id,
        connection.createdAt,
        JSON.stringify(connection),
      )
    },
    removeConnection(id) {
      database.run('DELETE FROM connections WHERE id = ?1', id)
    },
    remember(topic, key, value) {
      if (value === undefined) {
        database.run('DELETE FROM facts WHERE topic = ?1 AND key = ?2', topic, key)
        return
      }
      database.run(
        `INSERT INTO facts (topic, key, value) VALUES (?1, ?2, ?3)
         ON CONFLICT (topic, key) DO UPDATE SET value = excluded.value`,
        topic,
        key,
        JSON.stringify(value),
      )
    },
    recall(topic, key) {
      const row = database.get('SELECT value FROM facts WHERE topic = ?1 AND key = ?2', topic, key)
      return row && parseJson(row['value'], database.file)
    },
    takeLease: (name, holder, ms) => takeLease(database, { name, holder, ms, now: now() }),
    releaseLease: (name, holder) => releaseLease(database, name, holder),
    audit(event, subject, facts = {}) {
      database.run(
        'INSERT INTO audit (at, event, subject, facts) VALUES (?1, ?2, ?3, ?4)',
        now(),
        event,
        subject,
        JSON.stringify(facts),
      )
      database.run('DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ?1', auditLines)
    },
  }
}

function parseConnection(row: Row, file: string): Connection {
  const parsed = Connection.safeParse(parseJson(row['document'], file))
  if (!parsed.success) throw unreadable(file, parsed.error)
  return frozen(parsed.data)
}

/** Shared by all who ask: nobody may change it. */
function frozen<Value extends object>(value: Value): Value {
  for (const each of Object.values(value)) {
    if (typeof each === 'object' && each !== null) frozen(each)
  }
  return Object.freeze(value)
}

function parseJson(text: unknown, file: string): unknown {
  try {
    return JSON.parse(String(text))
  } catch (error) {
    throw unreadable(file, error)
  }
}

function unreadable(file: string, cause: unknown) {
  return appError('store-unreadable', {
    step: 'store',
    whoseTurn: 'you',
    message: say('store.entry'),
    next: say('store.entry.next'),
    details: { file },
    cause,
  })
}
