/** The relay's servers: their limits, how they begin and end. */
import { createServer as createPlainServer } from 'node:http'
import type { Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface ServerTls {
  readonly cert: string
  readonly key: string
  readonly clientCa?: string
}

const serverLimits = {
  maxHeaderSize: 64 * 1024,
  headersTimeout: 15_000,
  // Bodies may stream for hours; small ones have a limit of their own.
  requestTimeout: 0,
  keepAliveTimeout: 75_000,
  noDelay: true,
}

/** Resolves with the port. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  return (server.address() as AddressInfo).port
}

/** Ends it and every connection of it. */
export async function closeServer(server: Server): Promise<void> {
  const stopped = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await stopped
}

/** A server with the relay's limits; PEM for one with TLS, `clientCa`: callers need a certificate of this authority. */
export function makeServer(tls?: ServerTls): Server {
  if (tls === undefined) return createPlainServer(serverLimits)
  const { cert, key, clientCa } = tls
  const mutual =
    clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: false }
  return createTlsServer({ ...serverLimits, cert, key, ...mutual, ALPNProtocols: ['http/1.1'] })
}
