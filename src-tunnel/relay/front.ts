/**
 * The relay's listeners. Plain calls through tunnels are read here, cheaply; everything else (the relay's own paths, agents, whatever is not plain
 * HTTP/1.1) goes to Node's HTTP server, with every byte of it.
 */
import type { IncomingMessage } from 'node:http'
import { createServer as createHttpServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createServer as createTlsServer } from 'node:tls'
import type { CallAnswer, CallRequest } from '../http1/call.ts'
import type { RequestHead } from '../http1/head.ts'
import { serveSocket } from '../http1/serve-socket.ts'
import type { ServedSocket } from '../http1/serve-socket.ts'

export interface FrontOptions {
  /** PEM; `clientCa`: callers need a certificate of this authority. */
  readonly tls?: { readonly cert: string; readonly key: string; readonly clientCa?: string }
  /** Whether a request is a call through a tunnel. */
  readonly isCall: (head: RequestHead) => boolean
  readonly onRequest: (request: CallRequest | IncomingMessage, answer: CallAnswer) => void
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

export interface Front {
  /** Resolves with the port. */
  listen(port: number, host: string): Promise<number>
  /** Ends connections that wait too long for their caller. Once a second or so; milliseconds. */
  tend(now: number): void
  /** Ends it and every connection of it. */
  close(): Promise<void>
}

const headLimit = 64 * 1024
const slowHeadMs = 15_000
const keepAliveMs = 75_000

const httpLimits = {
  maxHeaderSize: headLimit,
  headersTimeout: slowHeadMs,
  // Bodies may stream for hours; small ones have a limit of their own.
  requestTimeout: 0,
  keepAliveTimeout: keepAliveMs,
  noDelay: true,
}

/** What may occur only once in a plain request: what a call is let in, routed or bound by. */
const once = ['host', 'authorization', 'aip-access-key', 'mcp-session-id', 'x-forwarded-for']
/** What Node's server is asked to deal with (RFC 9110 §7.8, §10.1.1). */
const notPlain = new Set(['upgrade', 'expect', 'http2-settings'])

export function createFront(options: FrontOptions): Front {
  const http = createHttpServer(httpLimits)
  http.on('request', options.onRequest)
  http.on('upgrade', options.onUpgrade)
  const sockets = new Set<Socket>()
  const waiting = new Map<Socket, Waiting>()

  const service = {
    headLimit,
    fields: `connection: keep-alive\r\nkeep-alive: timeout=${keepAliveMs / 1000}\r\n`,
    handle: options.onRequest,
    takes: (head: RequestHead) => isPlain(head) && options.isCall(head),
  }
  const accept = (socket: Socket): void => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.once('close', () => {
      sockets.delete(socket)
      waiting.delete(socket)
    })
    const handOver = (_socket: Duplex, unread: Buffer): void => {
      waiting.delete(socket)
      socket.unshift(unread)
      http.emit('connection', socket)
    }
    const served = serveSocket(socket, { ...service, handOver })
    waiting.set(socket, { served, requests: -1, for: 'no', since: 0 })
  }
  const server = serverFor(options.tls, accept)

  return {
    async listen(port, host) {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => resolve())
      })
      return (server.address() as AddressInfo).port
    },
    tend(now) {
      for (const [socket, seen] of waiting) {
        const { waits, requests } = seen.served
        if (waits === 'no' || seen.for !== waits || seen.requests !== requests) {
          Object.assign(seen, { requests, for: waits, since: now })
        } else if (now - seen.since > (waits === 'for-head' ? slowHeadMs : keepAliveMs)) {
          if (waits === 'for-head') socket.write(tooSlow)
          socket.end()
        }
      }
    },
    async close() {
      const stopped = new Promise((resolve) => server.close(resolve))
      http.closeAllConnections()
      for (const socket of sockets) socket.destroy()
      await stopped
    },
  }
}

interface Waiting {
  readonly served: ServedSocket
  requests: number
  for: ServedSocket['waits']
  since: number
}

const tooSlow = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'

function serverFor(tls: FrontOptions['tls'], accept: (socket: Socket) => void): TcpServer {
  if (tls === undefined) return createTcpServer({ noDelay: true }, accept)
  const { cert, key, clientCa } = tls
  const mutual =
    clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: false }
  const server = createTlsServer({ cert, key, ...mutual, ALPNProtocols: ['http/1.1'] }, accept)
  // Whoever does not get through the handshake is nobody here.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  return server
}

function isPlain({ method, target, headers }: RequestHead): boolean {
  if (method === 'CONNECT' || method === 'TRACE' || !target.startsWith('/')) return false
  const seen = new Set<string>()
  for (let at = 0; at < headers.length; at += 2) {
    const name = (headers[at] ?? '').toLowerCase()
    if (notPlain.has(name)) return false
    if (!once.includes(name)) continue
    if (seen.has(name)) return false
    seen.add(name)
  }
  return seen.has('host')
}
