/** The steps of an MCP sign-in, one function each, on the libraries of the specification: what tests use to see that a server is what it says. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  Client,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
import * as oauth from 'oauth4webapi'
import {
  approveLikeAPerson,
  type Person,
} from '../../src-main/sample-servers/approve-like-a-person.ts'

const http = { [oauth.allowInsecureRequests]: true }

export interface Login {
  readonly resource: string
  readonly server: oauth.AuthorizationServer
}

/** Follows the challenge of the MCP server to its resource metadata and on to the authorization server. */
export async function findLogin(
  url: string,
  algorithm: 'oauth2' | 'oidc' = 'oauth2',
  issuer?: string,
): Promise<Login> {
  const answer = await fetch(url, { method: 'POST', body: '{}', headers: jsonHeaders })
  const challenge = answer.headers.get('www-authenticate') ?? ''
  const metadataUrl = /resource_metadata="([^"]+)"/.exec(challenge)?.[1]
  if (answer.status !== 401 || metadataUrl === undefined) {
    throw new Error(`No challenge with metadata: ${answer.status} ${challenge}`)
  }
  const metadata: unknown = await (await fetch(metadataUrl)).json()
  const { resource, authorization_servers } = metadata as oauth.ResourceServer
  const identifier = new URL(issuer ?? authorization_servers?.[0] ?? '')
  const found = await oauth.discoveryRequest(identifier, { algorithm, ...http })
  return { resource, server: await oauth.processDiscoveryResponse(identifier, found) }
}

export const jsonHeaders = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
}

/** Registers a public client, or one with a secret. */
export async function register(
  { server }: Login,
  redirectUris: readonly string[],
  authMethod = 'none',
): Promise<oauth.Client> {
  const metadata = {
    client_name: 'A test',
    redirect_uris: [...redirectUris],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: authMethod,
    application_type: 'native',
  }
  const answer = await oauth.dynamicClientRegistrationRequest(server, metadata, http)
  return oauth.processDynamicClientRegistrationResponse(answer)
}

export interface Callback {
  readonly port: number
  /** The query of the request that came. */
  readonly reply: Promise<URLSearchParams>
  close(): void
}

/** Listens for one reply to `/callback`. */
export async function listenForReply(): Promise<Callback> {
  const { promise, resolve } = Promise.withResolvers<URLSearchParams>()
  const server = createServer((request, response) => {
    response.end('You may close this page.')
    resolve(new URL(request.url ?? '/', 'http://127.0.0.1').searchParams)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    port,
    reply: promise,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

export interface Ask {
  readonly scope?: string
  readonly host?: '127.0.0.1' | 'localhost'
  readonly person?: Person
  readonly secret?: string
}

/** One whole authorization code flow with PKCE, walked by the scripted browser. */
export async function signIn(
  login: Login,
  client: oauth.Client,
  ask: Ask = {},
): Promise<oauth.TokenEndpointResponse> {
  const callback = await listenForReply()
  try {
    const redirectUri = `http://${ask.host ?? '127.0.0.1'}:${callback.port}/callback`
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const url = await authorizationUrl(login, client, { redirectUri, verifier, state, ...ask })
    await approveLikeAPerson(url, ask.person)
    const reply = await callback.reply
    const parameters = oauth.validateAuthResponse(login.server, client, reply, state)
    const answer = await oauth.authorizationCodeGrantRequest(
      login.server,
      client,
      authentication(client),
      parameters,
      redirectUri,
      verifier,
      { additionalParameters: { resource: login.resource }, ...http },
    )
    return await oauth.processAuthorizationCodeResponse(login.server, client, answer)
  } finally {
    callback.close()
  }
}

/** The address of the authorization request. */
export async function authorizationUrl(
  login: Login,
  client: oauth.Client,
  request: { redirectUri: string; verifier: string; state: string; scope?: string },
): Promise<string> {
  const url = new URL(login.server.authorization_endpoint ?? '')
  const parameters = {
    client_id: client.client_id,
    response_type: 'code',
    redirect_uri: request.redirectUri,
    state: request.state,
    code_challenge: await oauth.calculatePKCECodeChallenge(request.verifier),
    code_challenge_method: 'S256',
    resource: login.resource,
    ...(request.scope !== undefined && { scope: request.scope }),
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** One refresh; throws what the library makes of a refusal. */
export async function refresh(
  { server, resource }: Login,
  client: oauth.Client,
  refreshToken: string | undefined,
): Promise<oauth.TokenEndpointResponse> {
  const answer = await oauth.refreshTokenGrantRequest(
    server,
    client,
    authentication(client),
    refreshToken ?? '',
    { additionalParameters: { resource }, ...http },
  )
  return oauth.processRefreshTokenResponse(server, client, answer)
}

/** Gives a token back (RFC 7009). */
export async function revoke(
  { server }: Login,
  client: oauth.Client,
  token: string | undefined,
): Promise<void> {
  const answer = await oauth.revocationRequest(
    server,
    client,
    authentication(client),
    token ?? '',
    http,
  )
  await oauth.processRevocationResponse(answer)
}

function authentication(client: oauth.Client): oauth.ClientAuth {
  const secret = client['client_secret']
  if (typeof secret !== 'string') return oauth.None()
  return client['token_endpoint_auth_method'] === 'client_secret_post'
    ? oauth.ClientSecretPost(secret)
    : oauth.ClientSecretBasic(secret)
}

/** Connects with the official client, lists the tools, calls one, and says what came back. */
export async function useTools(
  url: string,
  call: { tool: string; input?: Record<string, unknown> },
  options: { token?: string; era?: 'legacy' | 'auto' | 'sse' } = {},
): Promise<{ tools: string[]; text: string }> {
  const headers = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }
  const Transport = options.era === 'sse' ? SSEClientTransport : StreamableHTTPClientTransport
  const transport = new Transport(new URL(url), { requestInit: { headers } })
  const client = new Client(
    { name: 'a-test', version: '1.0.0' },
    { versionNegotiation: { mode: options.era === 'auto' ? 'auto' : 'legacy' } },
  )
  await client.connect(transport)
  try {
    const { tools } = await client.listTools()
    const result = await client.callTool({ name: call.tool, arguments: call.input ?? {} })
    const [first] = result.content
    return { tools: tools.map((each) => each.name), text: first?.type === 'text' ? first.text : '' }
  } finally {
    await client.close()
  }
}
