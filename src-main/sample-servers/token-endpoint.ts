/** Where applications get, renew and give back tokens. */
import { json, type AuthorizationServerParts } from './authorization-server.ts'
import type { Client, ClientBook } from './clients.ts'
import { hash, type Permission, type TokenPair } from './tokens.ts'

export interface TokenEndpoint {
  /** RFC 6749 §4.1.3 and §6. */
  exchange(request: Request): Promise<Response>
  /** RFC 7009 §2. */
  revoke(request: Request): Promise<Response>
}

/** The token and revocation endpoints over one set of clients and tokens. */
export function createTokenEndpoint(parts: AuthorizationServerParts): TokenEndpoint {
  return {
    async exchange(request) {
      const form = new URLSearchParams(await request.text())
      const client = await authenticate(parts.clients, request, form)
      if (!client) return unknownClient()
      if (form.getAll('resource').some((each) => each !== parts.options.resource)) {
        return json(400, { error: 'invalid_target' })
      }
      switch (form.get('grant_type')) {
        case 'authorization_code':
          return redeem(parts, client, form)
        case 'refresh_token':
          return refresh(parts, client, form)
        default:
          return json(400, { error: 'unsupported_grant_type' })
      }
    },
    async revoke(request) {
      const form = new URLSearchParams(await request.text())
      const client = await authenticate(parts.clients, request, form)
      if (!client) return unknownClient()
      parts.tokens.revoke(form.get('token') ?? '', client.id)
      return new Response(null, { status: 200 })
    },
  }
}

function redeem(
  { options, tokens }: AuthorizationServerParts,
  client: Client,
  form: URLSearchParams,
): Response {
  const code = tokens.takeCode(form.get('code') ?? '')
  const fits =
    code?.clientId === client.id &&
    code.redirectUri === form.get('redirect_uri') &&
    code.challenge === hash(form.get('code_verifier') ?? '')
  if (!code || !fits) {
    return json(400, { error: 'invalid_grant', error_description: 'The code does not fit.' })
  }
  return tokenAnswer(options.accessTokenSeconds, code, tokens.issue(code))
}

function refresh(
  { options, tokens }: AuthorizationServerParts,
  client: Client,
  form: URLSearchParams,
): Response {
  const rotated = tokens.rotate(form.get('refresh_token') ?? '', client.id)
  if (!rotated) {
    return json(400, { error: 'invalid_grant', error_description: 'Sign in again.' })
  }
  return tokenAnswer(options.accessTokenSeconds, rotated, rotated)
}

function tokenAnswer(seconds: number, permission: Permission, pair: TokenPair): Response {
  return json(200, {
    access_token: pair.accessToken,
    token_type: 'Bearer',
    expires_in: seconds,
    refresh_token: pair.refreshToken,
    scope: permission.scopes.join(' '),
  })
}

/** The client, if it proves to be itself the way it registered (RFC 6749 §2.3). */
async function authenticate(
  clients: ClientBook,
  request: Request,
  form: URLSearchParams,
): Promise<Client | undefined> {
  const basic = basicCredentials(request.headers.get('authorization'))
  const id = basic?.id ?? form.get('client_id') ?? ''
  const client = await clients.find(id)
  if (!client) return undefined
  const given = basic?.secret ?? form.get('client_secret')
  if (client.secretHash === undefined) return client
  // Hashes of 256-bit random secrets: their comparison tells a caller nothing it could use.
  return given !== null && hash(given) === client.secretHash ? client : undefined
}

function basicCredentials(header: string | null): { id: string; secret: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(header ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  return { id: formDecoded(id), secret: formDecoded(rest.join(':')) }
}

/** RFC 6749 §2.3.1: both halves are form-encoded first. */
function formDecoded(text: string): string {
  return new URLSearchParams(`value=${text}`).get('value') ?? ''
}

function unknownClient(): Response {
  return json(401, { error: 'invalid_client' }, { 'www-authenticate': 'Basic realm="token"' })
}
