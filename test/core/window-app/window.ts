/** An app behind a window for tests: this machine's adapters, a data folder of its own, a scripted browser, and the typed client. */
import { expect, onTestFinished, vi } from 'vitest'
import { createCallback } from '#adapters/callback.ts'
import { createClock } from '#adapters/clock.ts'
import { forOthers } from '#adapters/for-others.ts'
import { createHttp } from '#adapters/http/http.ts'
import type { Sockets } from '#adapters/http/http.ts'
import { createNamedFiles } from '#adapters/named-files.ts'
import { createRandom } from '#adapters/random.ts'
import { openDatabase } from '#adapters/store/database.ts'
import type { Database } from '#adapters/store/database.ts'
import { watchStore } from '#adapters/store/store-changes.ts'
import { createStore } from '#adapters/store/store.ts'
import { createVaultDoor } from '#adapters/vault/vault-door.ts'
import type { VaultOptions } from '#adapters/vault/open-vault.ts'
import { AppState } from '#contract/app-state.ts'
import type { CommandInput, CommandName, CommandOutput } from '#contract/commands.ts'
import type { Journey } from '#contract/journey.ts'
import { createClient, type Client } from '#contract/transport.ts'
import type { AppPorts } from '#core/app/parts.ts'
import type { Log } from '#core/ports.ts'
import { createDispatch, type Dispatch } from '#core/window-app/dispatch.ts'
import { createWindowApp, type WindowApp } from '#core/window-app/create-window-app.ts'
import { inProcessTransport } from '#core/window-app/in-process-transport.ts'
import type { WindowPorts } from '#core/window-app/ports.ts'
import type { RunningTunnel } from '#core/window-app/tunnel-control.ts'
import { unavailableTunnel } from '#core/window-app/unavailable-tunnel.ts'
import { probeTunnel } from '../../../src-main/agent-process/probe-tunnel.ts'
import { approveLikeAPerson } from '../../../src-main/sample-servers/approve-like-a-person.ts'
import { startAllSamples } from '../../../src-main/sample-servers/start-all.ts'
import { privateFolder } from '../../adapters/store/private-folder.ts'
import { noCommands } from '../no-commands.ts'

export interface Script {
  readonly folder?: string
  /** What their browser does with a sign-in page; signs in when left out. */
  readonly browser?: (url: string) => unknown
  readonly vault?: Partial<VaultOptions>
  readonly ports?: Partial<WindowPorts>
  /** Variables a report of the doctor may name. */
  readonly environment?: Readonly<Record<string, string>>
  /** A tunnel over the same machine. */
  readonly tunnel?: (
    ports: AppPorts,
    more: { readonly database: Database; readonly sockets: Sockets },
  ) => RunningTunnel
}

export interface TestWindow {
  readonly app: WindowApp
  readonly dispatch: Dispatch
  readonly client: Client
  readonly folder: string
  /** Sign-in pages that were opened. */
  readonly opened: string[]
  /** Connections a notice was shown for. */
  readonly notices: string[]
  readonly logged: string[]
  /** Runs a command that has to succeed. */
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>>
  /** Runs a command that has to fail, and gives the code of its problem. */
  refused<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<string>
  /** Waits until the journey is in one of the phases; every state on the way is held to the contract. */
  journeyIn<Status extends Journey['phase']['status']>(
    journeyId: string,
    ...statuses: Status[]
  ): Promise<Journey & { phase: Extract<Journey['phase'], { status: Status }> }>
  close(): Promise<void>
}

/** Everything closes when the test ends. */
export async function openWindow(script: Script = {}): Promise<TestWindow> {
  const folder = script.folder ?? privateFolder()
  const opened: string[] = []
  const notices: string[] = []
  const logged: string[] = []
  const log: Log = {
    write: (level, message, facts) =>
      void logged.push(`${level} ${message} ${JSON.stringify(facts ?? {})}`),
  }
  const database = await openDatabase(folder)
  const http = createHttp({ environment: {}, log, version: 'test' })
  const browser = script.browser ?? ((url: string) => approveLikeAPerson(url))
  const machine = {
    http,
    commandFetch: noCommands,
    store: createStore(database),
    vault: createVaultDoor({ database, kind: 'session', log, ...script.vault }),
    callback: createCallback(),
    files: createNamedFiles(),
    clock: createClock(),
    random: createRandom(),
    log,
    version: 'test',
    signInWindow: {
      show: (url) => {
        opened.push(url)
        // A browser lives its own life: what goes wrong there shows as a reply that never comes.
        void Promise.resolve(browser(url)).catch(() => undefined)
        return Promise.resolve({
          closed: new Promise<void>(() => undefined),
          close: () => undefined,
        })
      },
    },
  } satisfies AppPorts
  const tunnel = script.tunnel?.(machine, { database, sockets: http })
  const app = createWindowApp({
    ...machine,
    shell: {
      name: 'test',
      can: { popup: false, hideToTray: false, launchAtLogin: false, notify: true },
      asRoot: false,
    },
    dataFolder: folder,
    tunnel: tunnel ?? unavailableTunnel('There is no tunnel in this test.'),
    samples: { start: startAllSamples },
    pages: { show: (url) => Promise.resolve(void opened.push(url)) },
    host: {
      quit: () => undefined,
      setLaunchAtLogin: () => undefined,
      notifySignInNeeded: (id) => void notices.push(id),
      recentLog: () => '',
    },
    doctor: {
      machine: { product: 'test', node: 'v24.0.0', system: 'test', dataFolder: folder },
      tryVault: () => Promise.resolve({ kind: 'session', made: false }),
      seen: () => [],
      environment: script.environment ?? {},
      probe: probeTunnel(http),
      forOthers,
    },
    storeChanges: (listener) => watchStore(database, listener),
    ...script.ports,
  })
  const random = createRandom()
  const dispatch = createDispatch({ handlers: app.handlers, log, random, checksOutput: true })
  const client = createClient(inProcessTransport(app, dispatch))
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await app.close()
    await tunnel?.close()
    await http.close()
    database.close()
  }
  onTestFinished(close)
  return {
    app,
    dispatch,
    client,
    folder,
    opened,
    notices,
    logged,
    close,
    async run(name, input) {
      const reply = await client.run(name, input)
      if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.problem)}`)
      return reply.value
    },
    async refused(name, input) {
      const reply = await client.run(name, input)
      return reply.ok ? 'not refused' : reply.problem.code
    },
    journeyIn(journeyId, ...statuses) {
      return vi.waitFor(
        () => {
          const state = AppState.parse(app.state())
          const journey = state.journeys.find((each) => each.id === journeyId)
          const { phase } = journey ?? {}
          expect(statuses, JSON.stringify(phase)).toContain(phase?.status)
          return journey as never
        },
        { timeout: 15_000, interval: 20 },
      )
    },
  }
}
