/** The details of the connections a window has opened: token, tools, calls, trace. Closed ones cost nothing. */
import type { CallView, Details, TokenView } from '#contract/details.ts'
import { isProblem } from '#core/app-error.ts'
import type { App } from '#core/app/app.ts'
import { hasAuthorizationHeader } from '#core/app/parts.ts'
import { noSuchConnection, problemOf } from './problems.ts'
import type { WindowPorts } from './ports.ts'
import type { StateKeeper } from './state-keeper.ts'
import { recallTrace } from './traces.ts'

export interface OpenDetails {
  open(connectionId: string): Promise<void>
  close(connectionId: string): void
  /** Changes what is shown of a connection; nothing happens when it is not open. */
  change(connectionId: string, parts: Partial<Omit<Details, 'connectionId'>>): void
  of(connectionId: string): Details | undefined
  putCall(connectionId: string, call: CallView): void
  /** Reads the token again, after something may have changed it. */
  readToken(connectionId: string): Promise<void>
}

/** Opened connections and their newest calls that the state keeps. */
const mostOpen = 8
const mostCalls = 10

export function createOpenDetails(ports: WindowPorts, app: App, keeper: StateKeeper): OpenDetails {
  const of = (id: string) => keeper.state().details.find((each) => each.connectionId === id)
  const change: OpenDetails['change'] = (id, parts) => {
    const { details } = keeper.state()
    if (!of(id)) return
    keeper.change({
      details: details.map((each) => (each.connectionId === id ? { ...each, ...parts } : each)),
    })
  }
  const readToken = async (id: string) => {
    if (!of(id)) return
    change(id, { token: await tokenView(ports, app, id) })
  }
  return {
    of,
    change,
    readToken,
    async open(id) {
      nameOf(ports, id)
      const others = keeper.state().details.filter((each) => each.connectionId !== id)
      const fresh: Details = of(id) ?? {
        connectionId: id,
        token: { status: 'unread' },
        tools: { status: 'unread' },
        calls: [],
        trace: recallTrace(ports.store, id),
      }
      keeper.change({ details: [...others, fresh].slice(-mostOpen) })
      await readToken(id)
    },
    close(id) {
      const { details } = keeper.state()
      keeper.change({ details: details.filter((each) => each.connectionId !== id) })
    },
    putCall(id, call) {
      const calls = of(id)?.calls ?? []
      const known = calls.some((each) => each.id === call.id)
      const next = known
        ? calls.map((each) => (each.id === call.id ? call : each))
        : [call, ...calls].slice(0, mostCalls)
      change(id, { calls: next })
    },
  }
}

/** The name the verbs of the core want; throws `no-such-connection`. */
export function nameOf({ store }: WindowPorts, connectionId: string): string {
  const found = store.listConnections().find((each) => each.id === connectionId)
  if (!found) throw noSuchConnection()
  return found.name
}

async function tokenView(ports: WindowPorts, app: App, id: string): Promise<TokenView> {
  const connection = ports.store.listConnections().find((each) => each.id === id)
  if (!connection) return { status: 'none', why: 'not-signed-in' }
  const named = Object.fromEntries(connection.settings.headers.map((each) => [each, '']))
  try {
    const { issuer, clientId, scopes, expiresAt, refreshable, account, vault } = await app.token(
      connection.name,
    )
    const facts = { issuer, clientId, expiresAt, refreshable, account, vault }
    return { status: 'stored', ...facts, scopes: [...scopes] }
  } catch (error) {
    if (!isProblem(error, 'sign-in-needed')) {
      return { status: 'failed', problem: problemOf(error, ports.log, ports.random) }
    }
    if (hasAuthorizationHeader(named)) return { status: 'none', why: 'static-header' }
    return { status: 'none', why: connection.mode === 'NoAuth' ? 'no-login' : 'not-signed-in' }
  }
}
