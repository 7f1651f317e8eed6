/** Habits of servers in the field, each as a small server: what `docs/troubleshooting.md` tells people who meet one. */
import {
  at,
  startFaultyServer,
  withMembers,
  type Fault,
  type FaultyServer,
} from './faulty-server.ts'

export interface Habit {
  /** The heading in `docs/troubleshooting.md`. */
  readonly title: string
  /** What the doctor finds: `check code` of the failure, `check note` of a warning, or `works`. */
  readonly finding: string
  readonly fault: Fault
}

export const prm = '/.well-known/oauth-protected-resource/mcp'
export const metadata = '/.well-known/oauth-authorization-server'

const only = (path: string, answer: (request: Request) => Response): Fault => {
  return async (request, right) =>
    new URL(request.url).pathname === path ? answer(request) : right()
}
const page = () =>
  new Response('<!doctype html><title>Welcome</title>', {
    headers: { 'content-type': 'text/html' },
  })
const members = (path: string, change: (origin: string) => Record<string, unknown>): Fault =>
  at(path, async (answer, request) => {
    const document = (await answer.json()) as object
    return Response.json({ ...document, ...change(new URL(request.url).origin) })
  })
/** An answer to initialize for anybody, and a login for everything else. */
const lateLogin: Fault = async (request, right) => {
  if (new URL(request.url).pathname !== '/mcp' || request.method !== 'POST') return right()
  const { method, id } = (await request.clone().json()) as { method?: string; id?: unknown }
  if (method?.startsWith('notifications/') === true) return new Response(null, { status: 202 })
  if (method !== 'initialize') return right()
  const serverInfo = { name: 'late', version: '1' }
  const result = { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo }
  return Response.json({ jsonrpc: '2.0', id, result })
}

