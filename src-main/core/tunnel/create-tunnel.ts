/** The Edge Tunnel of this machine, for window and command line: link it, offer connections, run it, look at it. */
import type { Connection } from '#contract/connection.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { createKeeper } from '#core/app/keeper.ts'
import { connectionNamed } from '#core/app/names.ts'
import { inSession } from '#core/app/open-connection.ts'
import { rememberZone, zoneIsKnown } from '#core/app/parts.ts'
import type { AppPorts } from '#core/app/parts.ts'
import { appError } from '#core/app-error.ts'
import type { Zone } from '#core/ports.ts'
import { forgetExposed, listExposed, publicName, rememberExposed } from './exposed-record.ts'
import type { Exposed } from './exposed-record.ts'
import { forgetLink, linkFacts, notLinked, readLink, saveLink } from './link-record.ts'
import { lookAtTunnel } from './look-at-tunnel.ts'
import type {
  AgentTransport,
  LinkMachine,
  LocalWish,
  NumberedCall,
  StartAgent,
  Traffic,
} from './ports.ts'
import { runTunnel } from './run-tunnel.ts'
import type { RunListener } from './run-tunnel.ts'
import { isSupervised, readState, wish } from './shared-state.ts'
import { forgetPins, pinTools } from './tool-pins.ts'
import { publicAddress } from './tunnel-view.ts'
import { say } from '#core/say.ts'

export interface TunnelPorts {
  readonly startAgent: StartAgent
  readonly linkMachine: LinkMachine
  readonly traffic: Traffic
  /** Process id of this process. */
  readonly process: number
}

export interface RunWish {
  /** Default: lines to the relay this machine is linked to. */
  readonly transport?: AgentTransport
  readonly local?: LocalWish
}

export interface Exposing {
  readonly connection: Connection
  readonly publicUrl: string
  /** Names of the tools that are approved now; empty for `passThrough`. */
  readonly tools: readonly string[]
}

export interface Tunnel {
  /** Throws `tunnel-key-refused`, `relay-unreachable`. */
  link(key: string, signal: AbortSignal): Promise<void>
  /** Forgets the identity here; the relay's administrator revokes it there. A running tunnel is stopped. */
  unlink(signal: AbortSignal): Promise<void>
  /** Runs the tunnel until the signal aborts or another process stops it. Throws `not-linked`, `tunnel-running`. */
  run(listener: RunListener, signal: AbortSignal, how?: RunWish): Promise<void>
  /** Asks whoever runs it to stop, and waits until it has; false: nobody ran it. */
  stop(signal: AbortSignal): Promise<boolean>
  isRunning(): boolean
  pause(): void
  resume(): void
  redial(): void
  /** Offers a connection, with its tools approved as they are now. Throws what listing the tools throws. */
  expose(name: string, options: { passThrough: boolean }, signal: AbortSignal): Promise<Exposing>
  /** False: it was not exposed. */
  unexpose(name: string): boolean
  exposed(): Exposed[]
  view(): TunnelView
  calls(options: { readonly after?: number; readonly limit: number }): NumberedCall[]
  /** Where a server is, to say beforehand whether the platform can reach it without a tunnel. */
  zoneOf(url: string, signal: AbortSignal): Promise<Zone>
}

const stopPatienceMs = 40_000

export function createTunnel(ports: AppPorts, tunnel: TunnelPorts): Tunnel {
  const app = { ...ports, keeper: createKeeper(ports) }
  const { store, vault, clock, random, http } = ports
  const asker = `asker ${Array.from(random.bytes(8), (byte) => byte.toString(16)).join('')}`
  const isRunning = () => isSupervised(store, asker)
  const named = (name: string) => connectionNamed(name, store.listConnections())

  async function stop(signal: AbortSignal): Promise<boolean> {
    if (!isRunning()) return false
    wish(store, { stop: clock.now() })
    const patience = clock.now() + stopPatienceMs
    while (isRunning()) {
      if (clock.now() > patience) throw doesNotStop()
      await clock.wait(100, signal)
    }
    return true
  }

  return {
    async link(key, signal) {
      await saveLink(ports, await tunnel.linkMachine(key, signal))
      store.audit('tunnel-linked', 'tunnel')
    },
    async unlink(signal) {
      if (!linkFacts(store)) throw notLinked()
      await stop(signal)
      await forgetLink(ports)
      store.audit('tunnel-unlinked', 'tunnel')
    },
    async run(listener, signal, how = {}) {
      if (!how.transport && !linkFacts(store)) throw notLinked()
      const transport = {
        kind: how.transport?.kind ?? 'relay',
        read: () => (how.transport ? Promise.resolve(how.transport) : relayTransport()),
      }
      const local = how.local && { local: how.local }
      await runTunnel({ app, ...tunnel, transport, ...local }, listener, signal)
    },
    stop,
    isRunning,
    pause: () => wish(store, { paused: true }),
    resume: () => wish(store, { paused: false }),
    redial: () => wish(store, { redial: clock.now() }),
    async expose(name, { passThrough }, signal) {
      const connection = named(name)
      // An imported server was never looked at: what the person offers now may lie where it lies.
      if (!zoneIsKnown(store, connection.id)) {
        rememberZone(store, connection.id, await http.zoneOf(connection.url, signal))
      }
      const tools = passThrough
        ? []
        : await inSession(app, connection, signal, (session) => session.listTools(signal))
      if (passThrough) forgetPins(store, connection.id)
      else pinTools(store, connection.id, tools)
      const others = listExposed(store).filter((each) => each.connection.id !== connection.id)
      const before = listExposed(store).find((each) => each.connection.id === connection.id)
      const taken = others.map((each) => each.record.name)
      const record = {
        name: before?.record.name ?? publicName(connection, taken),
        passThrough,
        since: before?.record.since ?? clock.now(),
      }
      rememberExposed(store, connection.id, record)
      store.audit('exposed', connection.id)
      const base = publicBase()
      return {
        connection,
        publicUrl: base === undefined ? '' : publicAddress(base, record.name),
        tools: tools.map((each) => each.name),
      }
    },
    unexpose(name) {
      const { id } = named(name)
      const was = listExposed(store).some((each) => each.connection.id === id)
      // What was approved and blocked stays: it is the person's word about the server, not about the tunnel.
      forgetExposed(store, id)
      if (was) store.audit('unexposed', id)
      return was
    },
    exposed: () => listExposed(store),
    view: () => lookAtTunnel({ store, traffic: tunnel.traffic, asker }),
    calls: (options) => tunnel.traffic.read(options),
    zoneOf: (url, signal) => ports.http.zoneOf(url, signal),
  }

  async function relayTransport(): Promise<AgentTransport> {
    const link = await readLink(vault)
    if (!link) throw notLinked()
    const { tunnelId, deviceId, privateKey, relay } = link
    return { kind: 'relay', relays: [relay], identity: { tunnelId, deviceId, privateKey } }
  }

  function publicBase(): string | undefined {
    const state = isRunning() ? readState(store) : undefined
    return state?.publicUrl ?? linkFacts(store)?.publicUrl
  }
}

function doesNotStop() {
  return appError('timed-out', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: say('tunnel.no-stop'),
    next: say('tunnel.no-stop.next'),
  })
}
