/** Puts the doctor together: the adapters of every day, and no end of the world when one of them fails. */
import { arch, homedir, platform, release } from 'node:os'
import { createCallback } from '#adapters/callback.ts'
import { createClock } from '#adapters/clock.ts'
import { createHttp } from '#adapters/http/http.ts'
import { warningsToLog } from '#adapters/library-warnings.ts'
import { createLog } from '#adapters/log.ts'
import { dataFolder, ensurePrivateFolder } from '#adapters/paths.ts'
import { createNamedFiles } from '#adapters/named-files.ts'
import { createRandom } from '#adapters/random.ts'
import { createSignInWindow } from '#adapters/sign-in-window.ts'
import { openDatabase, type Database } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { createTraffic } from '#adapters/store/traffic.ts'
import { tryVault } from '#adapters/vault/try-vault.ts'
import { vaultOptionsFrom } from '#adapters/vault/vault-kind.ts'
import { vaultOnDemand } from '#adapters/vault/vault-on-demand.ts'
import type { Problem } from '#contract/problem.ts'
import { isProblem } from '#core/app-error.ts'
import { createKeeper } from '#core/app/keeper.ts'
import type { DoctorPorts } from '#core/doctor/deps.ts'
import type { SeenConnection } from '#core/ports.ts'
import { lookAtTunnel } from '#core/tunnel/look-at-tunnel.ts'
import { createTunnelDoctor } from '#core/tunnel/tunnel-doctor.ts'
import type { VerbContext } from './verb.ts'
import { version } from './version.ts'

type Environment = VerbContext['host']['env']

export interface ComposedDoctor {
  readonly ports: DoctorPorts
  close(): Promise<void>
}

export async function composeDoctor({ host, signal }: VerbContext): Promise<ComposedDoctor> {
  const environment = host.env
  const log = createLog({ level: 'silent', format: 'text', now: Date.now })
  warningsToLog(log)
  const folder = dataFolder({
    environment,
    platform: host.platform,
    home: homedir(),
    workingFolder: host.cwd(),
  })
  const seen: SeenConnection[] = []
  const onConnection = (connection: SeenConnection) => void seen.push(connection)
  const http = createHttp({ environment, log, version, onConnection })
  const database = await openIfPossible(folder)
  const open = 'run' in database ? database : undefined
  const common = { http, callback: createCallback(), clock: createClock(), random: createRandom() }
  const stored = (): DoctorPorts['stored'] => {
    if ('code' in database) return { status: 'failed', problem: database }
    const app = {
      ...common,
      vault: vaultOnDemand({ database, ...usableVaultOptions(environment), log, signal }),
      store: createStore(database),
      signInWindow: createSignInWindow({ environment, platform: host.platform }),
      log,
      files: createNamedFiles(),
      version,
    }
    return { status: 'open', parts: { ...app, keeper: createKeeper(app) } }
  }
  const tunnelOn = (data: Database) => {
    const parts = { store: createStore(data), traffic: createTraffic(data) }
    const asker = `doctor ${host.pid}`
    return createTunnelDoctor({ ...common, view: () => lookAtTunnel({ ...parts, asker }) })
  }
  return {
    ports: {
      ...common,
      ...(open && { tunnel: tunnelOn(open) }),
      stored: stored(),
      seen: () => seen,
      tryVault: async (trial) =>
        tryVault({
          ...vaultOptionsFrom(environment),
          log,
          signal: trial,
          ...(open && { database: open }),
        }),
      machine: {
        product: version,
        node: process.version,
        system: `${platform()} ${release()} ${arch()}`,
        dataFolder: folder,
      },
    },
    close: async () => {
      await http.close()
      open?.close()
    },
  }
}

async function openIfPossible(folder: string): Promise<Database | Problem> {
  try {
    ensurePrivateFolder(folder)
    return await openDatabase(folder)
  } catch (error) {
    if (isProblem(error)) return error.problem
    throw error
  }
}

/** A value of AIP_VAULT that is not known fails the check of the vault, and must not end the others. */
function usableVaultOptions(environment: Environment): ReturnType<typeof vaultOptionsFrom> {
  try {
    return vaultOptionsFrom(environment)
  } catch (error) {
    if (isProblem(error)) return { kind: undefined, passphraseFile: undefined }
    throw error
  }
}
