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
): Pools {
  const agents = new Map<string, { agent: Agent; dispatcher: Dispatcher }>()
  return {
    async dispatcherFor(reach, proxy) {
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
        allowH2: false,
        maxHeaderSize: 65_536,
      })
      const dispatcher = proxy ? agent.compose(plainThrough(proxy)) : agent
      agents.set(key, { agent, dispatcher })
      return dispatcher
    },
    async close() {
      const all = [...agents.values()]
      agents.clear()
      await Promise.all(all.map(({ agent }) => agent.destroy()))
    },
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
