/** The gateway for other programs on this computer: `http://127.0.0.1:<port>/mcp/<name>`, behind a key, closed to web pages (G15). */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { failureAnswer } from '#tunnel/protocol/failure.ts'
import { nameCaller, presentsKey, refuseCaller } from './access-guard.ts'
import type { FrontOptions } from './front.ts'

export interface LocalGatewayOptions {
  /** 0: any free one. */
  readonly port: number
  /** SHA-256 of the key, as hex. */
  readonly accessKeyHash: string
  readonly onRequest: FrontOptions['onRequest']
}

export interface LocalGateway {
  readonly port: number
  close(): Promise<void>
}

/** Listens on 127.0.0.1 only. Rejects when the port is taken. */
export async function openLocalGateway(options: LocalGatewayOptions): Promise<LocalGateway> {
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    receive(request, response, options, portOf(server))
  })
  server.requestTimeout = 0
  server.timeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  return {
    port: portOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function receive(
  request: IncomingMessage,
  response: ServerResponse,
  options: LocalGatewayOptions,
  port: number,
): void {
  // A name that leads here from a web page is not ours (DNS rebinding), and no page has business here.
  if (!isOwnHost(request.headers.host, port) || isForeign(request.headers.origin, port)) {
    return refuse(response)
  }
  if (/^\/\.well-known(?:\/|$)/i.test(request.url ?? '')) {
    response.writeHead(404, { 'content-length': '0' }).end()
    return
  }
  if (!presentsKey(request, options.accessKeyHash)) return refuseCaller(response)
  const rest = /^\/mcp(\/.*)$/.exec(request.url ?? '')?.[1]
  if (rest === undefined) {
    response.writeHead(404, { 'content-length': '0' }).end()
    return
  }
  request.url = rest
  nameCaller(request, 'this computer')
  options.onRequest(request, response)
}

function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`
}

function isForeign(origin: string | undefined, port: number): boolean {
  if (origin === undefined) return false
  return origin !== `http://127.0.0.1:${port}` && origin !== `http://localhost:${port}`
}

/** 403 for a bad Origin is what the transport asks for (2026-07-28, Security & Endpoint). */
function refuse(response: ServerResponse): void {
  const { status, headers, body } = failureAnswer('policy_access_denied', {
    message: 'Requests of web pages, or to other host names, are not answered here.',
    delivered: 'no',
  })
  response.writeHead(status, headers).end(body)
}

function portOf(server: ReturnType<typeof createServer>): number {
  // `address()` is an AddressInfo while a server listens on a port.
  return (server.address() as AddressInfo | null)?.port ?? 0
}
