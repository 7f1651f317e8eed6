/** Sample: a server like Salesforce's: no registration, OpenID Connect discovery only, and every organization with a login host of its own. */
import { randomUUID } from 'node:crypto'
import { createAuthorizationServer, type AuthorizationServer } from './authorization-server.ts'
import { createProtectedServer, toolScopes } from './protected-server.ts'
import { accountsAndTokens, type OAuthSampleOptions, type SampleServer } from './sample-server.ts'
import type { Client } from './clients.ts'
import { createTokenBook, hash, secret } from './tokens.ts'
import { startWebServer } from './web-server.ts'

export interface LoginHostOptions extends OAuthSampleOptions {
  /** Callback addresses the administrator entered for the app; the port of a loopback address may differ. */
  readonly redirectUris?: readonly string[]
}

export interface LoginHostServer extends SampleServer {
  /** The app an administrator of the organization made by hand. */
  readonly clientId: string
  readonly clientSecret: string
  /** Host and port where the organization signs in; the app is unknown at the general login host. */
  readonly loginHost: string
  /** Host and port the resource metadata names. */
  readonly generalLoginHost: string
}

/** Starts three servers: the MCP server, the general login host its metadata names, and the organization's own. */
export async function startLoginHostServer(
  options: LoginHostOptions = {},
): Promise<LoginHostServer> {
  const [web, general, own] = await Promise.all([
    startWebServer(),
    startWebServer(),
    startWebServer(),
  ])
  const client = { id: randomUUID(), secret: secret() }
  const redirectUris = options.redirectUris ?? ['http://localhost/callback']
  const { accounts, accessTokenSeconds } = accountsAndTokens(options)
  const tokens = createTokenBook(accessTokenSeconds)
  const login = (issuer: string, title: string, clients: readonly Client[]): AuthorizationServer =>
    createAuthorizationServer({
      issuer,
      title,
      clients,
      tokens,
      accounts,
      accessTokenSeconds,
      resource: `${web.origin}/mcp`,
      registration: 'by hand',
      metadata: 'openid',
      issuerInReply: false,
    })
  const known: Client = {
    id: client.id,
    name: 'AIP Desktop',
    redirectUris,
    secretHash: hash(client.secret),
    authMethod: 'client_secret_post',
  }
  const atGeneral = login(general.origin, 'General login', [])
  const atOwn = login(own.origin, 'Acme organization', [known])
  const mcp = createProtectedServer({
    title: 'Login host sample',
    origin: web.origin,
    authorizationServers: [general.origin],
    scopes: [...toolScopes, 'openid'],
    permissionOf: (token) => tokens.find(token),
  })
  web.serve(mcp.handle)
  general.serve(async (request) => (await atGeneral.handle(request)) ?? notHere())
  own.serve(async (request) => (await atOwn.handle(request)) ?? notHere())
  return {
    url: `${web.origin}/mcp`,
    description: 'OAuth with an app made by hand, and a login host per organization',
    clientId: client.id,
    clientSecret: client.secret,
    loginHost: new URL(own.origin).host,
    generalLoginHost: new URL(general.origin).host,
    async close() {
      await mcp.close()
      await Promise.all([web, general, own].map((each) => each.close()))
    },
  }
}

function notHere(): Response {
  return new Response('Not here', { status: 404 })
}
