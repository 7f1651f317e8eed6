/** An authorization server on loopback that does everything right until a test tells it otherwise, and keeps what it was asked. */
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Found } from '#core/found.ts'

export interface Asked {
  readonly method: string
  /** `/register`, `/authorize`, … */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  /** Members of a form, or of a JSON object. */
  readonly body: Record<string, unknown>
}

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown
}

/** What an endpoint does instead of the right thing; `usual` does the right thing. */
export type Habit = (asked: Asked, usual: () => Answer) => Answer | Promise<Answer>

/** By path; a test may change them while the server runs. */
export type Habits = Record<string, Habit>

export interface LoginServer {
  readonly origin: string
  readonly metadata: ServerMetadata
  readonly asked: Asked[]
  /** Requests to one path, in order. */
  to(path: string): Asked[]
  readonly habits: Habits
  /** Client ids that are known, with their registered callback addresses. */
  readonly clients: Map<string, readonly string[]>
  /** What discovery would have found out about an MCP server that uses this login. */
  found(parts?: Partial<Found['discovery']> & { readonly challengeScope?: string }): Found
}

/** Starts the server for one test. `metadata` is laid over the usual one. */
export async function startLogin(
  habits: Habits = {},
  metadata: Partial<ServerMetadata> = {},
): Promise<LoginServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const described: ServerMetadata = {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    revocation_endpoint: `${origin}/revoke`,
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    ...metadata,
  }
  const clients: LoginServer['clients'] = new Map()
  const right = rightAnswers(described, clients)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const one = await read(request, origin)
    asked.push(one)
    const usual = () => right[one.path]?.(one) ?? { status: 404 }
    const { status = 200, headers, body = '' } = await (habits[one.path]?.(one, usual) ?? usual())
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

  return {
    origin,
    metadata: described,
    asked,
    to: (path) => asked.filter((each) => each.path === path),
    habits,
    clients,
    found: ({ challengeScope, ...parts } = {}) => ({
      discovery: discoveryOf(described, parts),
      server: described,
      wantsDpop: false,
      zone: 'loopback',
      otherIssuers: [],
      ...(challengeScope !== undefined && { challengeScope }),
    }),
  }
}

async function read(request: IncomingMessage, origin: string): Promise<Asked> {
  const url = new URL(request.url ?? '/', origin)
  const sent = await text(request)
  const json = request.headers['content-type']?.startsWith('application/json') === true
  const body: unknown = json ? JSON.parse(sent) : Object.fromEntries(new URLSearchParams(sent))
  return {
    method: request.method ?? '',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: body as Record<string, unknown>,
  }
}

function rightAnswers(
  server: ServerMetadata,
  clients: LoginServer['clients'],
): Record<string, (asked: Asked) => Answer> {
  const codes = new Map<string, URLSearchParams>()
  return {
    '/register': ({ body }) => {
      const id = `client-${randomUUID()}`
      clients.set(id, body['redirect_uris'] as string[])
      const secret = body['token_endpoint_auth_method'] === 'none' ? {} : { client_secret: 'shh' }
      return { status: 201, body: { ...body, client_id: id, ...secret } }
    },
    '/authorize': ({ query }) => {
      if (!clients.has(query.get('client_id') ?? '')) {
        return { status: 400, body: { error: 'invalid_client' } }
      }
      const code = randomUUID()
      codes.set(code, query)
      return back(query, { code, ...issuerInReply(server) })
    },
    '/token': ({ body }) => {
      const query = codes.get(String(body['code']))
      codes.delete(String(body['code']))
      const challenge = createHash('sha256')
        .update(String(body['code_verifier']))
        .digest('base64url')
      const right =
        query?.get('code_challenge') === challenge &&
        query.get('redirect_uri') === body['redirect_uri']
      return right ? tokens() : { status: 400, body: { error: 'invalid_grant' } }
    },
    '/revoke': () => ({}),
  }
}

/** The redirect that ends a sign-in: to the callback address, with the state and what is given. */
export function back(query: URLSearchParams, parameters: Record<string, string>): Answer {
  const target = new URL(query.get('redirect_uri') ?? '')
  const state = query.get('state')
  const all = { ...(state !== null && { state }), ...parameters }
  for (const [name, value] of Object.entries(all)) target.searchParams.set(name, value)
  return { status: 302, headers: { location: target.href } }
}

/** Good tokens; a new access token each time. */
export function tokens(parts: Record<string, unknown> = {}): Answer {
  const body = { access_token: `at-${randomUUID()}`, token_type: 'Bearer', expires_in: 3600 }
  return { body: { ...body, ...parts } }
}

function issuerInReply(server: ServerMetadata): Record<string, string> {
  return server.authorization_response_iss_parameter_supported === true
    ? { iss: server.issuer }
    : {}
}

function discoveryOf(
  server: ServerMetadata,
  parts: Partial<Found['discovery']>,
): Found['discovery'] {
  return {
    url: `${server.issuer}/mcp`,
    mode: 'OAuthWithDCR',
    registration: ['dcr', 'manual'],
    issuer: server.issuer,
    resource: `${server.issuer}/mcp`,
    scopes: [],
    pkce: server.code_challenge_methods_supported ? 'S256' : 'unlisted',
    authorizationEndpoint: server.authorization_endpoint ?? '',
    tokenEndpoint: server.token_endpoint ?? '',
    registrationEndpoint: server.registration_endpoint ?? '',
    revocationEndpoint: server.revocation_endpoint ?? '',
    notes: [],
    trace: [],
    ...parts,
  }
}
