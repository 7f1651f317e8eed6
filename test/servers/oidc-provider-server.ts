/** An MCP server whose logins are the business of a certified OpenID provider at another address, with dynamic client registration. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider, type Configuration } from 'oidc-provider'
import { createProtectedServer } from '../../src-main/sample-servers/protected-server.ts'
import type { Permission } from '../../src-main/sample-servers/tokens.ts'
import { startWebServer } from '../../src-main/sample-servers/web-server.ts'

export interface OidcProviderServer {
  readonly url: string
  readonly issuer: string
  close(): Promise<void>
}

export interface OidcProviderOptions {
  readonly accessTokenSeconds?: number
}

const scopes = 'tools.read tools.call'

/** Starts both; any account name with any password signs in. */
export async function startOidcProviderServer(
  options: OidcProviderOptions = {},
): Promise<OidcProviderServer> {
  const web = await startWebServer()
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const issuer = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const resource = `${web.origin}/mcp`
  const provider = new Provider(issuer, configuration(resource, options.accessTokenSeconds ?? 60))
  const answer = provider.callback()
  http.on('request', (request, response) => void answer(request, response))
  const mcp = createProtectedServer({
    title: 'A server behind an OpenID provider',
    origin: web.origin,
    authorizationServers: [issuer],
    permissionOf: (token) => permissionOf(provider, token),
  })
  web.serve(mcp.handle)
  return {
    url: resource,
    issuer,
    async close() {
      await mcp.close()
      await Promise.all([web.close(), closeServer(http)])
    },
  }
}

function configuration(resource: string, accessTokenSeconds: number): Configuration {
  return {
    cookies: { keys: ['only for tests'] },
    pkce: { required: () => true },
    ttl: { AccessToken: accessTokenSeconds, Session: 600, Grant: 600, Interaction: 600 },
    scopes: ['openid', 'offline_access', ...scopes.split(' ')],
    // The default asks for `openid offline_access`, which a client that only wants tools has no reason to send.
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    features: {
      devInteractions: { enabled: true },
      registration: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: scopes,
          audience: resource,
          accessTokenFormat: 'opaque',
          accessTokenTTL: accessTokenSeconds,
        }),
      },
    },
  }
}

async function permissionOf(provider: Provider, token: string): Promise<Permission | undefined> {
  const found = token === '' ? undefined : await provider.AccessToken.find(token)
  if (!found?.isValid || typeof found.aud !== 'string') return undefined
  return {
    account: found.accountId,
    clientId: found.clientId ?? '',
    scopes: [...found.scopes],
    resource: found.aud,
  }
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
