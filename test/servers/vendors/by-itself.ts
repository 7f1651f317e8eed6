/** Providers where an app registers itself, or should be able to. */
import { at, chain, withMembers } from '../faulty-server.ts'
import type { Fault } from '../faulty-server.ts'
import {
  formOf,
  instead,
  issuerWithPath,
  members,
  metadata,
  moved,
  otherOrigin,
  pathOf,
  prm,
} from './vendor.ts'
import type { Vendor } from './vendor.ts'

const refusedRegistration = (status: number, body: Record<string, unknown> | string): Fault =>
  instead('/register', () =>
    typeof body === 'string' ? new Response(body, { status }) : Response.json(body, { status }),
  )

/** The reply to a sign-in with another `iss`, or none. */
const replyIssuer = (value: string | undefined): Fault =>
  at('/authorize', (answer) => {
    const location = answer.headers.get('location')
    if (location === null) return answer
    const target = new URL(location)
    if (value === undefined) target.searchParams.delete('iss')
    else target.searchParams.set('iss', value)
    return Response.redirect(target, 302)
  })

/** Sign-in pages of one spelling of the loopback address; the other meets a page, not a redirect. */
const onlyAt =
  (host: string): Fault =>
  async (request, right) => {
    const redirect = new URL(request.url).searchParams.get('redirect_uri')
    const wrong = redirect !== null && new URL(redirect).hostname !== host
    return pathOf(request) === '/authorize' && wrong
      ? new Response('<h1>Invalid redirect_uri</h1>', {
          status: 400,
          headers: { 'content-type': 'text/html' },
        })
      : right()
  }

const oneRefresh: Fault = async (request, right) => {
  const refreshing =
    pathOf(request) === '/token' && (await formOf(request)).get('grant_type') === 'refresh_token'
  return refreshing ? Response.json({ error: 'invalid_grant' }, { status: 400 }) : right()
}

const notRegistered = { code: 'client-id-needed', whoseTurn: 'you' } as const

