/** An MCP server with its own authorization server, every request of which is recorded and can be answered differently. */
import { createAuthorizationServer } from '../../src-main/sample-servers/authorization-server.ts'
import type { AuthorizationServerOptions } from '../../src-main/sample-servers/authorization-server.ts'
import {
  createProtectedServer,
  toolScopes,
} from '../../src-main/sample-servers/protected-server.ts'
import { createTokenBook } from '../../src-main/sample-servers/tokens.ts'
import type { TokenBook, TokenPair } from '../../src-main/sample-servers/tokens.ts'
import { startWebServer } from '../../src-main/sample-servers/web-server.ts'

/** One request as it came. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
  /** The body of a form; empty for others. */
  readonly form: URLSearchParams
  readonly authorization: string
  /** Status of the answer, once there is one. */
  status?: number
}

/** Answers in place of the server (undefined: does not), or changes what it answered. */
export type Habit = (
  seen: Seen,
  answer: () => Promise<Response>,
) => Promise<Response> | Response | undefined

export interface WatchedServer extends AsyncDisposable {
  readonly url: string
  readonly origin: string
  readonly seen: Seen[]
  /** Requests to an endpoint, e.g. `/token`, of one grant type. */
  to(path: string, grantType?: string): Seen[]
  forgetClients(): void
  /** Every access token given out so far is answered with 401 from now on. */
  expireTokens(): void
  /** Every token given out so far, of both kinds. */
  tokensGiven(): string[]
  habit: Habit
}

export interface WatchedOptions extends Partial<AuthorizationServerOptions> {
  /** False: refresh tokens stay the same, and none is lost with an answer that never arrived. */
  readonly rotates?: boolean
  /** Characters added to every access token. */
  readonly padding?: number
}

/** Starts it on loopback, with dynamic registration and two accounts unless `options` say otherwise. */
export async function startWatchedServer(options: WatchedOptions = {}): Promise<WatchedServer> {
  const web = await startWebServer()
  const { origin } = web
  const tokens = watchedTokens(createTokenBook(3600), options.rotates ?? true, options.padding ?? 0)
  const authorization = createAuthorizationServer({
    issuer: origin,
    title: 'Watched',
    resource: `${origin}/mcp`,
    registration: 'dcr',
    metadata: 'oauth',
    issuerInReply: true,
    accounts: ['ada@example.com', 'grace@example.com'],
    accessTokenSeconds: 3600,
    ...options,
    tokens,
  })
  const mcp = createProtectedServer({
    title: 'Watched',
    origin,
    authorizationServers: [origin],
    scopes: options.metadata === 'openid' ? [...toolScopes, 'openid'] : toolScopes,
    permissionOf: (token) => tokens.find(token),
  })
  const server: WatchedServer = {
    url: `${origin}/mcp`,
    origin,
    seen: [],
    habit: () => undefined,
    to: (path, grantType) =>
      server.seen.filter(
        (each) => each.path === path && (!grantType || each.form.get('grant_type') === grantType),
      ),
    forgetClients: () => authorization.clients.forgetAll(),
    expireTokens: () => tokens.expire(),
    tokensGiven: () => [...tokens.given],
    async [Symbol.asyncDispose]() {
      await mcp.close()
      await web.close()
    },
  }
  web.serve(async (request) => {
    const seen = await seenIn(request)
    server.seen.push(seen)
    const answer = async () => (await authorization.handle(request)) ?? mcp.handle(request)
    const response = (await server.habit(seen, answer)) ?? (await answer())
    seen.status = response.status
    return response
  })
  return server
}

/** `before` with the answer's JSON changed; for habits. */
export async function changed(
  answer: () => Promise<Response>,
  change: Record<string, unknown>,
): Promise<Response> {
  const before = await answer()
  const body = (await before.json()) as Record<string, unknown>
  return Response.json({ ...body, ...change }, { status: before.status })
}

async function seenIn(request: Request): Promise<Seen> {
  const url = new URL(request.url)
  const body = await request.clone().text()
  const isForm = (request.headers.get('content-type') ?? '').includes('form-urlencoded')
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    body,
    form: new URLSearchParams(isForm ? body : ''),
    authorization: request.headers.get('authorization') ?? '',
  }
}

interface WatchedTokens extends TokenBook {
  readonly given: ReadonlySet<string>
  expire(): void
}

function watchedTokens(book: TokenBook, rotates: boolean, padding: number): WatchedTokens {
  const expired = new Set<string>()
  const given = new Set<string>()
  const permissions = new Map<string, Parameters<TokenBook['issue']>[0]>()
  const plain = (token: string) => token.replace(/~+$/, '')
  const noted = <Pair extends TokenPair>(pair: Pair): Pair => {
    const accessToken = pair.accessToken + '~'.repeat(padding)
    given.add(accessToken).add(pair.refreshToken)
    return { ...pair, accessToken }
  }
  return {
    ...book,
    given,
    issue(permission) {
      const pair = noted(book.issue(permission))
      permissions.set(pair.refreshToken, permission)
      return pair
    },
    rotate(refreshToken, clientId) {
      if (rotates) {
        const pair = book.rotate(refreshToken, clientId)
        return pair && noted(pair)
      }
      const permission = permissions.get(refreshToken)
      if (permission?.clientId !== clientId) return undefined
      return { ...permission, ...noted({ ...book.issue(permission), refreshToken }) }
    },
    revoke: (token, clientId) => book.revoke(plain(token), clientId),
    find: (token) => (expired.has(token) ? undefined : book.find(plain(token))),
    expire() {
      for (const token of given) expired.add(token)
    },
  }
}
