/** Puts the app together for Electron: the adapters of this machine, with the shell's own sign-in window, keychain call and abilities. */
import { homedir } from 'node:os'
import { createCallback } from '#adapters/callback.ts'
import { createDoctorAccess, createSeenConnections } from '#adapters/doctor-access.ts'
import { openMachine } from '#adapters/machine.ts'
import { preferredNetwork } from '#adapters/preferred-network.ts'
import type { createRecentLog } from '#adapters/recent-log.ts'
import { announceApp } from '#adapters/running-app.ts'
import { createSignInWindow } from '#adapters/sign-in-window.ts'
import { watchStore } from '#adapters/store/store-changes.ts'
import { createTraffic } from '#adapters/store/traffic.ts'
import { keychainCallHere } from '#adapters/vault/keychain-child.ts'
import { createKeychain } from '#adapters/vault/keychain.ts'
import { createTunnel } from '#core/tunnel/create-tunnel.ts'
import { createDispatch } from '#core/window-app/dispatch.ts'
import { createWindowApp } from '#core/window-app/create-window-app.ts'
import { inProcessTransport } from '#core/window-app/in-process-transport.ts'
import { readPreferences } from '#core/window-app/preferences.ts'
import { createTunnelControl } from '#core/window-app/tunnel-control.ts'
import { agentFile } from '../agent-process/agent-file.ts'
import { linkMachine } from '../agent-process/link-machine.ts'
import { probeTunnel } from '../agent-process/probe-tunnel.ts'
import { doorVersion } from '../program-door/protocol.ts'
import { startProgramServer } from '../program-door/program-server.ts'
import { utilityAgentStarter } from './agent-utility.ts'
import type { Electron } from './electron.ts'
import { tell } from './notices.ts'
import { createPopupReplies } from './popup-replies.ts'
import type { AppDoor, OpenedApp } from './shell.ts'
import { createShellSignIn } from './sign-in-window.ts'
import { setStartAtLogin } from './start-at-login.ts'

/** The parts of Node's process the composition needs. */
export interface ShellProcess {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly execPath: string
  readonly pid: number
  cwd(): string
}

export type ShellLog = ReturnType<typeof createRecentLog>

/** Throws `store-*` problems when the data folder cannot be used. */
export async function composeShellApp(
  electron: Electron,
  own: ShellProcess,
  recent: ShellLog,
  door: AppDoor,
): Promise<OpenedApp> {
  const { platform } = own
  const { log } = recent
  // Filled in before the first request: what the person chose takes the place of what the environment says.
  const environment = { ...own.env }
  const ending = new AbortController()
  const systemBrowser = createSignInWindow({ environment: own.env, platform })
  const replies = createPopupReplies(createCallback())
  const home = homedir()
  // Electron's binary does not run as Node, so there is no child to make the call in.
  const keychain = createKeychain({ call: (request, signal) => keychainCallHere(request, signal) })
  const seen = createSeenConnections()
  const machine = await openMachine({
    environment,
    platform,
    home,
    workingFolder: own.cwd(),
    log,
    version: electron.app.getVersion(),
    signal: ending.signal,
    callback: replies.callback,
    keychain,
    onConnection: (connection) => seen.add(connection),
    signInWindow: createShellSignIn(electron, {
      lockdown: door.lockdown,
      systemBrowser,
      platform,
      environment: own.env,
      preferences: door.preferences,
      texts: door.texts,
      deliver: (reply) => replies.deliver(reply),
      log,
    }),
  })
  Object.assign(environment, preferredNetwork(readPreferences(machine.ports.store)))
  const tunnel = createTunnelControl(
    createTunnel(machine.ports, {
      startAgent: utilityAgentStarter(electron, agentFile(), environment),
      linkMachine: linkMachine(machine.sockets, machine.ports.version),
      traffic: createTraffic(machine.database),
      process: own.pid,
    }),
    machine.ports,
  )
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
      // Electron does not start for root: it has no sandbox for it either.
      asRoot: false,
    },
    dataFolder: machine.folder,
    tunnel,
    samples: {
      // Loaded only for those who try them.
      start: async () => (await import('../sample-servers/start-all.ts')).startAllSamples(),
    },
    pages: {
      show: async (url, signal) => {
        await systemBrowser.show(url, signal)
      },
    },
    host: {
      // The reply to the window that asked goes out first.
      quit: () => void setTimeout(door.quit, 50),
      setLaunchAtLogin: (on) => {
        setStartAtLogin(electron, { platform, home, environment, program: own.execPath }, on)
      },
      notifySignInNeeded: (_connectionId, name) => {
        const { signInNeededTitle, signInNeededBody } = door.texts()
        tell(electron, { title: signInNeededTitle(name), body: signInNeededBody }, door.showWindow)
      },
      recentLog: () => recent.text(),
    },
    doctor: createDoctorAccess(machine, {
      environment,
      seen,
      keychain,
      probe: probeTunnel(machine.ports.http),
    }),
    storeChanges: (listener) => watchStore(machine.database, listener),
  })
  const dispatch = createDispatch({
    handlers: app.handlers,
    log,
    random: machine.ports.random,
    checksOutput: !electron.app.isPackaged,
    ending: ending.signal,
  })
  void tunnel.takeUp()
  const programs = await startProgramServer({
    appFor: (signInWindow) => app.appFor(signInWindow),
    onOpen: async () => {
      door.showWindow()
      return {}
    },
    random: machine.ports.random,
    log,
  })
  const { port, key } = programs
  const retract = announceApp(machine.folder, { port, key, door: doorVersion })
  return {
    transport: inProcessTransport(app, dispatch),
    openOutside: (url) => {
      systemBrowser.show(url, ending.signal).catch((error: unknown) => {
        log.write('warn', 'a page could not be opened', { reason: String(error) })
      })
    },
    redial: (reason) => {
      log.write('info', 'the network may have changed', { reason })
      tunnel.redial()
    },
    close: async () => {
      retract()
      ending.abort()
      await programs.close()
      await app.close()
      await tunnel.close()
      await machine.close()
    },
  }
}
