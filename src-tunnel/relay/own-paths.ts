/** The relay's own paths: link, nonce, health, metrics, the administrators' page and API. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { adminPath } from '../protocol/admin.ts'
import { agentPath, linkPath, noncePath } from '../protocol/handshake.ts'
import { LinkRequest } from '../protocol/linking.ts'
import type { LinkAnswer } from '../protocol/linking.ts'
import type { AdminApi } from './admin-api.ts'
import { sendAdminPage } from './admin-page.ts'
import { linkDevice } from './administer.ts'
import { notFound } from './caller-door.ts'
import type { Directory } from './directory.ts'
import { readJson, sendJson } from './json-body.ts'
import type { Nonces } from './nonces.ts'
import { sendRefusal } from './refusals.ts'

export interface OwnPathsPorts {
  readonly directory: Directory
  readonly nonces: Nonces
  readonly adminApi: AdminApi
  readonly now: () => number
  readonly publicUrlOf: (request: IncomingMessage, alias: string) => string
  readonly draining: () => boolean
  /** The text of `/metrics`. */
  readonly metrics: () => string
  readonly log: (message: string, facts: Record<string, unknown>) => void
}

export type OwnPaths = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<void>

export function createOwnPaths(ports: OwnPathsPorts): OwnPaths {
  return async (request, response, path) => {
    if (path.startsWith(`${adminPath}/`)) return ports.adminApi(request, response, path)
    if (path === linkPath && request.method === 'POST') return link(ports, request, response)
    if (request.method !== 'GET' && request.method !== 'HEAD') return notFound(response)
    switch (path) {
      case noncePath:
        return ports.draining()
          ? sendRefusal(response, 'draining')
          : sendJson(response, 200, { nonce: ports.nonces.issue() })
      case agentPath:
        return sendRefusal(response, 'bad_handshake')
      case '/admin':
        return sendAdminPage(response)
      case '/healthz':
        return sendJson(response, 200, { status: 'alive' })
      case '/readyz':
        return ports.draining()
          ? sendJson(response, 503, { status: 'draining' })
          : sendJson(response, 200, { status: 'ready' })
      case '/metrics':
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
        response.end(ports.metrics())
        return
      default:
        return notFound(response)
    }
  }
}

async function link(
  ports: OwnPathsPorts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const wish = LinkRequest.safeParse(await readJson(request))
  if (!wish.success) return sendRefusal(response, 'link_key_unknown')
  const linked = linkDevice(ports.directory, wish.data, ports.now())
  if (linked.status !== 'linked') {
    ports.log('a link key was refused', { why: linked.status })
    return sendRefusal(response, linked.status)
  }
  const { tunnel, deviceId } = linked
  sendJson(response, 200, {
    tunnelId: tunnel.id,
    tunnel: tunnel.alias,
    deviceId,
    publicUrl: ports.publicUrlOf(request, tunnel.alias),
  } satisfies LinkAnswer)
}
