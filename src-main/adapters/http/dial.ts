/** Opens the socket for one origin: looked up, held against the reach, through the proxy if there is one, encrypted and verified. */
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect as connectTcp, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { TLSSocket } from 'node:tls'
import { appError } from '#core/app-error.ts'
import type { Reach, SeenConnection } from '#core/ports.ts'
import { orPortal } from './captive-portal.ts'
import type { FindPortal } from './captive-portal.ts'
import { certificateProblem } from './certificate.ts'
import { seenConnection } from './seen-connection.ts'
import { networkProblem, notConnected, proxyFailed, proxyLoginNeeded } from './failure.ts'
import { bareHostname } from './proxy-choice.ts'
import { checkReach, placeOf } from './resolve.ts'
import type { Lookup, Place } from './resolve.ts'
import type { Trust } from './trust.ts'
import { say } from '#core/say.ts'

export interface DialWay {
  readonly reach: Reach
  readonly proxy: URL | undefined
  readonly lookup: Lookup
  readonly platform: NodeJS.Platform
  readonly trust: () => Promise<Trust>
  readonly findPortal: FindPortal
  /** Told about each connection that stands. */
  readonly seen?: ((connection: SeenConnection) => void) | undefined
}

/** Less than the shortest limit of a request, so that the reason is found out before nobody waits for it any more. */
const connectSeconds = 8
/** A proxy has to find the server first. */
const connectByProxySeconds = 20

/** A connected socket to the origin of `url`, or to the proxy for plain http. Throws only problems. */
export async function dial(url: URL, way: DialWay, closing: AbortSignal): Promise<Socket> {
  const seconds = way.proxy ? connectByProxySeconds : connectSeconds
  const tooLate = AbortSignal.timeout(seconds * 1000)
  const signal = AbortSignal.any([closing, tooLate])
  try {
    const socket = way.proxy
      ? await dialProxy(url, way.proxy, way, signal)
      : await dialDirectly(url, way, signal)
    const ready = url.protocol === 'https:' ? await encrypted(socket, url, way, signal) : socket
    way.seen?.(seenConnection(url, way.proxy, socket, ready))
    return ready
  } catch (error) {
    const problem = tooLate.aborted
      ? notConnected(url, seconds)
      : networkProblem(error, { url, platform: way.platform, proxy: way.proxy })
    if (closing.aborted) throw problem
    throw await orPortal(problem, url, way.findPortal, way.proxy)
  }
}

async function dialDirectly(url: URL, way: DialWay, signal: AbortSignal): Promise<Socket> {
  const place = await abortable(placeOf(url, way.lookup), signal)
  checkReach(url, place, way.reach)
  try {
    return await tcp(url, place, signal)
  } catch (error) {
    throw networkProblem(error, { url, platform: way.platform, zone: place.zone })
  }
}

/** Connects to the checked addresses and to no others: the name is not looked up a second time (DNS rebinding, S1). */
function tcp(url: URL, place: Place, signal: AbortSignal): Promise<Socket> {
  const socket = connectTcp({
    host: bareHostname(url),
    port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
    autoSelectFamily: true,
    noDelay: true,
    keepAlive: true,
    // A peer that vanished without a word is noticed in half a minute, also by a stream that has nothing to send.
    keepAliveInitialDelay: 15_000,
    lookup: (_hostname, _options, answer) => answer(null, [...place.addresses]),
  })
  return once(socket, 'connect', signal)
}

/** A socket that leads to the origin: a tunnel for https, the proxy itself for plain http. */
async function dialProxy(url: URL, proxy: URL, way: DialWay, signal: AbortSignal): Promise<Socket> {
  const socket = await toProxy(url, proxy, way, signal)
  return url.protocol === 'https:' ? tunnel(socket, url, proxy, signal) : socket
}

async function toProxy(url: URL, proxy: URL, way: DialWay, signal: AbortSignal): Promise<Socket> {
  try {
    const place = await abortable(placeOf(proxy, way.lookup), signal)
    const socket = await tcp(proxy, place, signal)
    return proxy.protocol === 'https:' ? await encrypted(socket, proxy, way, signal) : socket
  } catch (error) {
    throw proxyFailed(url, proxy, reasonOf(error), error)
  }
}

