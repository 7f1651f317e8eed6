/** Providers where somebody makes an app by hand. */
import { at, chain, withHeaders, withMembers } from '../faulty-server.ts'
import type { Fault } from '../faulty-server.ts'
import {
  byHandOnly,
  formOf,
  instead,
  issuerWithPath,
  members,
  metadata,
  moved,
  otherOrigin,
  pathOf,
  prm,
  sentBack,
} from './vendor.ts'
import type { Vendor } from './vendor.ts'

/** Form-encoded unless JSON is asked for. */
const formEncoded: Fault = at('/token', async (answer, request) => {
  if (/json/.test(request.headers.get('accept') ?? '')) return answer
  const fields = (await answer.json()) as Record<string, string>
  return new Response(new URLSearchParams(fields), { status: 200 })
})

/** A secret in the header is not read. */
const secretInBodyOnly: Fault = async (request, right) => {
  if (pathOf(request) !== '/token' || (await formOf(request)).has('client_secret')) return right()
  return Response.json({ error: 'invalid_client' }, { status: 401 })
}

/** `initialize` is for everybody, the tools are not. */
const openAtFirst: Fault = async (request, right) => {
  if (pathOf(request) !== '/mcp' || request.method !== 'POST') return right()
  if (request.headers.has('authorization')) return right()
  const { method, id } = (await request.clone().json()) as { method?: string; id?: unknown }
  if (method?.startsWith('notifications/') === true) return new Response(null, { status: 202 })
  if (method !== 'initialize') return right()
  const serverInfo = { name: 'open at first', version: '1' }
  const result = { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo }
  return Response.json({ jsonrpc: '2.0', id, result })
}

const slackTokens: Fault = at('/token', async (answer) => {
  const { access_token, refresh_token, scope, error } = (await answer.json()) as Record<
    string,
    string
  >
  if (error !== undefined) return Response.json({ ok: false, error })
  const token = {
    access_token,
    refresh_token,
    scope: scope?.replaceAll(' ', ','),
    expires_in: 3600,
  }
  return Response.json({ ok: true, authed_user: { id: 'U1', token_type: 'user', ...token } })
})

/** A revision it does not know is an error of the request. */
const knowsOldRevisionsOnly: Fault = async (request, right) => {
  if (pathOf(request) !== '/mcp' || request.method !== 'POST') return right()
  const body = await request.clone().text()
  const known = !/"protocolVersion"\s*:\s*"(?!2025-0|2024)/.test(body)
  return known && !body.includes('server/discover')
    ? right()
    : new Response('unsupported protocolVersion', { status: 400 })
}

