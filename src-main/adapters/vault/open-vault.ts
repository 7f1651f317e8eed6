/** Opens the vault the person chose, making it on first use; the wrapping key never touches the disk. */
import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { appError } from '#core/app-error.ts'
import type { Log, Vault } from '#core/ports.ts'
import type { Database } from '../store/database.ts'
import { releaseLease, takeLease } from '../store/leases.ts'
import { createKeychain, type Keychain } from './keychain.ts'
import { keyFromPassphrase, passphraseFromFile, scryptCost } from './passphrase.ts'
import { open, seal } from './seal.ts'
import { createSealedVault, type VaultKey } from './sealed-vault.ts'
import { createSessionVault } from './session-vault.ts'
import { insertVault, readVault, type VaultRow } from './vault-row.ts'
import { say } from '#core/say.ts'

export type VaultKind = Vault['kind']

export interface VaultOptions {
  readonly database: Database
  /** Undefined: the kind this data folder's vault was made with; the keychain when there is none yet. */
  readonly kind?: VaultKind | undefined
  readonly passphraseFile?: string | undefined
  /** Asked when the vault needs a passphrase and no file is named. Undefined: the person gave none. */
  readonly askPassphrase?: (signal?: AbortSignal) => Promise<string | undefined>
  readonly keychain?: Keychain
  readonly log: Log
  readonly signal?: AbortSignal | undefined
}

const proofLabel = (vaultId: string) => JSON.stringify([vaultId, 'proof'])
const leaseName = 'vault-making'

/**
 * Opens the vault. Throws `keychain-*`, `passphrase-*`, `store-*`, or `bad-usage` when the vault was made with another kind. Calling again after
 * a failure is how one tries again: nothing is half made.
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  const { database, kind } = options
  if (kind === 'session') return createSessionVault()
  const existing = readVault(database)
  if (!existing) return openNewVault(options)
  if (kind !== undefined && existing.kind !== kind) throw otherKind(existing.kind, kind)
  return createSealedVault(database, await unlock(existing, options))
}

async function unlock(row: VaultRow, options: VaultOptions): Promise<VaultKey> {
  const key = await storedKey(row, options)
  if (!open(key, proofLabel(row.vaultId), row.proof)) throw wrongKey(row.kind)
  return { kind: row.kind, vaultId: row.vaultId, key }
}

async function storedKey(row: VaultRow, options: VaultOptions): Promise<Uint8Array> {
  if (row.kind === 'passphrase') {
    return keyFromPassphrase(await passphraseOf(options), row.salt, row.cost)
  }
  const keychain = options.keychain ?? createKeychain()
  return Buffer.from((await keychain.read(row.vaultId, true, options.signal)) ?? '', 'base64url')
}

/** One process makes the vault; others that start at the same moment wait, find it made, and open it. */
async function openNewVault(options: VaultOptions): Promise<Vault> {
  const { database, signal } = options
  const passphrase = options.kind === 'passphrase' ? await passphraseOf(options) : undefined
  const holder = randomUUID()
  const lease = { name: leaseName, holder, ms: 60_000 }
  while (!takeLease(database, { ...lease, now: Date.now() })) {
    await wait(50, undefined, signal ? { signal } : {})
  }
  try {
    if (readVault(database)) return await openVault(options)
    const made =
      passphrase === undefined
        ? await newKeychainVault(options)
        : await newPassphraseVault(passphrase)
    if (!insertVault(database, made.row)) return await openVault(options)
    options.log.write('info', 'vault made', { kind: made.row.kind })
    const { kind, vaultId } = made.row
    return createSealedVault(database, { kind, vaultId, key: made.key })
  } finally {
    releaseLease(database, leaseName, holder)
  }
}

interface NewVault {
  readonly row: VaultRow
  readonly key: Uint8Array
}

async function newPassphraseVault(passphrase: string): Promise<NewVault> {
  const vaultId = randomUUID()
  const salt = randomBytes(16)
  const key = await keyFromPassphrase(passphrase, salt, scryptCost)
  const proof = seal(key, proofLabel(vaultId), randomBytes(16))
  return { row: { kind: 'passphrase', vaultId, salt, cost: scryptCost, proof }, key }
}

/** The entry is named after the vault, so an entry whose vault was never finished is only an unused name. */
async function newKeychainVault(options: VaultOptions): Promise<NewVault> {
  const keychain = options.keychain ?? createKeychain()
  const vaultId = randomUUID()
  const key = randomBytes(32)
  await keychain.write(vaultId, key.toString('base64url'), options.signal)
  const stored = await keychain.read(vaultId, true, options.signal)
  if (stored !== key.toString('base64url')) throw wrongKey('keychain')
  const proof = seal(key, proofLabel(vaultId), randomBytes(16))
  return { row: { kind: 'keychain', vaultId, proof }, key }
}

async function passphraseOf(options: VaultOptions): Promise<string> {
  const { passphraseFile, askPassphrase, log, signal } = options
  const passphrase =
    passphraseFile === undefined
      ? await askPassphrase?.(signal)
      : await passphraseFromFile(passphraseFile, log)
  if (passphrase !== undefined && passphrase !== '') return passphrase
  throw appError('passphrase-needed', {
    step: 'vault',
    whoseTurn: 'you',
    message: 'The saved sign-ins are protected by a passphrase, and none was given.',
    next: 'Put the passphrase on the first line of a file only you may read and name it in AIP_VAULT_PASSPHRASE_FILE.',
  })
}

function otherKind(made: VaultKind, wanted: VaultKind) {
  return appError('bad-usage', {
    step: 'vault',
    whoseTurn: 'you',
    message: `The sign-ins in this data folder are kept with AIP_VAULT=${made}, and this command asks for ${wanted}.`,
    next: `Use AIP_VAULT=${made} or leave it out, or choose another data folder with AIP_HOME.`,
    details: { made, wanted },
  })
}

function wrongKey(kind: 'keychain' | 'passphrase') {
  if (kind === 'passphrase') {
    return appError('passphrase-wrong', {
      step: 'vault',
      whoseTurn: 'you',
      message: say('vault.passphrase-wrong'),
      next: say('vault.passphrase-wrong.next'),
    })
  }
  return appError('keychain-unavailable', {
    step: 'vault',
    whoseTurn: 'you',
    message: say('vault.other-key'),
    next: 'Restore the keychain entry "AIP Desktop" from a backup of the keychain; nothing was changed.',
  })
}