export const habits: readonly Habit[] = [
  { title: 'The path is wrong', finding: 'http not-an-mcp-server', fault: async () => page() },
  {
    title: 'A company sign-in page stands in front',
    finding: 'http sso-page-in-front',
    fault: async (request, right) => {
      const { pathname, origin } = new URL(request.url)
      if (pathname === '/sso') return page()
      const other = origin.replace('127.0.0.1', 'localhost')
      return pathname === '/mcp' || pathname.startsWith('/.well-known/')
        ? Response.redirect(`${other}/sso`, 302)
        : right()
    },
  },
  {
    title: 'The server sends requests to another host',
    finding: 'http unsafe-redirect',
    fault: async (request, right) => {
      const { pathname, origin } = new URL(request.url)
      if (pathname === '/new') return Response.json({ moved: true })
      const other = origin.replace('127.0.0.1', 'localhost')
      if (pathname === '/mcp') return Response.redirect(`${other}/new`, 307)
      return pathname.startsWith('/.well-known/') ? new Response('', { status: 404 }) : right()
    },
  },
  {
    title: 'The server answers with an error of its own',
    finding: 'http server-error',
    fault: async () => new Response('Internal Server Error', { status: 500 }),
  },
  {
    title: 'The server asks for a pause',
    finding: 'http rate-limited',
    fault: only('/mcp', () => new Response('', { status: 429, headers: { 'retry-after': '30' } })),
  },
  {
    title: 'A login is needed, and nothing says where',
    finding: 'resource-metadata login-needed-not-discoverable',
    fault: async (request) =>
      new Response(null, { status: new URL(request.url).pathname === '/mcp' ? 401 : 404 }),
  },
  {
    title: 'Well-known addresses answer with a web page',
    finding: 'resource-metadata login-needed-not-discoverable',
    fault: async (request) =>
      new URL(request.url).pathname === '/mcp' ? new Response(null, { status: 401 }) : page(),
  },
  {
    title: 'A firewall answers for the well-known addresses',
    finding: 'resource-metadata login-needed-not-discoverable',
    fault: async (request) =>
      new URL(request.url).pathname === '/mcp'
        ? new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } })
        : new Response('Access denied', { status: 403 }),
  },
  {
    title: 'The document is about another server',
    finding: 'resource-metadata resource-mismatch',
    fault: withMembers(prm, { resource: 'https://mcp.example.com/mcp' }),
  },
  {
    title: 'The address differs by a slash',
    finding: 'resource-metadata resource-slash',
    fault: members(prm, (origin) => ({ resource: `${origin}/mcp/` })),
  },
  {
    title: 'The challenge names an address that does not exist',
    finding: 'challenge challenge-address-unusable',
    fault: at('/mcp', (answer, request) => {
      if (answer.status !== 401) return answer
      const gone = `${new URL(request.url).origin}/gone`
      const headers = { 'www-authenticate': `Bearer resource_metadata="${gone}"` }
      return new Response(null, { status: 401, headers })
    }),
  },
  {
    title: 'The server says 403 instead of 401',
    finding: 'challenge login-without-401',
    fault: at('/mcp', (answer) =>
      answer.status === 401 ? new Response(null, { status: 403, headers: answer.headers }) : answer,
    ),
  },
  {
    title: 'The login is demanded late',
    finding: 'challenge login-not-demanded-at-once',
    fault: lateLogin,
  },
  {
    title: 'The authorization server cannot be reached',
    finding: 'server-metadata connection-refused',
    fault: withMembers(prm, { authorization_servers: ['http://127.0.0.1:65535'] }),
  },
  {
    title: 'The issuer differs by a slash',
    finding: 'server-metadata issuer-slash',
    fault: members(metadata, (origin) => ({ issuer: `${origin}/` })),
  },
  {
    title: 'The issuer has lost its path',
    finding: 'server-metadata issuer-mismatch',
    fault: async (request, right) => {
      const { pathname, origin } = new URL(request.url)
      if (pathname === `${metadata}/tenant`) return right(new Request(`${origin}${metadata}`))
      if (pathname !== prm) return right()
      const document = (await (await right()).json()) as object
      return Response.json({ ...document, authorization_servers: [`${origin}/tenant`] })
    },
  },
  {
    title: 'The issuer is somebody else',
    finding: 'server-metadata issuer-mismatch',
    fault: withMembers(metadata, { issuer: 'https://login.example.com' }),
  },
  {
    title: 'A template was never filled in',
    finding: 'server-metadata placeholder-endpoint',
    fault: members(metadata, (origin) => ({ token_endpoint: `${origin}/:workspaceID/token` })),
  },
  {
    title: 'The metadata lacks an endpoint',
    finding: 'server-metadata metadata-unusable',
    fault: withMembers(metadata, { token_endpoint: undefined }),
  },
  {
    title: 'The sign-in page is no web address',
    finding: 'server-metadata unsafe-authorization-address',
    fault: withMembers(metadata, { authorization_endpoint: 'javascript:alert(1)' }),
  },
  {
    title: 'S256 is not listed',
    finding: 'pkce pkce-unlisted',
    fault: withMembers(metadata, { code_challenge_methods_supported: undefined }),
  },
  {
    title: 'S256 is not supported',
    finding: 'pkce pkce-unsupported',
    fault: withMembers(metadata, { code_challenge_methods_supported: ['plain'] }),
  },
  {
    title: 'The provider registers no apps by itself',
    finding: 'registration registers no apps by itself',
    fault: withMembers(metadata, { registration_endpoint: undefined }),
  },
  {
    title: 'Only approved apps may register',
    finding: 'works',
    fault: only('/register', () => new Response('Forbidden', { status: 403 })),
  },
  {
    title: 'The resource parameter is refused',
    finding: 'works',
    fault: async (request, right) => {
      const url = new URL(request.url)
      if (url.pathname !== '/authorize' || !url.searchParams.has('resource')) return right()
      const target = new URL(url.searchParams.get('redirect_uri') ?? '')
      target.searchParams.set('error', 'invalid_target')
      target.searchParams.set('state', url.searchParams.get('state') ?? '')
      target.searchParams.set('iss', url.origin)
      return Response.redirect(target, 303)
    },
  },
  {
    title: 'The token endpoint answers 200 with an error',
    finding: 'works',
    fault: only('/token', () => Response.json({ ok: false, error: 'invalid_code' })),
  },
  {
    title: 'The reply does not name its sender although it was promised',
    finding: 'works',
    fault: at('/authorize', (answer, request) => {
      const location = answer.headers.get('location')
      if (location === null || request.method !== 'POST') return answer
      const target = new URL(location)
      target.searchParams.delete('iss')
      return Response.redirect(target, 303)
    }),
  },
  {
    title: 'The server does not take the tokens of its own authorization server',
    finding: 'works',
    fault: async (request, right) => {
      if (new URL(request.url).pathname !== '/mcp' || request.method !== 'POST') return right()
      const headers = new Headers(request.headers)
      headers.delete('authorization')
      return right(
        new Request(request.url, { method: 'POST', headers, body: await request.text() }),
      )
    },
  },
]

export function startHabitServer({ fault }: Habit): Promise<FaultyServer> {
  return startFaultyServer(fault)
}
