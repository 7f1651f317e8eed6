/** Vault and store as the app uses them, with an eye on what changes, so that the state follows without asking. */
import type { VaultView } from '#contract/app-state.ts'
import { isProblem } from '#core/app-error.ts'
import type { Store } from '#core/ports.ts'
import type { VaultDoor } from './ports.ts'

/** The vault; `seen` learns whether it opens, `grantChanged` which connection's tokens are other ones. */
export function watchedVault(
  vault: VaultDoor,
  seen: (view: VaultView) => void,
  grantChanged: (connectionId: string) => void,
): VaultDoor {
  const watched = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      const value = await work()
      seen({ status: 'open', kind: vault.kind })
      return value
    } catch (error) {
      if (isProblem(error) && error.problem.step === 'vault') {
        seen({ status: 'failed', kind: vault.kind, problem: error.problem })
      }
      throw error
    }
  }
  return {
    get kind() {
      return vault.kind
    },
    read: (kind, key) => watched(() => vault.read(kind, key)),
    write: async (kind, key, value) => {
      await watched(() => vault.write(kind, key, value))
      if (kind === 'grant') grantChanged(key)
    },
    delete: async (kind, key) => {
      await watched(() => vault.delete(kind, key))
      if (kind === 'grant') grantChanged(key)
    },
    keys: (kind, prefix) => watched(() => vault.keys(kind, prefix)),
    retry: () => watched(() => vault.retry()),
    choose: (choice) => watched(() => vault.choose(choice)),
  }
}

/** The store; `changed` is called after connections changed. */
export function watchedStore(store: Store, changed: () => void): Store {
  return {
    ...store,
    saveConnection(connection) {
      store.saveConnection(connection)
      changed()
    },
    removeConnection(id) {
      store.removeConnection(id)
      changed()
    },
  }
}
