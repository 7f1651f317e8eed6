/** The commands about stored connections and their tokens. */
import type { CommandHandlers } from '#contract/commands.ts'
import { ConnectionSettings } from '#contract/connection.ts'
import type { SignOutReceipt as Receipt } from '#contract/details.ts'
import { appError, isProblem } from '#core/app-error.ts'
import { forgetPins } from '#core/tunnel/tool-pins.ts'
import type { App, SignOutReceipt } from '#core/app/app.ts'
import type { JourneyRoom } from './journey-handlers.ts'
import { nameOf, type OpenDetails } from './open-details.ts'
import type { WindowPorts } from './ports.ts'
import { noSuchConnection, problemOf } from './problems.ts'
import type { SignInNotices } from './sign-in-notices.ts'
import type { StateKeeper } from './state-keeper.ts'
import { forgetTrace, rememberTrace } from './traces.ts'
import { say } from '#core/say.ts'

type ConnectionHandlers = Pick<
  CommandHandlers,
  Extract<
    keyof CommandHandlers,
    `connections.${string}` | `token.${string}` | `discovery.${string}`
  >
>

export interface ConnectionParts {
  readonly ports: WindowPorts
  readonly app: App
  readonly keeper: StateKeeper
  readonly details: OpenDetails
  readonly notices: SignInNotices
  readonly beginSignIn: JourneyRoom['beginSignIn']
  /** Lists the tools of a connection for everybody who looks at it. */
  readonly listTools: (connectionId: string, signal: AbortSignal) => Promise<void>
  /** Ends what is under way for a connection that goes away. */
  readonly endJourneysOf: (connectionId: string) => Promise<void>
}

export function createConnectionHandlers(parts: ConnectionParts): ConnectionHandlers {
  const { ports, app, details, notices, beginSignIn, listTools } = parts
  const { store } = ports
  const expecting = async <Value>(id: string, work: () => Promise<Value>): Promise<Value> => {
    const over = notices.expect(id)
    try {
      return await work()
    } finally {
      over()
    }
  }
  return {
    'connections.open': async ({ connectionId }) => {
      await details.open(connectionId)
      return {}
    },
    'connections.close': ({ connectionId }) => {
      details.close(connectionId)
      return {}
    },
    'connections.rename': ({ connectionId, name }) => {
      app.rename(nameOf(ports, connectionId), name)
      return {}
    },
    'connections.change': ({ connectionId, settings: change }) => {
      const stored = store.listConnections().find((each) => each.id === connectionId)
      if (!stored) throw noSuchConnection()
      const { settings, before } = changedSettings(stored.settings, change)
      store.saveConnection({ ...stored, settings })
      return { before }
    },
    'connections.remove': ({ connectionId }, signal) =>
      expecting(connectionId, async () => {
        const name = nameOf(ports, connectionId)
        await parts.endJourneysOf(connectionId)
        if (isExposed(parts, connectionId)) await ports.tunnel.unexpose(connectionId, signal)
        const receipt = await app.remove(name, signal)
        forgetPins(store, connectionId)
        forgetTrace(store, connectionId)
        details.close(connectionId)
        return receiptOf(receipt)
      }),
    'connections.test': async ({ connectionId }, signal) => {
      await expecting(connectionId, () => listTools(connectionId, signal))
      return {}
    },
    'connections.trace': async ({ connectionId }, signal) => {
      await trace(parts, connectionId, signal)
      return {}
    },
    'connections.sign-in': ({ connectionId, patience, grantType, ...options }) => {
      nameOf(ports, connectionId)
      const patienceMs = patience * 1000
      const wish = { ...options, patienceMs, ...(grantType && { grantType }) }
      return { journeyId: beginSignIn(connectionId, wish) }
    },
    'connections.sign-out': ({ connectionId }, signal) =>
      expecting(connectionId, async () => {
        const receipt = await app.signOut(nameOf(ports, connectionId), signal)
        await details.readToken(connectionId)
        return receiptOf(receipt)
      }),
    'connections.expose': async ({ connectionId }, signal) => {
      nameOf(ports, connectionId)
      return { publicUrl: await ports.tunnel.expose(connectionId, signal) }
    },
    'connections.unexpose': async ({ connectionId }, signal) => {
      await ports.tunnel.unexpose(connectionId, signal)
      return {}
    },
    'token.refresh': async ({ connectionId }, signal) => {
      const name = nameOf(ports, connectionId)
      const shown = details.of(connectionId)?.token
      if (shown?.status === 'stored') {
        details.change(connectionId, { token: { ...shown, status: 'refreshing' } })
      }
      try {
        await app.refresh(name, signal)
      } finally {
        await details.readToken(connectionId)
      }
      return {}
    },
    'discovery.run': async ({ url, loginHost }, signal) => {
      const settings = loginHost === undefined ? {} : { loginHost }
      return { discovery: await app.discover(url, { settings, signal }) }
    },
  }
}

/** Discovers for the trace; what it finds changes nothing else. */
async function trace(
  { ports, app, details }: ConnectionParts,
  connectionId: string,
  signal: AbortSignal,
): Promise<void> {
  const stored = ports.store.listConnections().find((each) => each.id === connectionId)
  if (!stored) throw noSuchConnection()
  const probes: Parameters<NonNullable<Parameters<App['discover']>[1]['onProbe']>>[0][] = []
  const show = () =>
    details.change(connectionId, { trace: { status: 'looking', probes: [...probes] } })
  show()
  try {
    const { url, settings } = stored
    const discovery = await app.discover(url, {
      settings,
      signal,
      onProbe: (probe) => {
        probes.push(probe)
        show()
      },
    })
    rememberTrace(ports, connectionId, discovery)
    details.change(connectionId, { trace: { status: 'found', at: ports.clock.now(), discovery } })
  } catch (error) {
    const problem = problemOf(error, ports.log, ports.random)
    const at = ports.clock.now()
    details.change(connectionId, { trace: { status: 'failed', at, probes, problem } })
    if (!isProblem(error)) throw error
  }
}

type SettingsChange = Parameters<ConnectionHandlers['connections.change']>[0]['settings']

/** Null takes a setting away; `before` is the change that undoes this one. */
function changedSettings(
  settings: ConnectionSettings,
  change: SettingsChange,
): { settings: ConnectionSettings; before: SettingsChange } {
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  const old = new Map<string, unknown>(Object.entries(settings))
  const before = Object.fromEntries(given.map(([name]) => [name, old.get(name) ?? null]))
  const all = Object.entries({ ...settings, ...Object.fromEntries(given) })
  const next = Object.fromEntries(all.filter(([, value]) => value !== null))
  const parsed = ConnectionSettings.safeParse(next)
  if (parsed.success) return { settings: parsed.data, before }
  throw appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: say('setting.impossible'),
    next: say('setting.impossible.next'),
  })
}

function isExposed({ keeper }: ConnectionParts, connectionId: string): boolean {
  return keeper.state().connections.some((each) => each.id === connectionId && each.exposed)
}

function receiptOf(receipt: SignOutReceipt): Receipt {
  return {
    ...receipt,
    refreshToken: { ...receipt.refreshToken },
    accessToken: { ...receipt.accessToken },
  }
}
