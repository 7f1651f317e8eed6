/** A vault that asks for its key only when a record is first needed, so that listing connections never waits for a keychain. */
import type { Vault } from '#core/ports.ts'
import { readVault } from './vault-row.ts'
import { openVault, type VaultOptions } from './open-vault.ts'

/** Opens once for all callers; after a failure (a locked keychain, say) the next call tries again, so locked is a state and not the end. */
export function vaultOnDemand(options: VaultOptions): Vault {
  let opening: Promise<Vault> | undefined
  const opened = (): Promise<Vault> => {
    opening ??= openVault(options).catch((error: unknown) => {
      opening = undefined
      throw error
    })
    return opening
  }
  return {
    kind: options.kind ?? readVault(options.database)?.kind ?? 'keychain',
    read: async (kind, key) => (await opened()).read(kind, key),
    write: async (kind, key, value) => (await opened()).write(kind, key, value),
    delete: async (kind, key) => (await opened()).delete(kind, key),
    keys: async (kind, prefix) => (await opened()).keys(kind, prefix),
  }
}
