/** Changes to the directory: tunnels, link keys, access keys, devices. What an administrator may do, and a machine with a link key. */
import { TunnelAlias } from '../protocol/names.ts'
import { readLinkKey, writeLinkKey } from '../protocol/linking.ts'
import type { LinkRequest } from '../protocol/linking.ts'
import type { AccessKey, Device, Directory, Tunnel } from './directory.ts'
import { hashOf, newId, newSecret } from './secrets.ts'

const day = 86_400_000

/** Personal keys are used at once; those of an organization are handed around. */
const linkKeyMs = { single: day, group: 30 * day }

export class AliasTaken extends Error {}

/** Makes a tunnel. Throws `AliasTaken`. */
export function createTunnel(
  directory: Directory,
  wish: { alias: string; organization: boolean; allowFrom: readonly string[]; now: number },
): Tunnel {
  const id = newId('tun')
  const alias = TunnelAlias.parse(wish.alias)
  const made = directory.run(
    `INSERT INTO tunnels (id, alias, organization, allow_from, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (alias) DO NOTHING`,
    id,
    alias,
    wish.organization ? 1 : 0,
    JSON.stringify(wish.allowFrom),
    wish.now,
  )
  const tunnel = directory.snapshot().tunnels.get(id)
  if (made === 0 || !tunnel) throw new AliasTaken(`the alias ${alias} is taken`)
  return tunnel
}

/** Removes a tunnel with its devices and keys; false when it is not there. */
export function removeTunnel(directory: Directory, tunnelId: string): boolean {
  return directory.run('DELETE FROM tunnels WHERE id = ?', tunnelId) > 0
}

/** A new link key of a tunnel: for one machine when it is a personal one, for several when it is an organization's. */
export function createLinkKey(
  directory: Directory,
  wish: { tunnel: Tunnel; relay: string; now: number },
): { key: string; expiresAt: number } {
  const { tunnel, relay, now } = wish
  const secret = newSecret()
  const expiresAt = now + (tunnel.organization ? linkKeyMs.group : linkKeyMs.single)
  directory.run(
    `INSERT INTO link_keys (id, tunnel_id, hash, created_at, expires_at, single) VALUES (?, ?, ?, ?, ?, ?)`,
    newId('lnk'),
    tunnel.id,
    hashOf(secret),
    now,
    expiresAt,
    tunnel.organization ? 0 : 1,
  )
  const key = writeLinkKey({ relay, secret })
  if (!readLinkKey(key))
    throw new Error(`${relay} is no address agents may dial: it has to be https`)
  return { key, expiresAt }
}

export type Linked =
  | { readonly status: 'linked'; readonly tunnel: Tunnel; readonly deviceId: string }
  | { readonly status: 'link_key_unknown' | 'link_key_used' | 'link_key_expired' }

/**
 * Exchanges a link key for a device. The same machine may ask again with the same public key, because the first answer may have been lost. A
 * second machine is turned away, and the administrator sees a warning at the first one: somebody else has, or had, the key.
 */
export function linkDevice(directory: Directory, request: LinkRequest, now: number): Linked {
  return directory.transaction(() => {
    const key = directory.get('SELECT * FROM link_keys WHERE hash = ?', hashOf(request.secret))
    if (!key || key['revoked_at'] !== null) return { status: 'link_key_unknown' }
    const id = String(key['id'])
    const tunnelId = String(key['tunnel_id'])
    const tunnel = directory.snapshot().tunnels.get(tunnelId)
    if (!tunnel) return { status: 'link_key_unknown' }
    const same = directory.get(
      `SELECT id FROM devices WHERE link_key_id = ? AND public_key = ? AND revoked_at IS NULL`,
      id,
      request.publicKey,
    )
    if (same) return { status: 'linked', tunnel, deviceId: String(same['id']) }
    if (key['single'] === 1 && key['used_at'] !== null) {
      const warning = `its link key was tried again by a machine calling itself ${request.name}`
      directory.run('UPDATE devices SET warning = ? WHERE link_key_id = ?', warning, id)
      return { status: 'link_key_used' }
    }
    if (Number(key['expires_at']) < now) return { status: 'link_key_expired' }
    if (!tunnel.organization) revokeOthers(directory, tunnelId, now)
    const deviceId = newId('dev')
    directory.run('UPDATE link_keys SET used_at = ? WHERE id = ?', now, id)
    directory.run(
      `INSERT INTO devices (id, tunnel_id, name, os, version, public_key, link_key_id, linked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      deviceId,
      tunnelId,
      request.name,
      request.os,
      request.version,
      request.publicKey,
      id,
      now,
    )
    return { status: 'linked', tunnel, deviceId }
  })
}

/** A personal tunnel has one machine: the new one takes the place of the old one. */
function revokeOthers(directory: Directory, tunnelId: string, now: number): void {
  directory.run(
    'UPDATE devices SET revoked_at = ? WHERE tunnel_id = ? AND revoked_at IS NULL',
    now,
    tunnelId,
  )
}

/** False when there is no such device, or it was revoked before. */
export function revokeDevice(directory: Directory, deviceId: string, now: number): boolean {
  const sql = 'UPDATE devices SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL'
  return directory.run(sql, now, deviceId) > 0
}

/**
 * A new access key; its text is told this once. `replaces`: the keys of the tunnel that were valid before end after `overlapMs`, so that the
 * platform can be given the new one in between.
 */
export function createAccessKey(
  directory: Directory,
  wish: { tunnel: Tunnel; name: string; now: number; overlapMs?: number },
): { id: string; key: string } {
  const { tunnel, name, now, overlapMs } = wish
  const key = `aip-key_${newSecret()}`
  const id = newId('key')
  directory.transaction(() => {
    if (overlapMs !== undefined) {
      directory.run(
        `UPDATE access_keys SET expires_at = ? WHERE tunnel_id = ? AND name = ? AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)`,
        now + overlapMs,
        tunnel.id,
        name,
        now + overlapMs,
      )
    }
    directory.run(
      'INSERT INTO access_keys (id, tunnel_id, name, hash, created_at) VALUES (?, ?, ?, ?, ?)',
      id,
      tunnel.id,
      name,
      hashOf(key),
      now,
    )
  })
  return { id, key }
}

/** False when there is no such key, or it was revoked before. */
export function revokeAccessKey(directory: Directory, id: string, now: number): boolean {
  const sql = 'UPDATE access_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL'
  return directory.run(sql, now, id) > 0
}

export function devicesOf(directory: Directory, tunnelId: string): Device[] {
  return [...directory.snapshot().devices.values()].filter((each) => each.tunnelId === tunnelId)
}

export function accessKeysOf(directory: Directory, tunnelId: string): readonly AccessKey[] {
  return directory.snapshot().accessKeys.get(tunnelId) ?? []
}
