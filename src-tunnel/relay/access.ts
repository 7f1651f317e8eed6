/** Whether a caller may call through a tunnel: access key, address, client certificate. */
import type { CallRequest } from '../http1/call.ts'
import { BlockList, isIP } from 'node:net'
import { TLSSocket } from 'node:tls'
import { fieldIn } from '../http1/fields.ts'
import type { AccessKey, Snapshot, Tunnel } from './directory.ts'
import { hashOf, sameHash } from './secrets.ts'

export const accessKeyHeader = 'aip-access-key'

export type Access =
  | {
      readonly status: 'allowed'
      readonly tunnel: Tunnel
      /** Name of the access key, for the records of the edge. */
      readonly caller: string
      /** Authorization held the access key. */
      readonly inAuthorization: boolean
      /** The call is a probe of this machine: it goes to no other one, and asks nothing but `probeBody`. */
      readonly onlyDevice?: string
    }
  /** `why` is for the log; the caller is told nothing that helps in guessing. */
  | { readonly status: 'denied'; readonly why: string }

export interface AccessRules {
  readonly now: () => number
  /** Callers need a certificate of the configured authority. */
  readonly needsCertificate: boolean
}

export function checkAccess(
  snapshot: Snapshot,
  request: CallRequest,
  call: { tunnel: string; address: string },
  rules: AccessRules,
): Access {
  const named = fieldIn(request.rawHeaders, accessKeyHeader)
  const authorization = fieldIn(request.rawHeaders, 'authorization')
  const bearer = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  const presented = named ?? bearer
  if (presented === undefined) return denied('no access key')
  // Hashed before the tunnel is looked for: an unknown tunnel and a wrong key take the same time.
  const hash = hashOf(presented)
  const tunnel = snapshot.byAlias.get(call.tunnel)
  const keys = tunnel ? (snapshot.accessKeys.get(tunnel.id) ?? []) : []
  const key = matching(keys, hash, rules.now())
  if (!tunnel || !key) return denied('wrong access key')
  if (!comesFrom(tunnel.allowFrom, call.address)) return denied('address not allowed')
  const { socket } = request
  if (rules.needsCertificate && !(socket instanceof TLSSocket && socket.authorized)) {
    return denied('no client certificate')
  }
  const inAuthorization = named === undefined
  return { status: 'allowed', tunnel, caller: key.name, inAuthorization }
}

/** Looks at every key, so that the time tells nothing of which one it was. */
function matching(keys: readonly AccessKey[], hash: Buffer, now: number): AccessKey | undefined {
  let found: AccessKey | undefined
  for (const key of keys) {
    const valid = key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now)
    if (sameHash(key.hash, hash) && valid) found = key
  }
  return found
}

function comesFrom(allowed: readonly string[], address: string): boolean {
  if (allowed.length === 0) return true
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4'
  return isIP(plain) !== 0 && listOf(allowed).check(plain, family)
}

/** Throws when an entry is neither an address nor a network. */
export function listOf(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/')
    const family = isIP(address)
    if (family === 0) throw new Error(`${entry} is no address or network`)
    const type = family === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, type)
    else list.addSubnet(address, Number(bits), type)
  }
  return list
}

/** The caller's address: the peer's, or what the proxy in front says of it (its own entry, the last one). */
export function addressOf(request: CallRequest, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers['x-forwarded-for'] : undefined
  const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined
  return last ?? request.socket.remoteAddress ?? ''
}

function denied(why: string): Access {
  return { status: 'denied', why }
}
