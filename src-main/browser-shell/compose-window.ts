/** Chooses what the window in a browser is made of, and puts its app together. */
import { homedir } from 'node:os'
import { createDoctorAccess, createSeenConnections } from '#adapters/doctor-access.ts'
import { openMachine } from '#adapters/machine.ts'
import { preferredNetwork } from '#adapters/preferred-network.ts'
import { createSignInWindow } from '#adapters/sign-in-window.ts'
import { watchStore } from '#adapters/store/store-changes.ts'
import { createTraffic } from '#adapters/store/traffic.ts'
import type { Log, SignInWindow } from '#core/ports.ts'
import { createTunnel } from '#core/tunnel/create-tunnel.ts'
import { createWindowApp, type WindowApp } from '#core/window-app/create-window-app.ts'
import { readPreferences } from '#core/window-app/preferences.ts'
import { createTunnelControl } from '#core/window-app/tunnel-control.ts'
import { agentFile } from '../agent-process/agent-file.ts'
import { linkMachine } from '../agent-process/link-machine.ts'
import { probeTunnel } from '../agent-process/probe-tunnel.ts'
import { agentStarter } from '../agent-process/start-agent.ts'
import { createSignInPopup } from './sign-in-popup.ts'

export interface WindowHost {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly workingFolder: string
  readonly version: string
  readonly signal: AbortSignal
  readonly log: Log
  readonly recentLog: () => string
  /** Program of an installed browser, for windows of our own. */
  readonly browser: string | undefined
  readonly asRoot: boolean
  readonly quit: () => void
}

export interface ComposedWindow {
  readonly app: WindowApp
  readonly folder: string
  close(): Promise<void>
}

export async function composeWindow(host: WindowHost): Promise<ComposedWindow> {
  const { platform, version, signal, log, browser, asRoot } = host
  const system = createSignInWindow({ environment: host.environment, platform })
  // Filled in before the first request: what the person chose takes the place of what the environment says.
  const environment = { ...host.environment }
  let wantsPopup = () => true
  const signInWindow: SignInWindow = createSignInPopup({
    system,
    browser,
    environment: host.environment,
    wantsPopup: () => wantsPopup(),
    asRoot,
  })
  const seen = createSeenConnections()
  const machine = await openMachine({
    environment,
    platform,
    home: homedir(),
    workingFolder: host.workingFolder,
    log,
    version,
    signal,
    signInWindow,
    onConnection: (connection) => seen.add(connection),
  })
  const { ports, database, folder } = machine
  wantsPopup = () => readPreferences(ports.store).signInWith === 'popup'
  Object.assign(environment, preferredNetwork(readPreferences(ports.store)))
  const tunnel = createTunnelControl(
    createTunnel(ports, {
      startAgent: agentStarter(agentFile(), environment),
      linkMachine: linkMachine(machine.sockets, version),
      traffic: createTraffic(database),
      process: process.pid,
    }),
    ports,
  )
  const app = createWindowApp({
    ...ports,
    shell: {
      name: 'browser',
      can: {
        popup: browser !== undefined,
        hideToTray: false,
        launchAtLogin: false,
        notify: false,
      },
      asRoot,
    },
    dataFolder: folder,
    tunnel,
    samples: {
      // Loaded only for those who try them.
      start: async () => (await import('../sample-servers/start-all.ts')).startAllSamples(),
    },
    pages: { show: async (url, stop) => void (await system.show(url, stop)) },
    host: {
      quit: host.quit,
      setLaunchAtLogin: () => undefined,
      notifySignInNeeded: () => undefined,
      recentLog: host.recentLog,
    },
    doctor: createDoctorAccess(machine, { environment, seen, probe: probeTunnel(ports.http) }),
    storeChanges: (listener) => watchStore(database, listener),
  })
  void tunnel.takeUp()
  return {
    app,
    folder,
    close: async () => {
      await app.close()
      await tunnel.close()
      await machine.close()
    },
  }
}
