/** An MCP server and the authorization server it names, behind TLS at the addresses and names of somebody's network. */
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:https'
import { createAuthorizationServer } from '../../src-main/sample-servers/authorization-server.ts'
import { createProtectedServer } from '../../src-main/sample-servers/protected-server.ts'
import { startWebServer } from '../../src-main/sample-servers/web-server.ts'

export interface CompanyServers {
  close(): Promise<void>
}

export interface CompanyOptions {
  readonly serverName: string
  readonly loginName: string
  /** PEM texts of a certificate for both names and of its key. */
  readonly cert: string
  readonly key: string
  /** Addresses of this machine to listen at, port 443. */
  readonly addresses: readonly string[]
}

export async function startCompanyServers(options: CompanyOptions): Promise<CompanyServers> {
  const { serverName, loginName, cert, key } = options
  const [login, web] = [await startWebServer(), await startWebServer()]
  const issuer = `https://${loginName}`
  const authorization = createAuthorizationServer({
    issuer,
    title: 'The company login',
    resource: `https://${serverName}/mcp`,
    registration: 'dcr',
    metadata: 'oauth',
    issuerInReply: true,
    accessTokenSeconds: 60,
    accounts: ['ada@example.com'],
  })
  const mcp = createProtectedServer({
    title: 'The company server',
    origin: `https://${serverName}`,
    authorizationServers: [issuer],
    permissionOf: authorization.permissionOf,
  })
  login.serve(
    async (one) => (await authorization.handle(one)) ?? new Response(null, { status: 404 }),
  )
  web.serve(mcp.handle)
  const ports = new Map([
    [loginName, new URL(login.origin).port],
    [serverName, new URL(web.origin).port],
  ])
  const fronts = options.addresses.map((address) =>
    createServer({ cert, key }, (incoming, outgoing) => {
      const { method, url, headers } = incoming
      const port = ports.get(headers.host ?? '')
      const inner = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(outgoing)
      })
      inner.on('error', () => outgoing.destroy())
      incoming.pipe(inner)
    }).listen(443, address),
  )
  await Promise.all(fronts.map((front) => once(front, 'listening')))
  return {
    async close() {
      for (const front of fronts) {
        front.closeAllConnections()
        front.close()
      }
      await mcp.close()
      await Promise.all([login.close(), web.close()])
    },
  }
}
