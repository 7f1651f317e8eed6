/** The `Vault` port over sealed rows of the shared database. */
import { appError } from '#core/app-error.ts'
import type { Vault } from '#core/ports.ts'
import type { Database } from '../store/database.ts'
import { open, seal } from './seal.ts'
import { say } from '#core/say.ts'

export interface VaultKey {
  readonly kind: 'keychain' | 'passphrase'
  readonly vaultId: string
  readonly key: Uint8Array
}

/** Records are bound to kind, key and vault: a row that was moved or came from another file does not open. */
export function createSealedVault(database: Database, wrapping: VaultKey): Vault {
  const label = (kind: string, key: string) => JSON.stringify([wrapping.vaultId, kind, key])
  return {
    kind: wrapping.kind,
    async read(kind, key) {
      const row = database.get('SELECT box FROM sealed WHERE kind = ?1 AND key = ?2', kind, key)
      if (!row) return undefined
      const box = row['box']
      const plain = box instanceof Uint8Array && open(wrapping.key, label(kind, key), box)
      if (!plain) throw unreadable(database.file, kind)
      return JSON.parse(Buffer.from(plain).toString('utf8')) as unknown
    },
    async write(kind, key, value) {
      const plain = Buffer.from(JSON.stringify(value), 'utf8')
      database.run(
        `INSERT INTO sealed (kind, key, vault, box) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind, key) DO UPDATE SET vault = excluded.vault, box = excluded.box`,
        kind,
        key,
        wrapping.vaultId,
        seal(wrapping.key, label(kind, key), plain),
      )
    },
    async delete(kind, key) {
      database.run('DELETE FROM sealed WHERE kind = ?1 AND key = ?2', kind, key)
    },
    async keys(kind, prefix = '') {
      return database
        .all(
          'SELECT key FROM sealed WHERE kind = ?1 AND substr(key, 1, length(?2)) = ?2 ORDER BY key',
          kind,
          prefix,
        )
        .map((row) => String(row['key']))
    },
  }
}

function unreadable(file: string, kind: string) {
  return appError('store-unreadable', {
    step: 'vault',
    whoseTurn: 'you',
    message: say('vault.damaged'),
    next: say('vault.damaged.next'),
    details: { file, record: kind },
  })
}
