/** Tries whether the vault can be opened, or could be made, without making one: the doctor changes nothing. */
import { randomUUID } from 'node:crypto'
import { createKeychain } from './keychain.ts'
import { openVault, type VaultKind, type VaultOptions } from './open-vault.ts'
import { readVault } from './vault-row.ts'
import { passphraseFromFile } from './passphrase.ts'
import { appError } from '#core/app-error.ts'

/** Throws the `keychain-*`, `passphrase-*` or `bad-usage` problem that a sign-in would end in. Without `database` nothing is made yet. */
export async function tryVault(
  options: Omit<VaultOptions, 'database'> & Partial<Pick<VaultOptions, 'database'>>,
): Promise<{ readonly kind: VaultKind; readonly made: boolean }> {
  const { database, kind } = options
  if (kind === 'session') return { kind, made: false }
  if (database && readVault(database)) {
    const vault = await openVault({ ...options, database })
    return { kind: vault.kind, made: true }
  }
  if (kind === 'passphrase') await tryPassphrase(options)
  else await tryKeychain(options)
  return { kind: kind ?? 'keychain', made: false }
}

async function tryPassphrase({
  passphraseFile,
  log,
}: Pick<VaultOptions, 'passphraseFile' | 'log'>): Promise<void> {
  if (passphraseFile !== undefined && (await passphraseFromFile(passphraseFile, log)) !== '') return
  throw appError('passphrase-needed', {
    step: 'vault',
    whoseTurn: 'you',
    message: 'Sign-ins are to be protected by a passphrase, and none was given.',
    next: 'Put the passphrase on the first line of a file only you may read and name it in AIP_VAULT_PASSPHRASE_FILE.',
  })
}

/** Writes a secret of no value, reads it back and removes it. */
async function tryKeychain(options: Pick<VaultOptions, 'keychain' | 'signal'>): Promise<void> {
  const { keychain = createKeychain(), signal } = options
  const account = `trial ${randomUUID()}`
  await keychain.write(account, 'trial', signal)
  try {
    await keychain.read(account, true, signal)
  } finally {
    await keychain.remove(account, signal)
  }
}
