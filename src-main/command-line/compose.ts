/** Chooses the adapters of this machine and puts the app together over them. The only place of the command line that knows both. */
import { homedir } from 'node:os'
import { createCallback } from '#adapters/callback.ts'
import { createClock } from '#adapters/clock.ts'
import { createHttp } from '#adapters/http/http.ts'
import { createLog } from '#adapters/log.ts'
import { createNamedFiles } from '#adapters/named-files.ts'
import { dataFolder, ensurePrivateFolder } from '#adapters/paths.ts'
import { createRandom } from '#adapters/random.ts'
import { createSignInWindow } from '#adapters/sign-in-window.ts'
import { openDatabase } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { vaultOptionsFrom } from '#adapters/vault/vault-kind.ts'
import { vaultOnDemand } from '#adapters/vault/vault-on-demand.ts'
import type { App } from '#core/app/app.ts'
import { createApp } from '#core/app/create-app.ts'
import type { SignInWindow } from '#core/ports.ts'
import { version } from './version.ts'
import type { VerbContext } from './verb.ts'

export interface ComposedApp extends App {
  /** Lets go of the network and the data file, so that the process can end. */
  close(): Promise<void>
}

/** What the demonstration puts in place of this machine's own. */
export interface Instead {
  readonly environment?: Record<string, string | undefined>
  readonly signInWindow?: SignInWindow
}

export async function composeApp(
  { host, signal }: VerbContext,
  instead: Instead = {},
): Promise<ComposedApp> {
  const environment = instead.environment ?? host.env
  const level = environment['AIP_DEBUG'] === '1' ? 'debug' : 'silent'
  const log = createLog({ level, format: 'text', now: Date.now })
  const folder = dataFolder({
    environment,
    platform: host.platform,
    home: homedir(),
    workingFolder: host.cwd(),
  })
  ensurePrivateFolder(folder)
  const database = await openDatabase(folder)
  const http = createHttp({ environment, log, version })
  const vault = vaultOnDemand({ database, ...vaultOptionsFrom(environment), log, signal })
  const app = createApp({
    http,
    vault,
    store: createStore(database),
    callback: createCallback(),
    signInWindow:
      instead.signInWindow ?? createSignInWindow({ environment, platform: host.platform }),
    clock: createClock(),
    files: createNamedFiles(),
    random: createRandom(),
    log,
    version,
  })
  return {
    ...app,
    close: async () => {
      await http.close()
      database.close()
    },
  }
}