export const byHandVendors: readonly Vendor[] = [
  {
    name: 'GitHub: an issuer with a path, metadata only there, tokens as a form',
    ...byHandOnly,
    server: { ...byHandOnly.server, issuerInReply: false },
    fault: chain(issuerWithPath('/login/oauth'), formEncoded),
    ends: 'works',
  },
  {
    name: 'Slack: endpoints elsewhere, a resource without path, a nested token, errors with 200',
    ...byHandOnly,
    fault: chain(
      members(prm, (origin) => ({ resource: origin })),
      members(metadata, (origin) => ({
        authorization_endpoint: `${origin}/oauth/v2_user/authorize`,
        token_endpoint: `${origin}/api/oauth.v2.user.access`,
        token_endpoint_auth_methods_supported: ['client_secret_post'],
      })),
      moved('/authorize', '/oauth/v2_user/authorize'),
      moved('/token', '/api/oauth.v2.user.access'),
      // The right server knows the resource by its path only.
      async (request, right) => {
        if (pathOf(request) === '/authorize') {
          const url = new URL(request.url)
          if (request.method === 'GET' && !url.searchParams.get('scope')) {
            return sentBack(request, 'invalid_scope')
          }
        }
        return right(await withoutResource(request))
      },
      slackTokens,
      secretInBodyOnly,
      knowsOldRevisionsOnly,
    ),
    ends: 'works',
    notes: ['resource-broader'],
  },
  {
    name: 'Google: a slash at the issuer, open at first, no offline_access',
    ...byHandOnly,
    server: { ...byHandOnly.server, issuerInReply: false },
    fault: chain(
      openAtFirst,
      members(prm, (origin) => ({ authorization_servers: [`${origin}/`] })),
      async (request, right) => {
        const scope = new URL(request.url).searchParams.get('scope') ?? ''
        return pathOf(request) === '/authorize' && scope.includes('offline_access')
          ? sentBack(request, 'invalid_scope')
          : right()
      },
    ),
    ends: 'works',
    notes: ['issuer-slash', 'login-not-demanded-at-once'],
  },
  {
    name: 'Microsoft Entra: the resource is refused, a scope is demanded, PKCE is not listed',
    ...byHandOnly,
    server: { ...byHandOnly.server, issuerInReply: false, metadata: 'openid' },
    fault: chain(
      withMembers('/.well-known/openid-configuration', {
        code_challenge_methods_supported: undefined,
      }),
      async (request, right) => {
        if (pathOf(request) === '/authorize' && new URL(request.url).searchParams.has('resource')) {
          const words = 'AADSTS9010010: The resource parameter does not match the requested scopes.'
          return sentBack(request, 'invalid_request', words)
        }
        if (pathOf(request) !== '/token') return right()
        const form = await formOf(request)
        if (form.has('resource'))
          return entraError('AADSTS9010010: The resource does not match the scopes.')
        return form.has('scope')
          ? right()
          : entraError(
              "AADSTS900144: The request body must contain the following parameter: 'scope'.",
            )
      },
    ),
    ends: 'works',
    notes: ['resource-left-out'],
  },
  {
    name: 'Microsoft Entra: an issuer with a blank for the tenant',
    ...byHandOnly,
    fault: members(metadata, (origin) => ({ issuer: `${origin}/{tenantid}/v2.0` })),
    section: 'A template was never filled in',
    ends: { code: 'issuer-mismatch', whoseTurn: 'server-owner' },
    pages: 0,
  },
  {
    name: 'HubSpot: the challenge is nothing but an address, the secret goes into the body',
    ...byHandOnly,
    fault: chain(
      at('/mcp', (answer, request) => {
        if (answer.status !== 401) return answer
        const headers = { 'www-authenticate': new URL(request.url).origin + prm }
        return new Response(null, { status: 401, headers })
      }),
      withMembers(metadata, { token_endpoint_auth_methods_supported: ['client_secret_post'] }),
      secretInBodyOnly,
    ),
    ends: 'works',
    notes: ['challenge-bare-address'],
  },
  {
    name: 'Asana: the authorization server is on another host',
    ...byHandOnly,
    server: { ...byHandOnly.server, issuerInReply: false },
    fault: chain(
      members(prm, (origin) => ({ authorization_servers: [otherOrigin(origin)] })),
      async (request, right) => onOneHost(request, right),
    ),
    ends: 'works',
  },
  {
    name: 'Salesforce, once: the resource metadata name a server without metadata',
    ...byHandOnly,
    fault: chain(
      members(prm, (origin) => ({ authorization_servers: [`${origin}/services/oauth2`] })),
      async (request, right) =>
        /oauth-authorization-server|openid-configuration/.test(request.url)
          ? new Response('', { status: 404 })
          : right(),
    ),
    section: 'The authorization server does not describe itself',
    ends: { code: 'login-needed-not-discoverable', whoseTurn: 'server-owner' },
    pages: 0,
  },
  {
    name: 'Snowflake, early: no metadata at all',
    ...byHandOnly,
    fault: async (request, right) =>
      pathOf(request).startsWith('/.well-known/')
        ? new Response('', { status: 404 })
        : at('/mcp', (answer) =>
            answer.status === 401
              ? new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } })
              : answer,
          )(request, right),
    section: 'A login is needed, and nothing says where',
    ends: { code: 'login-needed-not-discoverable', whoseTurn: 'server-owner' },
    pages: 0,
  },
  {
    name: 'Databricks: the app made by hand is refused at the token endpoint',
    ...byHandOnly,
    fault: instead('/token', () => Response.json({ error: 'invalid_client' }, { status: 401 })),
    section: 'The app made by hand is refused',
    ends: { code: 'client-rejected', whoseTurn: 'you' },
  },
  {
    name: 'Tableau: reads client id documents only, and this company has none',
    server: { registration: 'cimd' },
    fault: (_request, right) => right(),
    section: 'The provider knows apps by a document only',
    ends: { code: 'client-id-needed', whoseTurn: 'it' },
    pages: 0,
  },
  {
    name: 'NetSuite: the issuer is another host of the same provider, which an administrator knows',
    ...byHandOnly,
    server: { ...byHandOnly.server, issuerInReply: false },
    settings: { pinnedIssuer: 'https://system.example.com' },
    fault: withMembers(metadata, { issuer: 'https://system.example.com' }),
    ends: 'works',
    notes: ['issuer-pinned'],
  },
  {
    name: 'NetSuite: the same, and nobody said so',
    ...byHandOnly,
    fault: withMembers(metadata, { issuer: 'https://system.example.com' }),
    section: 'The issuer is somebody else',
    ends: { code: 'issuer-mismatch', whoseTurn: 'server-owner' },
    pages: 0,
  },
  {
    name: 'PayPal: the sign-in page is broken for months',
    ...byHandOnly,
    fault: instead('/authorize', () => new Response('Internal Server Error', { status: 500 })),
    section: 'The sign-in page is broken',
    ends: { code: 'authorization-server-error', whoseTurn: 'server-owner' },
  },
  {
    name: 'Zapier-like: the challenge says only which scopes are wanted',
    ...byHandOnly,
    fault: chain(
      withHeaders('/mcp', {
        'www-authenticate': 'Bearer error="invalid_token", scope="tools.read"',
      }),
    ),
    ends: 'works',
  },
]

function entraError(error_description: string): Response {
  return Response.json({ error: 'invalid_request', error_description }, { status: 400 })
}

/** The right server is one host and checks which; here it is asked under two names. */
async function onOneHost(
  request: Request,
  right: (instead?: Request) => Promise<Response>,
): Promise<Response> {
  const { origin, pathname } = new URL(request.url)
  const answer = await right()
  if (!origin.includes('localhost') || pathname !== metadata) return answer
  const text = await answer.text()
  return new Response(text.replaceAll('http://127.0.0.1', 'http://localhost'), {
    headers: { 'content-type': 'application/json' },
  })
}

/** The same request without the resource in its query or form. */
async function withoutResource(request: Request): Promise<Request> {
  const url = new URL(request.url)
  url.searchParams.delete('resource')
  const type = request.headers.get('content-type') ?? ''
  if (!type.includes('form-urlencoded')) return new Request(url, request)
  const form = await formOf(request)
  form.delete('resource')
  const inner = new URLSearchParams(form.get('request') ?? '')
  inner.delete('resource')
  if (form.has('request')) form.set('request', inner.toString())
  const headers = new Headers(request.headers)
  headers.delete('content-length')
  return new Request(url, { method: request.method, headers, body: form })
}
