/** Puts the app together for Electron: the adapters of this machine, with the shell's own sign-in window, keychain call and abilities. */
import { homedir } from 'node:os'
import { createCallback } from '#adapters/callback.ts'
import { createLog } from '#adapters/log.ts'
import { openMachine } from '#adapters/machine.ts'
import { createRecentLog } from '#adapters/recent-log.ts'
import { createSignInWindow } from '#adapters/sign-in-window.ts'
import { watchStore } from '#adapters/store/store-changes.ts'
import { keychainCallHere } from '#adapters/vault/keychain-child.ts'
import { createKeychain } from '#adapters/vault/keychain.ts'
import type { Log } from '#core/ports.ts'
import { createDispatch } from '#core/window-app/dispatch.ts'
import { createWindowApp } from '#core/window-app/create-window-app.ts'
import { inProcessTransport } from '#core/window-app/in-process-transport.ts'
import { unavailableTunnel } from '#core/window-app/unavailable-tunnel.ts'
import { startAllSamples } from '../sample-servers/start-all.ts'
import type { Electron } from './electron.ts'
import { tell } from './notices.ts'
import { platformCallbackFrom } from './policy/platform-callback.ts'
import { createPopupReplies } from './popup-replies.ts'
import type { AppDoor, OpenedApp } from './shell.ts'
import { createShellSignIn } from './sign-in-window.ts'
import { setStartAtLogin } from './start-at-login.ts'

/** The parts of Node's process the composition needs. */
export interface ShellProcess {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly execPath: string
  cwd(): string
}

export interface ShellLog {
  readonly log: Log
  readonly recent: () => string
}

/** Lines for the diagnostics; on the terminal too with `AIP_DEBUG=1`. */
export function createShellLog(environment: ShellProcess['env']): ShellLog {
  const debugs = environment['AIP_DEBUG'] === '1'
  const recent = createRecentLog(debugs ? (line) => void process.stderr.write(line) : undefined)
  const log = createLog({
    level: debugs ? 'debug' : 'info',
    format: 'text',
    now: Date.now,
    write: (line) => recent.write(line),
  })
  return { log, recent: () => recent.text() }
}

/** Throws `store-*` problems when the data folder cannot be used. */
export async function composeShellApp(
  electron: Electron,
  own: ShellProcess,
  { log, recent }: ShellLog,
  door: AppDoor,
): Promise<OpenedApp> {
  const { env: environment, platform } = own
  const ending = new AbortController()
  const systemBrowser = createSignInWindow({ environment, platform })
  const replies = createPopupReplies(createCallback())
  const home = homedir()
  const machine = await openMachine({
    environment,
    platform,
    home,
    workingFolder: own.cwd(),
    log,
    version: electron.app.getVersion(),
    signal: ending.signal,
    callback: replies.callback,
    // Electron's binary does not run as Node, so there is no child to make the call in.
    keychain: createKeychain({ call: (request, signal) => keychainCallHere(request, signal) }),
    signInWindow: createShellSignIn(electron, {
      lockdown: door.lockdown,
      systemBrowser,
      environment,
      platformCallback: platformCallbackFrom(environment),
      preferences: door.preferences,
      texts: door.texts,
      deliver: (reply) => replies.deliver(reply),
      log,
    }),
  })
  const app = createWindowApp({
    ...machine.ports,
    shell: {
      name: 'electron',
      can: {
        popup: true,
        hideToTray: true,
        launchAtLogin: electron.app.isPackaged,
        notify: electron.Notification.isSupported(),
      },
    },
    dataFolder: machine.folder,
    tunnel: unavailableTunnel('The Edge Tunnel is not part of this window yet.'),
    samples: { start: startAllSamples },
    pages: {
      show: async (url, signal) => {
        await systemBrowser.show(url, signal)
      },
    },
    host: {
      quit: door.quit,
      setLaunchAtLogin: (on) => {
        setStartAtLogin(electron, { platform, home, environment, program: own.execPath }, on)
      },
      notifySignInNeeded: (_connectionId, name) => {
        const { signInNeededTitle, signInNeededBody } = door.texts()
        tell(electron, { title: signInNeededTitle(name), body: signInNeededBody }, door.showWindow)
      },
      recentLog: recent,
    },
    storeChanges: (listener) => watchStore(machine.database, listener),
  })
  const dispatch = createDispatch({
    handlers: app.handlers,
    log,
    random: machine.ports.random,
    checksOutput: !electron.app.isPackaged,
    ending: ending.signal,
  })
  return {
    transport: inProcessTransport(app, dispatch),
    openOutside: (url) => {
      systemBrowser.show(url, ending.signal).catch((error: unknown) => {
        log.write('warn', 'a page could not be opened', { reason: String(error) })
      })
    },
    redial: (reason) => log.write('info', 'the network may have changed', { reason }),
    close: async () => {
      ending.abort()
      await app.close()
      await machine.close()
    },
  }
}
