/** One port of this computer on both loopback addresses, 127.0.0.1 and ::1 (R04). */
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LoopbackPort {
  readonly port: number
  /** False on a computer without IPv4: only `localhost` leads here then. */
  readonly ipv4: boolean
  /** Frees the port at once; answers still on their way get a moment. */
  close(): Promise<void>
}

const graceMs = 300
const attempts = 10

/** Listens on `wanted` (0: any free port). Undefined: somebody else has it, or this user may not. */
export async function openLoopbackPort(
  wanted: number,
  listener: RequestListener,
): Promise<LoopbackPort | undefined> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const first = await listenOn('127.0.0.1', wanted, listener)
    if (first === 'busy') return undefined
    if (first === 'missing') {
      const only = await listenOn('::1', wanted, listener)
      return typeof only === 'string' ? undefined : portOf(only, [only])
    }
    const { port } = first.address() as AddressInfo
    const second = await listenOn('::1', port, listener)
    // Computers without IPv6 have only the first address; `localhost` means it there.
    if (second === 'missing') return portOf(first, [first])
    if (second !== 'busy') return portOf(first, [first, second])
    await shut(first)
    if (wanted !== 0) return undefined
  }
  return undefined
}

function portOf(first: Server, servers: readonly Server[]): LoopbackPort {
  const { port, family } = first.address() as AddressInfo // A server that listens on TCP has one.
  return {
    port,
    ipv4: family === 'IPv4',
    close: async () => {
      await Promise.all(servers.map(shut))
    },
  }
}

function listenOn(
  host: string,
  port: number,
  listener: RequestListener,
): Promise<Server | 'busy' | 'missing'> {
  const server = createServer(
    {
      maxHeaderSize: 65_536,
      requestTimeout: 10_000,
      headersTimeout: 10_000,
      keepAliveTimeout: 1_000,
    },
    listener,
  )
  server.maxConnections = 100
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? ''
      if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT') resolve('missing')
      else if (code === 'EADDRINUSE' || code === 'EACCES') resolve('busy')
      else reject(error)
    })
    server.listen({ host, port, exclusive: true, ipv6Only: host === '::1' }, () => resolve(server))
  })
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const hurry = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(hurry)
      resolve()
    })
    server.closeIdleConnections()
  })
}