/** RFC 9110 §9.3.6: asks the proxy for a tunnel to the origin. */
async function tunnel(socket: Socket, url: URL, proxy: URL, signal: AbortSignal): Promise<Socket> {
  const target = `${url.hostname}:${url.port || '443'}`
  const ask = request({
    method: 'CONNECT',
    path: target,
    createConnection: () => socket,
    signal,
    headers: { host: target, ...proxyAuthorization(proxy) },
  })
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    ask.once('error', (error) => reject(proxyFailed(url, proxy, reasonOf(error), error)))
    ask.once('connect', resolve)
    ask.end()
  })
  const status = answer.statusCode ?? 0
  if (status >= 200 && status < 300) return socket
  socket.destroy()
  throw refusalOf(url, proxy, status, String(answer.headers['proxy-authenticate'] ?? ''))
}

function refusalOf(url: URL, proxy: URL, status: number, challenge: string): Error {
  if (status === 407) return proxyLoginNeeded(url, proxy, challenge)
  if (status === 504) return timedOutBehind(url, proxy)
  if (status === 502 || status === 503) return unreachableBehind(url, proxy, status)
  return proxyFailed(url, proxy, `The proxy answered ${status}.`)
}

/** The header with the user name and password of the proxy's address, if it has them (RFC 7617). */
export function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '' && proxy.password === '') return {}
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }
}

/**
 * Certificates are verified here and not by `rejectUnauthorized`, because only so the refused certificate can be read and its
 * issuer named. A socket that is not authorized is destroyed before a byte of the request was written.
 */
async function encrypted(
  socket: Socket,
  url: URL,
  way: DialWay,
  signal: AbortSignal,
): Promise<Socket> {
  const trust = await way.trust()
  const hostname = bareHostname(url)
  const secure = connectTls({
    socket,
    host: hostname,
    ...(isIP(hostname) === 0 && { servername: hostname }),
    secureContext: trust.context,
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
  })
  explainRefusedHandshake(secure)
  await once(secure, 'secureConnect', signal)
  if (secure.authorized) return secure
  const problem = certificateProblem(secure, url, trust.added)
  secure.destroy()
  throw problem
}

/**
 * With TLS 1.3 the client is done before the server has judged the client's certificate (RFC 8446 §4.4.2.4), and many servers hang up without
 * an alert. A server that ends the connection before it confirmed the handshake with a session ticket, and before a byte of an answer, did so.
 */
function explainRefusedHandshake(secure: TLSSocket): void {
  let confirmed = false
  secure.once('session', () => (confirmed = true))
  secure.once('end', () => {
    if (confirmed || secure.getProtocol() !== 'TLSv1.3' || secure.bytesRead > 0) return
    const why = 'the server hung up before it confirmed the handshake'
    secure.destroy(
      Object.assign(new Error(why), { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' }),
    )
  })
}

/** Resolves with the socket at `event`; rejects and destroys it at an error, an early end, or when aborted. */
function once<S extends Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const finish = (error?: unknown) => {
      signal.removeEventListener('abort', stop)
      socket.off(event, succeed).off('error', finish).off('close', end)
      if (error === undefined) return resolve(socket)
      // A late second error of a socket given up must not crash the process.
      socket.on('error', () => undefined)
      socket.destroy()
      reject(error)
    }
    const succeed = () => finish()
    const stop = () => finish(signal.reason)
    const end = () => finish(Object.assign(new Error('closed too early'), { code: 'ECONNRESET' }))
    socket.once(event, succeed).once('error', finish).once('close', end)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
  })
}

/** The value of `work`, unless the signal is aborted before. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

function unreachableBehind(url: URL, proxy: URL, status: number): Error {
  return appError('unreachable', {
    step: 'network',
    whoseTurn: 'you',
    message: say('network.proxy-no-way', { proxy: proxy.host, host: url.host }),
    next: say('network.proxy-no-way.next'),
    details: { address: url.origin, proxy: proxy.host, proxyAnswered: String(status) },
  })
}

function timedOutBehind(url: URL, proxy: URL): Error {
  return appError('timed-out', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: say('network.proxy-slow', { proxy: proxy.host, host: url.host }),
    next: say('network.slow.next'),
    details: { address: url.origin, proxy: proxy.host, proxyAnswered: '504' },
  })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