export const selfRegisteringVendors: readonly Vendor[] = [
  {
    name: 'Atlassian v1: no resource metadata; the document lies at the server and is of another host',
    fault: chain(
      async (request, right) =>
        pathOf(request).includes('oauth-protected-resource')
          ? new Response('', { status: 404 })
          : right(),
      at('/mcp', (answer) =>
        answer.status === 401
          ? new Response(null, { status: 401, headers: { 'www-authenticate': 'Bearer' } })
          : answer,
      ),
      withMembers(metadata, { issuer: 'https://cf.mcp.example.com' }),
    ),
    section: 'The issuer is somebody else',
    ends: { code: 'issuer-mismatch', whoseTurn: 'server-owner' },
    pages: 0,
  },
  {
    name: 'Atlassian v2: the document has lost the path of the issuer, and a person agrees',
    server: { issuerInReply: false },
    fault: chain(
      members(metadata + '/tenant', (origin) => ({ issuer: origin })),
      issuerWithPath('/tenant'),
    ),
    ends: 'works',
    notes: ['issuer-pinned'],
  },
  {
    name: 'Figma: registration is offered and forbidden, in plain text',
    fault: refusedRegistration(403, 'Forbidden'),
    section: 'Only approved apps may register',
    ends: notRegistered,
    pages: 0,
  },
  {
    name: 'Stripe: an issuer with a path; registration wants a name and a public client',
    server: { issuerInReply: false },
    fault: chain(issuerWithPath('/mcp'), async (request, right) => {
      if (pathOf(request) !== '/register') return right()
      const asked = (await request.clone().json()) as Record<string, unknown>
      const good = asked['client_name'] && asked['token_endpoint_auth_method'] === 'none'
      return good ? right() : Response.json({ error: 'invalid_client_metadata' }, { status: 400 })
    }),
    ends: 'works',
  },
  {
    name: 'Linear: says bearer and takes Bearer only; its secrets last a day',
    fault: chain(
      async (request, right) => {
        const { authorization } = Object.fromEntries(request.headers)
        return authorization?.startsWith('bearer')
          ? Response.json({ error: 'invalid_token' }, { status: 401 })
          : right()
      },
      members('/token', () => ({ token_type: 'bearer' })),
      members('/register', () => ({
        client_secret_expires_at: Math.floor(Date.now() / 1000) + 86_400,
      })),
    ),
    ends: 'works',
  },
  {
    name: 'Notion: refresh tokens rotate',
    fault: (_request, right) => right(),
    ends: 'works',
  },
  {
    name: 'Sentry: two addresses in one challenge, the first of them dead; invalid_target for the resource',
    fault: chain(
      at('/mcp', (answer, request) => {
        if (answer.status !== 401) return answer
        const { origin } = new URL(request.url)
        const value = `Bearer resource_metadata="${origin}/gone", resource_metadata="${origin}${prm}"`
        return new Response(null, { status: 401, headers: { 'www-authenticate': value } })
      }),
      async (request, right) =>
        pathOf(request) === '/token' && (await formOf(request)).has('resource')
          ? Response.json({ error: 'invalid_target' }, { status: 400 })
          : right(),
    ),
    ends: 'works',
    notes: ['challenge-repeated', 'resource-left-out'],
  },
  {
    name: 'Cloudflare, for a while: promises iss and does not send it',
    fault: replyIssuer(undefined),
    section: 'The reply does not name its sender although it was promised',
    ends: { code: 'reply-issuer-missing', whoseTurn: 'server-owner' },
  },
  {
    name: 'Cloudflare: a malformed Basic is an internal error',
    fault: async (request, right) =>
      (request.headers.get('authorization') ?? '').startsWith('Basic')
        ? new Response('', { status: 500 })
        : right(),
    ends: 'works',
  },
  {
    name: 'Namecheap: iss is the host of the sign-in page',
    fault: replyIssuer('https://www.example.com'),
    section: 'The reply comes from somebody else',
    ends: { code: 'reply-issuer-mismatch', whoseTurn: 'server-owner' },
  },
  {
    name: 'GitLab: right in everything, with a resource that has a path',
    fault: (_request, right) => right(),
    ends: 'works',
  },
  {
    name: 'Meta: 405 at one well-known address, and invalid_client_metadata',
    fault: chain(
      instead('/.well-known/oauth-protected-resource', () => new Response('', { status: 405 })),
      refusedRegistration(400, { error: 'invalid_client_metadata' }),
    ),
    section: 'Only approved apps may register',
    ends: notRegistered,
    pages: 0,
  },
  {
    name: 'Okta: registration wants a token of an administrator',
    server: { issuerInReply: false },
    fault: chain(
      issuerWithPath('/oauth2/default'),
      refusedRegistration(401, {
        error: 'invalid_token',
        error_description: 'Initial access token',
      }),
    ),
    section: 'Only approved apps may register',
    ends: notRegistered,
    pages: 0,
  },
  {
    name: 'Keycloak: a policy of trusted hosts refuses as insufficient_scope',
    fault: refusedRegistration(403, {
      error: 'insufficient_scope',
      error_description: 'Policy Trusted Hosts rejected the request',
    }),
    section: 'Only approved apps may register',
    ends: notRegistered,
    pages: 0,
  },
  {
    name: 'Datadog: registers localhost and refuses it at the sign-in page',
    fault: onlyAt('127.0.0.1'),
    ends: 'works',
  },
  {
    name: 'Superset: the other way round',
    fault: onlyAt('localhost'),
    ends: 'works',
    pages: 2,
  },
  {
    name: 'Vercel: registers loopback addresses only',
    fault: async (request, right) => {
      if (pathOf(request) !== '/register') return right()
      const { redirect_uris: all } = (await request.clone().json()) as { redirect_uris: string[] }
      return all.every((each) => /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(each))
        ? right()
        : Response.json({ error: 'invalid_redirect_uri' }, { status: 400 })
    },
    ends: 'works',
  },
  {
    name: 'Intercom, Square, Canva and others: web addresses of a list only',
    fault: refusedRegistration(400, { error: 'invalid_redirect_uri' }),
    section: 'Only approved apps may register',
    ends: notRegistered,
    pages: 0,
  },
  {
    name: 'Plane: registers any address and refuses it at the sign-in page',
    fault: onlyAt('app.example.com'),
    section: 'The sign-in page refuses the callback address',
    ends: { code: 'redirect-refused', whoseTurn: 'you' },
    pages: 2,
  },
  {
    name: 'Miro: the refresh token is refused at its first use',
    fault: oneRefresh,
    section: 'The sign-in does not last',
    ends: 'works',
    refresh: 'sign-in-expired',
  },
  {
    name: 'Bytebase: an endpoint with its placeholder',
    fault: members(metadata, (origin) => ({ token_endpoint: `${origin}/:workspaceID/token` })),
    section: 'A template was never filled in',
    ends: { code: 'placeholder-endpoint', whoseTurn: 'server-owner' },
    pages: 0,
  },
  {
    name: 'Retool, Superhuman: a firewall answers for one of the well-known addresses',
    fault: chain(
      at('/mcp', (answer) =>
        answer.status === 401 ? new Response(null, { status: 401 }) : answer,
      ),
      moved(prm, '/.well-known/oauth-protected-resource'),
      instead(prm, () => new Response('Access denied', { status: 403 })),
    ),
    ends: 'works',
  },
  {
    name: 'Outline: a web page with 200 at the well-known addresses it does not have',
    fault: async (request, right) => {
      const answer = await right()
      const missing = answer.status === 404 && pathOf(request).startsWith('/.well-known/')
      const headers = { 'content-type': 'text/html' }
      return missing ? new Response('<!doctype html>', { headers }) : answer
    },
    ends: 'works',
  },
  {
    name: 'Neon, Cloudinary: 500 in place of a demand',
    fault: at('/mcp', (answer) =>
      answer.status === 401 ? new Response('oops', { status: 500 }) : answer,
    ),
    ends: 'works',
    notes: ['login-without-401'],
  },
  {
    name: 'Attio, Granola, Supabase: endpoints on other hosts than the issuer',
    fault: members(metadata, (origin) => ({
      authorization_endpoint: `${otherOrigin(origin)}/authorize`,
      token_endpoint: `${otherOrigin(origin)}/token`,
      registration_endpoint: `${otherOrigin(origin)}/register`,
    })),
    ends: 'works',
  },
]
