/** An MCP endpoint behind a login: the challenge, the resource metadata that names the authorization server, and the check of tokens. */
import { bearerToken, json } from './authorization-server.ts'
import { createMcpEndpoint } from './mcp-endpoint.ts'
import type { Permission } from './tokens.ts'
import type { Handle } from './web-server.ts'

export interface ProtectedServerOptions {
  readonly title: string
  /** Origin of this server; the endpoint is `/mcp` below it. */
  readonly origin: string
  readonly authorizationServers: readonly string[]
  /** Scopes its metadata tells applications to ask for; default: the two of the tools. */
  readonly scopes?: readonly string[]
  /** Knows the tokens. */
  readonly permissionOf: (token: string) => MaybePromise<Permission | undefined>
}

/** What the tools need. */
export const toolScopes = ['tools.read', 'tools.call'] as const

type MaybePromise<Value> = Value | Promise<Value>

export interface ProtectedServer {
  readonly handle: Handle
  close(): Promise<void>
}

/** Serves `/mcp` to valid tokens only (RFC 6750), with protected resource metadata (RFC 9728). */
export function createProtectedServer(options: ProtectedServerOptions): ProtectedServer {
  const resource = `${options.origin}/mcp`
  const metadataPath = '/.well-known/oauth-protected-resource/mcp'
  const endpoint = createMcpEndpoint(options.title)

  async function handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (request.method === 'GET' && pathname === metadataPath) {
      return json(200, {
        resource,
        authorization_servers: options.authorizationServers,
        scopes_supported: options.scopes ?? toolScopes,
        bearer_methods_supported: ['header'],
        resource_name: options.title,
      })
    }
    if (pathname !== '/mcp') return json(404, { error: 'not_found' })
    const token = bearerToken(request)
    const permission = await options.permissionOf(token)
    if (permission?.resource !== resource) return challenge(token !== '')
    return endpoint.handle(request, permission)
  }

  function challenge(tokenWasSent: boolean): Response {
    const metadata = `resource_metadata="${options.origin}${metadataPath}"`
    const error = tokenWasSent ? 'error="invalid_token", ' : ''
    return json(
      401,
      { error: tokenWasSent ? 'invalid_token' : 'login_needed' },
      { 'www-authenticate': `Bearer ${error}${metadata}` },
    )
  }
  return { handle, close: () => endpoint.close() }
}
