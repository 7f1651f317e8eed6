/** Where an IP address leads, and who may go there: pure tables, no look-ups. */
import { BlockList, isIP } from 'node:net'
import type { Reach, Zone } from '#core/ports.ts'

/** `forbidden`: link-local, cloud metadata, multicast and addresses nobody may use. */
export type AddressZone = Zone | 'forbidden'

type Subnet = readonly [address: string, prefix: number]

/** RFC 6890, RFC 3927, RFC 5771, and the metadata addresses of clouds outside 169.254.0.0/16 (Alibaba, Azure, Oracle). */
const forbidden4: readonly Subnet[] = [
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['168.63.129.16', 32],
  ['192.0.0.0', 24],
  ['224.0.0.0', 4],
  ['255.255.255.255', 32],
]

/** 0.0.0.0 leads to this computer on most systems (RFC 1122 §3.2.1.3). */
const loopback4: readonly Subnet[] = [
  ['127.0.0.0', 8],
  ['0.0.0.0', 32],
]

/** RFC 1918, RFC 6598 (carrier NAT), RFC 2544 (also the made-up answers of local proxies), and the reserved 0/8 and 240/4. */
const private4: readonly Subnet[] = [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['198.18.0.0', 15],
  ['0.0.0.0', 8],
  ['240.0.0.0', 4],
]

/** Link-local, multicast, the deprecated IPv4-compatible form, and metadata addresses of AWS and Google. */
const forbidden6: readonly Subnet[] = [
  ['fe80::', 10],
  ['ff00::', 8],
  ['fd00:ec2::', 32],
  ['fd20:ce::254', 128],
  ['::', 96],
]

/** RFC 4193, RFC 3879 (site-local), RFC 8215 (local NAT64), RFC 4380 (Teredo), RFC 6666 (discard). */
const private6: readonly Subnet[] = [
  ['fc00::', 7],
  ['fec0::', 10],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['100::', 64],
]

/** The first list that holds an address decides; what is in none is public. */
const lists: readonly (readonly [AddressZone, BlockList])[] = [
  [
    'loopback',
    listOf(
      [],
      [
        ['::1', 128],
        ['::', 128],
      ],
    ),
  ],
  ['forbidden', listOf(forbidden4, forbidden6)],
  ['loopback', listOf(loopback4, [])],
  ['private', listOf(private4, private6)],
]

/** Says where an IP address leads; anything that is no IP address is forbidden. */
export function zoneOfAddress(address: string): AddressZone {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const version = isIP(bare)
  if (version === 0) return 'forbidden'
  const family = version === 4 ? 'ipv4' : 'ipv6'
  return lists.find(([, list]) => list.check(bare, family))?.[0] ?? 'public'
}

/** The most private of several zones. */
export function mostPrivate(zones: readonly Zone[]): Zone {
  if (zones.includes('loopback')) return 'loopback'
  return zones.includes('private') ? 'private' : 'public'
}

/** The same zone or a more public one: loopback > private > public (S2). */
export function mayReach(from: Reach['zone'], to: Zone): boolean {
  const privacy = { public: 0, private: 1, loopback: 2, person: 2 }
  return privacy[to] <= privacy[from]
}

/** Names that mean this computer by definition (RFC 6761 §6.3); they never go to a name server or a proxy. */
export function isLoopbackName(hostname: string): boolean {
  return /^(.+\.)?localhost\.?$/i.test(hostname)
}

/** Names no public name server answers (RFC 6762, RFC 8375, RFC 6761, ICANN's `internal`), and names of one label. */
export function isInternalName(hostname: string): boolean {
  const name = hostname.replace(/\.$/, '').toLowerCase()
  return (
    !name.includes('.') ||
    /\.(local|localdomain|internal|intranet|private|corp|home|lan|home\.arpa)$/.test(name)
  )
}

/** IPv4 rules hold for their IPv6 disguises too: mapped (BlockList sees to it), NAT64 (RFC 6052) and 6to4 (RFC 3056). */
function listOf(subnets4: readonly Subnet[], subnets6: readonly Subnet[]): BlockList {
  const list = new BlockList()
  for (const [address, prefix] of subnets6) list.addSubnet(address, prefix, 'ipv6')
  for (const [address, prefix] of subnets4) {
    list.addSubnet(address, prefix, 'ipv4')
    list.addSubnet(`64:ff9b::${address}`, 96 + prefix, 'ipv6')
    list.addSubnet(sixToFour(address), 16 + prefix, 'ipv6')
  }
  return list
}

function sixToFour(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return `2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::`
}
