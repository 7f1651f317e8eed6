/** Where a person meets the authorization server: checks the request, shows the login page, sends the answer to the application. */
import {
  scopesSupported,
  type AuthorizationServerOptions,
  type AuthorizationServerParts,
} from './authorization-server.ts'
import { redirectAllowed, type Client } from './clients.ts'
import { loginPage, noticePage } from './pages.ts'

interface Asked {
  readonly client: Client
  readonly query: URLSearchParams
  readonly redirectUri: string
  readonly scopes: readonly string[]
}

/** The authorization endpoint of RFC 6749 §3.1, for the code flow with PKCE only. */
export function createAuthorizationEndpoint(
  parts: AuthorizationServerParts,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const form = request.method === 'POST' ? new URLSearchParams(await request.text()) : undefined
    const query = form
      ? new URLSearchParams(form.get('request') ?? '')
      : new URL(request.url).searchParams
    const asked = await understand(parts, query)
    if (asked instanceof Response) return asked
    return form ? decide(parts, asked, form) : showLogin(parts, asked)
  }
}

async function understand(
  { options, clients }: AuthorizationServerParts,
  query: URLSearchParams,
): Promise<Asked | Response> {
  const client = await clients.find(query.get('client_id') ?? '')
  const title = options.title
  if (!client) return noticePage(title, 'This application is not known here (invalid client_id).')
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!redirectAllowed(client, redirectUri)) {
    return noticePage(title, 'The redirect_uri is not one this application registered.')
  }
  const scopes = (query.get('scope') ?? '').split(' ').filter((each) => each !== '')
  const asked = { client, query, redirectUri, scopes }
  const refuse = (error: string, why: string) =>
    reply(options, asked, { error, error_description: why })
  if (query.get('response_type') !== 'code') return refuse('unsupported_response_type', 'Use code.')
  if (query.get('code_challenge_method') !== 'S256' || !query.get('code_challenge')) {
    return refuse('invalid_request', 'PKCE with S256 is required.')
  }
  const known = scopesSupported(options)
  if (scopes.some((each) => !known.includes(each))) {
    return refuse('invalid_scope', `Known scopes: ${known.join(' ')}.`)
  }
  const wanted = query.getAll('resource')
  if (wanted.some((each) => each !== options.resource)) {
    return refuse('invalid_target', 'Tokens are given out for another resource here.')
  }
  return asked
}

function showLogin({ options }: AuthorizationServerParts, asked: Asked): Response {
  return loginPage({
    title: options.title,
    clientName: asked.client.name,
    scopes: asked.scopes,
    accounts: options.accounts,
    chosen: asked.query.get('login_hint') ?? options.accounts[0] ?? '',
    request: asked.query.toString(),
  })
}

function decide(parts: AuthorizationServerParts, asked: Asked, form: URLSearchParams): Response {
  const account = form.get('account') ?? ''
  const { accounts, resource } = parts.options
  if (form.get('decision') !== 'allow' || !accounts.includes(account)) {
    return reply(parts.options, asked, {
      error: 'access_denied',
      error_description: 'You said no.',
    })
  }
  const code = parts.tokens.issueCode({
    account,
    clientId: asked.client.id,
    scopes: asked.scopes,
    resource,
    redirectUri: asked.redirectUri,
    challenge: asked.query.get('code_challenge') ?? '',
  })
  return reply(parts.options, asked, { code })
}

/** The answer by redirect, with `state` and `iss` (RFC 6749 §4.1.2, RFC 9207 §2). */
function reply(
  { issuer, issuerInReply }: AuthorizationServerOptions,
  asked: Pick<Asked, 'query' | 'redirectUri'>,
  answer: Record<string, string>,
): Response {
  const target = new URL(asked.redirectUri)
  const state = asked.query.get('state')
  const all = { ...answer, ...(state !== null && { state }), ...(issuerInReply && { iss: issuer }) }
  for (const [name, value] of Object.entries(all)) target.searchParams.set(name, value)
  return new Response(null, {
    status: 303,
    headers: { location: target.href, 'cache-control': 'no-store' },
  })
}
