/** The one HTTP layer: every request of every leg goes through here, and fails with problems only. */
import type { Socket } from 'node:net'
import type { Dispatcher, RequestInit as UndiciRequestInit } from 'undici'
import { appError } from '#core/app-error.ts'
import type { AppError } from '#core/app-error.ts'
import type { Http, Log, Reach, SeenConnection } from '#core/ports.ts'
import { answerWithin } from './answer.ts'
import { createFindPortal, refusePortal } from './captive-portal.ts'
import type { FindPortal } from './captive-portal.ts'
import { defaultLimits, startDeadline } from './deadline.ts'
import type { Deadline } from './deadline.ts'
import { abortable, dial, proxyAuthorization } from './dial.ts'
import { appErrorIn, codeIn, networkProblem } from './failure.ts'
import { createPools, withProxyLogin } from './pool.ts'
import { chooseProxy } from './proxy-choice.ts'
import type { Environment } from './proxy-choice.ts'
import type { FindProxy } from './proxy-script.ts'
import { lookupBySystem } from './resolve.ts'
import type { Lookup } from './resolve.ts'
import { createRouter } from './route.ts'
import { createTrustStore } from './trust.ts'
import { say, type Sentence } from '#core/say.ts'

export interface HttpOptions {
  readonly environment: Environment
  readonly log: Log
  /** Version of this program, for the User-Agent. */
  readonly version: string
  readonly platform?: NodeJS.Platform
  readonly lookup?: Lookup
  /** The shell's own way to the settings of the system, asked where the environment names no proxy. */
  readonly findProxy?: FindProxy
  /** How a network that answers in place of others is found out. */
  readonly findPortal?: FindPortal
  readonly limits?: typeof defaultLimits
  /** Milliseconds since 1970; it jumps while the computer sleeps. */
  readonly wallClock?: () => number
  /** Told about each connection that was opened. */
  readonly onConnection?: (connection: SeenConnection) => void
}

/** Http with an end: `close` breaks every connection off, so that the process can exit. */
export type ClosableHttp = Http & { close(): Promise<void> }

/** The same layer for those who need raw bytes or a bare socket: the gateway and the carrier of the tunnel. */
export interface Sockets {
  /** Sends requests to the origin of `address` as they are given, without limits of time or size; every dial is checked against the reach. */
  dispatcherFor(address: string, reach: Reach): Promise<Dispatcher>
  /** How requests to the origin of `address` get there now. Throws problems. */
  routeTo(address: string, reach: Reach): Promise<Route>
  /** A connected socket to the origin: through the proxy where there is one, encrypted and verified for https. Throws problems. */
  dial(address: string, reach: Reach, signal: AbortSignal): Promise<Socket>
}

export type Route =
  /** Sockets to the origin itself: at once, or through a tunnel of the proxy (RFC 9110 §9.3.6). */
  | {
      readonly kind: 'sockets'
      readonly proxy: URL | undefined
      open(signal: AbortSignal): Promise<Socket>
    }
  /** The proxy is asked with whole addresses (RFC 9112 §3.2.2): use a dispatcher. */
  | { readonly kind: 'through-proxy' }

export type MachineHttp = ClosableHttp & Sockets

