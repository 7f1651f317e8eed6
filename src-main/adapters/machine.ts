/** This computer behind the ports: every adapter chosen once, the same for the command line and for each window. */
import { createCallback } from '#adapters/callback.ts'
import { createMachineCommands } from '#adapters/command-servers.ts'
import { createClock } from '#adapters/clock.ts'
import { createHttp } from '#adapters/http/http.ts'
import type { Sockets } from '#adapters/http/http.ts'
import { warningsToLog } from '#adapters/library-warnings.ts'
import { createNamedFiles } from '#adapters/named-files.ts'
import { dataFolder, ensurePrivateFolder } from '#adapters/paths.ts'
import { createRandom } from '#adapters/random.ts'
import { createSignInWindow } from '#adapters/sign-in-window.ts'
import { openDatabase } from '#adapters/store/database.ts'
import type { Database } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { vaultOptionsFrom } from '#adapters/vault/vault-kind.ts'
import { createVaultDoor } from '#adapters/vault/vault-door.ts'
import type { Keychain } from '#adapters/vault/keychain.ts'
import type { AppPorts } from '#core/app/parts.ts'
import type { Callback, Log, SeenConnection, SignInWindow } from '#core/ports.ts'
import type { VaultDoor } from '#core/window-app/ports.ts'

export interface MachineOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** The person's home folder. */
  readonly home: string
  readonly workingFolder: string
  readonly log: Log
  /** Version of the product. */
  readonly version: string
  /** Ends what still waits for the keychain. */
  readonly signal: AbortSignal
  /** What a shell has of its own in place of the system browser, the plain listener and keytar in a child process. */
  readonly signInWindow?: SignInWindow
  readonly callback?: Callback
  readonly keychain?: Keychain
  /** Told about each connection that is opened: evidence for the doctor. */
  readonly onConnection?: (connection: SeenConnection) => void
}

export interface Machine {
  readonly ports: AppPorts & { readonly vault: VaultDoor }
  readonly folder: string
  readonly database: Database
  /** Bare sockets of the network layer, for linking to a relay. */
  readonly sockets: Sockets
  /** Lets go of the network and the data file, so that the process can end. */
  close(): Promise<void>
}

/** Opens the data folder and builds the ports. Throws `store-*` problems; asks the keychain nothing. */
export async function openMachine(options: MachineOptions): Promise<Machine> {
  const { environment, platform, log, version, signal } = options
  warningsToLog(log)
  const folder = dataFolder(options)
  ensurePrivateFolder(folder)
  const database = await openDatabase(folder)
  const seen = options.onConnection && { onConnection: options.onConnection }
  const http = createHttp({ environment, log, version, ...seen })
  const commands = createMachineCommands({ environment, platform, log })
  // However this process ends, it leaves no command behind.
  const killCommands = () => commands.kill()
  process.once('exit', killCommands)
  const keychain = options.keychain && { keychain: options.keychain }
  const ports: Machine['ports'] = {
    http,
    commandFetch: commands.fetchFor,
    vault: createVaultDoor({
      database,
      ...vaultOptionsFrom(environment),
      ...keychain,
      log,
      signal,
    }),
    store: createStore(database),
    callback: options.callback ?? createCallback(),
    signInWindow: options.signInWindow ?? createSignInWindow({ environment, platform }),
    clock: createClock(),
    files: createNamedFiles(),
    random: createRandom(),
    log,
    version,
  }
  return {
    ports,
    folder,
    database,
    sockets: http,
    close: async () => {
      await commands.end()
      process.off('exit', killCommands)
      await http.close()
      database.close()
    },
  }
}
