/** A complete small OAuth 2.1 authorization server: metadata, registration, login page, tokens, revocation. For demonstrations on one machine. */
import { createClientBook, type Client, type ClientBook } from './clients.ts'
import { createAuthorizationEndpoint } from './authorization-endpoint.ts'
import { createTokenEndpoint } from './token-endpoint.ts'
import { createTokenBook, type Permission, type TokenBook } from './tokens.ts'

export interface AuthorizationServerOptions {
  readonly issuer: string
  /** Shown on the login page. */
  readonly title: string
  /** The one resource tokens may be asked for (RFC 8707). */
  readonly resource: string
  /** How applications become known here. */
  readonly registration: 'dcr' | 'cimd' | 'by hand'
  /** Where the metadata lies: RFC 8414 or OpenID Connect Discovery. */
  readonly metadata: 'oauth' | 'openid'
  readonly accounts: readonly string[]
  readonly accessTokenSeconds: number
  readonly clients?: readonly Client[]
  /** Whether replies carry `iss` and the metadata says so (RFC 9207). */
  readonly issuerInReply: boolean
  /** Shared between the login hosts of one provider. */
  readonly tokens?: TokenBook
}

export interface AuthorizationServer {
  /** Answers the request if it is for the authorization server. */
  handle(request: Request): Promise<Response | undefined>
  /** What an access token stands for, if it is valid. */
  readonly permissionOf: (accessToken: string) => Permission | undefined
  readonly clients: ClientBook
}

/** What the endpoints share. */
export interface AuthorizationServerParts {
  readonly options: AuthorizationServerOptions
  readonly clients: ClientBook
  readonly tokens: TokenBook
}

/** The scopes that may be asked for; `openid` opens the user info endpoint. */
export function scopesSupported({
  metadata,
}: Pick<AuthorizationServerOptions, 'metadata'>): string[] {
  const identity = metadata === 'openid' ? ['openid'] : []
  return ['tools.read', 'tools.call', 'offline_access', ...identity]
}

/** Makes an authorization server; its issuer is an origin, and every endpoint lies below it. */
export function createAuthorizationServer(
  options: AuthorizationServerOptions,
): AuthorizationServer {
  const clients = createClientBook(options.clients ?? [], options.registration === 'cimd')
  const tokens = options.tokens ?? createTokenBook(options.accessTokenSeconds)
  const parts = { options, clients, tokens }
  const authorize = createAuthorizationEndpoint(parts)
  const token = createTokenEndpoint(parts)
  const wellKnown =
    options.metadata === 'oauth'
      ? '/.well-known/oauth-authorization-server'
      : '/.well-known/openid-configuration'

  async function handle(request: Request): Promise<Response | undefined> {
    switch (`${request.method} ${new URL(request.url).pathname}`) {
      case `GET ${wellKnown}`:
        return json(200, metadata(options))
      case 'POST /register':
        return options.registration === 'dcr' ? register(clients, request) : undefined
      case 'GET /authorize':
      case 'POST /authorize':
        return authorize(request)
      case 'POST /token':
        return token.exchange(request)
      case 'POST /revoke':
        return token.revoke(request)
      case 'GET /userinfo':
        return userInfo(tokens, options, request)
      default:
        return undefined
    }
  }
  return { handle, permissionOf: (accessToken) => tokens.find(accessToken), clients }
}

/** A JSON answer that no cache keeps. */
export function json(status: number, body: unknown, headers?: Record<string, string>): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store', ...headers } })
}

/** RFC 8414 §2. */
function metadata(options: AuthorizationServerOptions): Record<string, unknown> {
  const { issuer } = options
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    ...(options.registration === 'dcr' && { registration_endpoint: `${issuer}/register` }),
    ...(options.registration === 'cimd' && { client_id_metadata_document_supported: true }),
    ...(options.metadata === 'openid' && {
      userinfo_endpoint: `${issuer}/userinfo`,
      subject_types_supported: ['public'],
    }),
    scopes_supported: scopesSupported(options),
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
    ...(options.issuerInReply && { authorization_response_iss_parameter_supported: true }),
  }
}

async function register(clients: ClientBook, request: Request): Promise<Response> {
  // Not JSON is answered like any other body that does not fit.
  const body: unknown = await request.json().catch(() => undefined)
  const answer = clients.register(body)
  return json('error' in answer ? 400 : 201, answer)
}

function userInfo(
  tokens: TokenBook,
  options: AuthorizationServerOptions,
  request: Request,
): Response {
  const permission = tokens.find(bearerToken(request))
  if (!permission) return json(401, { error: 'invalid_token' })
  return json(200, {
    sub: permission.account,
    preferred_username: permission.account,
    email: permission.account,
    organization: options.title,
  })
}

/** The token of an `Authorization: Bearer` header; empty when there is none. */
export function bearerToken(request: Request): string {
  return /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''
}
