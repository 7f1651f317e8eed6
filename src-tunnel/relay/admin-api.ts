/** The administrators' API: every path asks for the admin key, takes JSON and gives JSON. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { CreateAccessKey, CreateTunnel, adminPath } from '../protocol/admin.ts'
import type { AccessKeyView, DeviceView, TunnelView } from '../protocol/admin.ts'
import { listOf } from './access.ts'
import {
  AliasTaken,
  accessKeysOf,
  createAccessKey,
  createLinkKey,
  createTunnel,
  devicesOf,
  removeTunnel,
  revokeAccessKey,
  revokeDevice,
} from './administer.ts'
import type { Device, Directory, Tunnel } from './directory.ts'
import { readJson, sendJson } from './json-body.ts'
import { newSecret } from './secrets.ts'
import type { Sessions } from './sessions.ts'

export interface AdminApiPorts {
  readonly directory: Directory
  readonly sessions: Sessions
  readonly now: () => number
  readonly originOf: (request: IncomingMessage) => string
  readonly publicUrlOf: (request: IncomingMessage, alias: string) => string
  readonly drain: () => void
}

/** Thrown by the actions; becomes the answer. */
class AdminError extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export type AdminApi = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<void>

export function createAdminApi(ports: AdminApiPorts): AdminApi {
  return async (request, response, path) => {
    try {
      const key = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
      if (key === undefined || !ports.directory.isAdminKey(key)) {
        throw new AdminError(401, 'admin_key_wrong', 'The admin key is missing or wrong.')
      }
      const body = request.method === 'POST' ? await readJson(request) : undefined
      sendJson(response, 200, act(ports, request, path.slice(adminPath.length), body))
    } catch (error) {
      const { status, code, message } = asAdminError(error)
      sendJson(response, status, { error: { code, message } })
    }
  }
}

function asAdminError(error: unknown): AdminError {
  if (error instanceof AdminError) return error
  if (error instanceof AliasTaken) {
    return new AdminError(409, 'alias_taken', 'Another tunnel has this alias.')
  }
  if (error instanceof z.ZodError) {
    const [first] = error.issues
    const what = `${first?.path.join('.') ?? ''}: ${first?.message ?? 'not understood'}`
    return new AdminError(400, 'bad_request', what.replace(/^: /, ''))
  }
  return new AdminError(500, 'internal', 'The relay made a mistake.')
}

function act(ports: AdminApiPorts, request: IncomingMessage, path: string, body: unknown): unknown {
  const { directory, now } = ports
  const [, what = '', name = '', part = ''] = path.split('/')
  const route = `${request.method} ${what}${name && '/*'}${part && `/${part}`}`
  const tunnel = () => tunnelCalled(directory, name)
  switch (route) {
    case 'GET tunnels': {
      const tunnels = [...directory.snapshot().tunnels.values()]
      return { tunnels: tunnels.map((each) => tunnelView(ports, request, each)) }
    }
    case 'POST tunnels':
      return addTunnel(ports, request, body)
    case 'DELETE tunnels/*':
      removeTunnel(directory, tunnel().id)
      return { removed: name }
    case 'POST tunnels/*/link-keys':
      return linkKey(ports, request, tunnel())
    case 'GET tunnels/*/keys':
      return { keys: accessKeysOf(directory, tunnel().id).map((each) => keyView(each, name)) }
    case 'POST tunnels/*/keys': {
      const { name: called, overlapSeconds } = CreateAccessKey.parse(body)
      const overlap = overlapSeconds === undefined ? {} : { overlapMs: overlapSeconds * 1000 }
      const wish = { tunnel: tunnel(), name: called, now: now(), ...overlap }
      return { name: called, ...createAccessKey(directory, wish) }
    }
    case 'DELETE keys/*':
      if (revokeAccessKey(directory, name, now())) return { removed: name }
      throw new AdminError(404, 'no_such_key', 'There is no access key with this id.')
    case 'GET devices': {
      const tunnels = [...directory.snapshot().tunnels.values()]
      const devices = tunnels.flatMap((each) =>
        devicesOf(directory, each.id).map((device) => deviceView(ports, device, each.alias)),
      )
      return { devices }
    }
    case 'DELETE devices/*':
      if (revokeDevice(directory, name, now())) return { removed: name }
      throw new AdminError(404, 'no_such_device', 'There is no machine with this id.')
    case 'POST drain':
      ports.drain()
      return { draining: true }
    default:
      throw new AdminError(404, 'no_such_path', 'The admin API has no such path.')
  }
}

function addTunnel(ports: AdminApiPorts, request: IncomingMessage, body: unknown): unknown {
  const wish = CreateTunnel.parse(body)
  try {
    listOf(wish.allowFrom)
  } catch (error) {
    const message = error instanceof Error ? error.message : 'allowFrom is not understood'
    throw new AdminError(400, 'bad_request', message)
  }
  const alias = wish.unguessable ? `${wish.alias.slice(0, 22)}-${suffix()}` : wish.alias
  const tunnel = createTunnel(ports.directory, { ...wish, alias, now: ports.now() })
  return { tunnel: tunnelView(ports, request, tunnel), ...linkKey(ports, request, tunnel) }
}

/** 16 characters of 32: 80 bits. */
function suffix(): string {
  const bytes = Buffer.from(newSecret(), 'base64url').subarray(0, 16)
  return [...bytes].map((byte) => 'abcdefghijkmnpqrstuvwxyz23456789'[byte & 31]).join('')
}

function linkKey(
  ports: AdminApiPorts,
  request: IncomingMessage,
  tunnel: Tunnel,
): { linkKey: string; linkKeyExpiresAt: number } {
  const relay = ports.originOf(request)
  const made = createLinkKey(ports.directory, { tunnel, relay, now: ports.now() })
  return { linkKey: made.key, linkKeyExpiresAt: made.expiresAt }
}

function tunnelCalled(directory: Directory, alias: string): Tunnel {
  const tunnel = directory.snapshot().byAlias.get(alias)
  if (tunnel) return tunnel
  throw new AdminError(404, 'no_such_tunnel', 'There is no tunnel with this alias.')
}

function tunnelView(ports: AdminApiPorts, request: IncomingMessage, tunnel: Tunnel): TunnelView {
  const { alias, organization, allowFrom, createdAt } = tunnel
  const devices = devicesOf(ports.directory, tunnel.id).filter((each) => each.revokedAt === null)
  const online = [...ports.sessions.all()].filter((each) => each.tunnelId === tunnel.id)
  return {
    alias,
    organization,
    allowFrom: [...allowFrom],
    createdAt,
    publicUrl: ports.publicUrlOf(request, alias),
    devices: devices.length,
    online: online.length,
  }
}

function deviceView(ports: AdminApiPorts, device: Device, tunnel: string): DeviceView {
  const { id, name, linkedAt, revokedAt, warning } = device
  const session = [...ports.sessions.all()].find((each) => each.deviceId === id)
  const live = session && {
    address: session.address,
    since: session.since,
    rttMs: session.rttMs() ?? null,
    calls: session.calls.active(),
    exposed: [...session.exposed().values()],
  }
  const os = session?.os() || device.os
  const version = session?.version() || device.version
  return { id, tunnel, name, os, version, linkedAt, revokedAt, warning, live: live ?? null }
}

function keyView(
  key: { id: string; name: string; createdAt: number; expiresAt: number | null },
  tunnel: string,
): AccessKeyView {
  const { id, name, createdAt, expiresAt } = key
  return { id, tunnel, name, createdAt, expiresAt }
}