/** Builds the HTTP layer; nothing is loaded or opened before the first request. */
export function createHttp(options: HttpOptions): MachineHttp {
  const { environment, log, version, lookup = lookupBySystem, limits = defaultLimits } = options
  const platform = options.platform ?? process.platform
  const closing = new AbortController()
  const trusts = createTrustStore(environment, log)
  const router = createRouter(chooseProxy(environment, options.findProxy), lookup)
  const findPortal = options.findPortal ?? createFindPortal(lookup)
  const wayFor = (reach: Reach, proxy: URL | undefined) => {
    const trust = () => trusts.trustFor(reach)
    return { reach, proxy, lookup, platform, trust, findPortal, seen: options.onConnection }
  }
  let loading: Promise<typeof import('undici')> | undefined
  // Asked for once: in a bundle, each import() of a CommonJS module copies all that it exports.
  const undici = () => (loading ??= import('undici'))
  const pools = createPools(wayFor, closing.signal, options.wallClock ?? Date.now)

  const send = async (url: URL, init: RequestInit, reach: Reach, deadline: Deadline) => {
    const proxy = await abortable(router.route(url, reach), deadline.signal)
    const problem = (error: unknown) => networkProblem(error, { url, platform, proxy })
    try {
      const dispatcher = await pools.dispatcherFor(reach, proxy)
      const { fetch } = await undici()
      const headers = headersFor(url, init, version, proxy)
      const request = { ...init, headers, dispatcher, redirect: 'manual', signal: deadline.signal }
      const ask = () => abortable(fetch(url, request as UndiciRequestInit), deadline.signal)
      const answer = await ask().catch((error: unknown) => {
        if (deadline.signal.aborted || !isRepeatable(init) || !isBroken(error)) throw error
        return ask()
      })
      if (!proxy) await refusePortal(url, answer, findPortal)
      return answerWithin(url, answer, deadline, problem)
    } catch (error) {
      throw problem(error)
    }
  }

  return {
    async zoneOf(address, signal) {
      const url = parseAddress(address)
      try {
        const zone = router.zoneOf(url)
        return await (signal ? abortable(zone, signal) : zone)
      } catch (error) {
        throw networkProblem(error, { url, platform })
      }
    },
    fetchWithin:
      (reach) =>
      async (address, init = {}) => {
        const url = parseAddress(address)
        const caller = AbortSignal.any(
          init.signal ? [init.signal, closing.signal] : [closing.signal],
        )
        const deadline = startDeadline(url, limits[reach.limits], caller)
        const started = performance.now()
        const facts = { method: init.method ?? 'GET', address: url.origin + url.pathname }
        const ms = () => Math.round(performance.now() - started)
        try {
          const response = await send(url, init, reach, deadline)
          log.write('debug', 'http', { ...facts, status: response.status, ms: ms() })
          return response
        } catch (error) {
          const problem = networkProblem(error, { url, platform })
          deadline.abort(problem)
          log.write('debug', 'http', { ...facts, problem: problem.problem.code, ms: ms() })
          throw problem
        }
      },
    async dispatcherFor(address, reach) {
      const url = parseAddress(address)
      const proxy = await router.route(url, reach)
      const dispatcher = await pools.dispatcherFor(reach, proxy)
      return proxy && url.protocol === 'http:'
        ? dispatcher.compose(withProxyLogin(proxy))
        : dispatcher
    },
    async routeTo(address, reach) {
      const url = parseAddress(address)
      const proxy = await router.route(url, reach)
      if (proxy && url.protocol === 'http:') return { kind: 'through-proxy' }
      const open = (signal: AbortSignal) =>
        dial(url, wayFor(reach, proxy), AbortSignal.any([signal, closing.signal]))
      return { kind: 'sockets', proxy, open }
    },
    async dial(address, reach, signal) {
      const url = parseAddress(address)
      const either = AbortSignal.any([signal, closing.signal])
      const proxy = await abortable(router.route(url, reach), either)
      return dial(url, wayFor(reach, proxy), either)
    },
    async close() {
      closing.abort(new Error('closed'))
      await pools.close()
    },
  }
}

/** RFC 9110 §9.2.2: may be sent twice without doing more than once. */
function isRepeatable({ method = 'GET', body }: RequestInit): boolean {
  return ['GET', 'HEAD', 'OPTIONS', 'DELETE'].includes(method) && !body
}

/**
 * A connection that ended before an answer began: most often one that was kept open, and that the other side had given up meanwhile (RFC 9110 §9.2.2
 * lets a client try once more on a new one).
 */
function isBroken(error: unknown): boolean {
  return !appErrorIn(error) && ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(codeIn(error))
}

function headersFor(
  url: URL,
  init: RequestInit,
  version: string,
  proxy: URL | undefined,
): [string, string][] {
  const headers = new Headers(init.headers)
  if (!headers.has('user-agent')) headers.set('user-agent', `AIP-Desktop/${version}`)
  const login = proxy && url.protocol === 'http:' ? proxyAuthorization(proxy) : {}
  for (const [name, value] of Object.entries(login)) headers.set(name, value)
  return [...headers]
}

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw badAddress('bad-address', say('network.not-address'), say('network.not-address.next'))
  }
  if (url.username !== '' || url.password !== '') {
    throw badAddress(
      'credentials-in-address',
      say('network.credentials', { host: url.host }),
      say('network.credentials.next'),
    )
  }
  return url
}

function badAddress(
  code: 'bad-address' | 'credentials-in-address',
  message: Sentence,
  next: Sentence,
): AppError {
  return appError(code, { step: 'network', whoseTurn: 'you', message, next })
}
