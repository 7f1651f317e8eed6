/** The one row that says how the vault of this data folder was made; it holds nothing that opens it. */
import { z } from 'zod'
import { appError } from '#core/app-error.ts'
import type { Database } from '../store/database.ts'
import { ScryptCost } from './passphrase.ts'
import { say } from '#core/say.ts'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const VaultRow = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keychain'), vaultId: z.string(), proof: bytes }),
  z.object({
    kind: z.literal('passphrase'),
    vaultId: z.string(),
    proof: bytes,
    salt: bytes,
    cost: z
      .string()
      .transform((text): unknown => JSON.parse(text))
      .pipe(ScryptCost),
  }),
])
export type VaultRow = z.infer<typeof VaultRow>

export function readVault(database: Database): VaultRow | undefined {
  const row = database.get('SELECT id AS vaultId, kind, salt, cost, proof FROM vault')
  if (!row) return undefined
  const parsed = VaultRow.safeParse(row)
  if (parsed.success) return parsed.data
  throw appError('store-unreadable', {
    step: 'vault',
    whoseTurn: 'you',
    message: 'The data file does not say how its sign-ins are protected.',
    next: say('store.entry.next'),
    details: { file: database.file },
    cause: parsed.error,
  })
}

/** False when there is one already: a vault is never replaced. */
export function insertVault(database: Database, row: VaultRow): boolean {
  const secret = row.kind === 'passphrase' ? row : undefined
  const changed = database.run(
    'INSERT OR IGNORE INTO vault (one, id, kind, salt, cost, proof) VALUES (1, ?1, ?2, ?3, ?4, ?5)',
    row.vaultId,
    row.kind,
    secret?.salt ?? null,
    secret ? JSON.stringify(secret.cost) : null,
    row.proof,
  )
  return changed > 0
}
