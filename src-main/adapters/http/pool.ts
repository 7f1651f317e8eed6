/** Keeps connections alive and apart: one pool for each reach, so that no request rides on a socket another reach has allowed. */
import type { Agent, Dispatcher } from 'undici'
import type { Reach } from '#core/ports.ts'
import { dial, proxyAuthorization } from './dial.ts'
import type { DialWay } from './dial.ts'
import { proxyLoginNeeded } from './failure.ts'

export interface Pools {
  /** The dispatcher for requests within `reach`, by way of `proxy`. */
  dispatcherFor(reach: Reach, proxy: URL | undefined): Promise<Dispatcher>
  close(): Promise<void>
}

/** undici is loaded with the first request: it costs more than everything `aip --help` may take. */
export function createPools(
  wayFor: (reach: Reach, proxy: URL | undefined) => DialWay,
  closing: AbortSignal,
  wallClock: () => number,
): Pools {
  const agents = new Map<string, { agent: Agent; dispatcher: Dispatcher }>()
  const leaving = new Set<Agent>()
  const hasSlept = noticeSleep(wallClock)

  const leaveAll = () => {
    for (const { agent } of agents.values()) {
      leaving.add(agent)
      // What is in flight goes on to its end; nothing new begins on these connections.
      void agent.close().finally(() => leaving.delete(agent))
    }
    agents.clear()
  }

  return {
    async dispatcherFor(reach, proxy) {
      if (hasSlept()) leaveAll()
      const key = keyOf(reach, proxy)
      const known = agents.get(key)
      if (known) return known.dispatcher
      const { Agent } = await import('undici')
      // Somebody else may have opened it while undici was loaded.
      const opened = agents.get(key)
      if (opened) return opened.dispatcher
      const agent = new Agent({
        connect: connector(wayFor(reach, proxy), closing),
        headersTimeout: 0,
        bodyTimeout: 0,
        // However long a server promises to keep a connection, something in between may forget it sooner.
        keepAliveMaxTimeout: 30_000,
        allowH2: false,
        maxHeaderSize: 65_536,
      })
      const dispatcher = proxy ? agent.compose(plainThrough(proxy)) : agent
      agents.set(key, { agent, dispatcher })
      return dispatcher
    },
    async close() {
      const all = [...leaving, ...[...agents.values()].map(({ agent }) => agent)]
      agents.clear()
      await Promise.all(all.map((agent) => agent.destroy()))
    },
  }
}

const jumpMs = 5_000

/**
 * While a computer sleeps, the time of day goes on and the clock that timers live by mostly does not: the connections kept open look
 * fresh, and the other side has forgotten them.
 */
function noticeSleep(wallClock: () => number): () => boolean {
  const difference = () => wallClock() - performance.now()
  let known = difference()
  return () => {
    const now = difference()
    const slept = Math.abs(now - known) > jumpMs
    known = now
    return slept
  }
}

type Connect = Extract<NonNullable<Agent.Options['connect']>, (...all: never[]) => unknown>

function connector(way: DialWay, closing: AbortSignal): Connect {
  const open = async (...[options, callback]: Parameters<Connect>): Promise<void> => {
    try {
      const url = new URL(`${options.protocol}//${options.host ?? ''}`)
      callback(null, await dial(url, way, closing))
    } catch (error) {
      callback(error instanceof Error ? error : new Error(String(error)), null)
    }
  }
  return (options, callback) => void open(options, callback)
}

type Interceptor = Dispatcher.DispatcherComposeInterceptor

/** Plain http through a proxy names the whole address in the request line (RFC 9112 §3.2.2); a 407 to it is the proxy's. */
function plainThrough(proxy: URL): Interceptor {
  return (dispatch) => (options, handler) => {
    const origin = String(options.origin ?? '')
    if (!origin.startsWith('http:')) return dispatch(options, handler)
    const watching: Dispatcher.DispatchHandler = Object.assign(Object.create(handler), {
      onResponseStart(...all: ResponseStart) {
        const [controller, status, headers] = all
        if (status !== 407) return handler.onResponseStart?.call(this, ...all)
        const challenge = String(headers['proxy-authenticate'] ?? '')
        return controller.abort(proxyLoginNeeded(new URL(origin), proxy, challenge))
      },
    })
    return dispatch({ ...options, path: origin + options.path }, watching)
  }
}

/** Presents the login in the proxy's address with requests whose headers are a flat list; `fetch` writes its own. */
export function withProxyLogin(proxy: URL): Interceptor {
  const login = Object.entries(proxyAuthorization(proxy)).flat()
  return (dispatch) => (options, handler) => {
    const headers = Array.isArray(options.headers) ? options.headers : []
    return dispatch({ ...options, headers: [...headers, ...login] }, handler)
  }
}

type ResponseStart = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>

function keyOf(reach: Reach, proxy: URL | undefined): string {
  return JSON.stringify([
    reach.zone,
    reach.plainHttpConfirmed ?? false,
    [...(reach.allowOrigins ?? [])].sort(),
    reach.caFile ?? '',
    reach.clientCertificateFile ?? '',
    proxy?.href ?? '',
  ])
}
