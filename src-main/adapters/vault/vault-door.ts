/** The vault of an app with a window: opened on demand, tried again after a failure, or exchanged for the kind a person chose. */
import type { VaultChoice, VaultDoor } from '#core/window-app/ports.ts'
import type { VaultOptions } from './open-vault.ts'
import { vaultOnDemand } from './vault-on-demand.ts'

/** `options` as the environment has them; what the person chooses takes their place until the end of this run. */
export function createVaultDoor(options: VaultOptions): VaultDoor {
  let current = vaultOnDemand(options)
  const open = async (vault: typeof current): Promise<void> => {
    // Any look inside opens it.
    await vault.keys('identity')
  }
  return {
    get kind() {
      return current.kind
    },
    read: (kind, key) => current.read(kind, key),
    write: (kind, key, value) => current.write(kind, key, value),
    delete: (kind, key) => current.delete(kind, key),
    keys: (kind, prefix) => current.keys(kind, prefix),
    retry: () => open(current),
    async choose(choice) {
      const next = vaultOnDemand(optionsFor(options, choice))
      await open(next)
      current = next
    },
  }
}

function optionsFor(options: VaultOptions, choice: VaultChoice): VaultOptions {
  if (choice.kind !== 'passphrase') {
    return { ...options, kind: choice.kind, passphraseFile: undefined }
  }
  const askPassphrase = () => Promise.resolve(choice.passphrase)
  return { ...options, kind: 'passphrase', passphraseFile: undefined, askPassphrase }
}
