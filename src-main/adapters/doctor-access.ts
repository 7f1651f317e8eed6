/** What the doctor sees of this computer in a window: facts about the machine, the vault, and the connections the network layer opened. */
import { arch, platform, release } from 'node:os'
import { forOthers } from '#adapters/for-others.ts'
import type { Machine } from '#adapters/machine.ts'
import type { Keychain } from '#adapters/vault/keychain.ts'
import { tryVault } from '#adapters/vault/try-vault.ts'
import { vaultOptionsFrom } from '#adapters/vault/vault-kind.ts'
import type { SeenConnection } from '#core/ports.ts'
import type { DoctorAccess } from '#core/window-app/ports.ts'

export interface SeenConnections {
  add(connection: SeenConnection): void
  all(): readonly SeenConnection[]
}

/** A window lives for weeks: only the newest connection of each server is kept, and of so many servers. */
const mostServers = 200

export function createSeenConnections(): SeenConnections {
  const newest = new Map<string, SeenConnection>()
  return {
    add(connection) {
      newest.delete(connection.origin)
      newest.set(connection.origin, connection)
      const [oldest] = newest.keys()
      if (newest.size > mostServers && oldest !== undefined) newest.delete(oldest)
    },
    all: () => [...newest.values()],
  }
}

export interface DoctorAccessOptions extends Pick<DoctorAccess, 'environment' | 'probe'> {
  readonly seen: SeenConnections
  /** The shell's own call of the keychain, in place of keytar in a child process. */
  readonly keychain?: Keychain
}

export function createDoctorAccess(
  { ports, folder, database }: Machine,
  { environment, seen, probe, keychain }: DoctorAccessOptions,
): DoctorAccess {
  return {
    machine: {
      product: ports.version,
      node: process.version,
      system: `${platform()} ${release()} ${arch()}`,
      dataFolder: folder,
    },
    tryVault: async (signal) =>
      tryVault({
        ...vaultOptionsFrom(environment),
        log: ports.log,
        signal,
        database,
        ...(keychain && { keychain }),
      }),
    seen: () => seen.all(),
    environment,
    probe,
    forOthers,
  }
}
