/** Where addresses lead, in every spelling an attacker could use (S1, S2). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInternalName, mayReach, mostPrivate, zoneOfAddress } from '#adapters/http/zone.ts'

describe('where an address leads', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['0.0.0.0', 'loopback'],
    ['::1', 'loopback'],
    ['[::1]', 'loopback'],
    ['::', 'loopback'],
    ['0:0:0:0:0:0:0:1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['64:ff9b::7f00:1', 'loopback'],
    ['2002:7f00:1::', 'loopback'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['100.127.255.255', 'private'],
    ['198.18.0.7', 'private'],
    ['0.1.2.3', 'private'],
    ['240.0.0.1', 'private'],
    ['fc00::1', 'private'],
    ['fd12:3456:789a::1', 'private'],
    ['fec0::1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['64:ff9b::10.0.0.1', 'private'],
    ['64:ff9b:1::1', 'private'],
    ['2002:c0a8:101::1', 'private'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'private'],
    ['169.254.169.254', 'forbidden'],
    ['169.254.0.1', 'forbidden'],
    ['::ffff:169.254.169.254', 'forbidden'],
    ['::ffff:a9fe:a9fe', 'forbidden'],
    ['64:ff9b::a9fe:a9fe', 'forbidden'],
    ['2002:a9fe:a9fe::', 'forbidden'],
    ['fe80::1', 'forbidden'],
    ['fe80::1%eth0', 'forbidden'],
    ['fd00:ec2::254', 'forbidden'],
    ['fd20:ce::254', 'forbidden'],
    ['100.100.100.200', 'forbidden'],
    ['168.63.129.16', 'forbidden'],
    ['192.0.0.192', 'forbidden'],
    ['224.0.0.1', 'forbidden'],
    ['255.255.255.255', 'forbidden'],
    ['ff02::1', 'forbidden'],
    ['::10.0.0.1', 'forbidden'],
    ['not an address', 'forbidden'],
    ['', 'forbidden'],
    ['8.8.8.8', 'public'],
    ['172.32.0.1', 'public'],
    ['100.128.0.1', 'public'],
    ['2606:4700:4700::1111', 'public'],
    ['::ffff:8.8.8.8', 'public'],
    ['64:ff9b::808:808', 'public'],
  ])('%s is %s', (address, zone) => {
    expect(zoneOfAddress(address)).toBe(zone)
  })

  it('is the same for an IPv4 address and for its IPv6 disguises', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const zone = zoneOfAddress(address)
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
        const [high, low] = [a * 256 + b, c * 256 + d].map((each) => each.toString(16))
        for (const disguise of [
          `::ffff:${address}`,
          `::FFFF:${high}:${low}`,
          `0:0:0:0:0:ffff:${high}:${low}`,
          `64:ff9b::${address}`,
          `2002:${high}:${low}::1`,
        ]) {
          expect(zoneOfAddress(disguise), disguise).toBe(zone)
        }
      }),
    )
  })

  it('agrees with the plain arithmetic of RFC 1918, RFC 3927 and RFC 1122', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255), (a, b, c, d) => {
        const zone = zoneOfAddress(`${a}.${b}.${c}.${d}`)
        const inside = a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168)
        if (inside) expect(zone).toBe('private')
        if (a === 127) expect(zone).toBe('loopback')
        if (a === 169 && b === 254) expect(zone).toBe('forbidden')
        if (zone === 'public') expect(inside || a === 127 || a >= 224).toBe(false)
      }),
    )
  })

  it('never calls a unique local or link-local IPv6 address public', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        if (/^f[cd]|^fe[89ab]|^ff/i.test(address) && /^[0-9a-f]{4}:/i.test(address)) {
          expect(zoneOfAddress(address)).not.toBe('public')
        }
      }),
    )
  })
})

describe('who may go where', () => {
  it.each([
    ['public', 'public', true],
    ['public', 'private', false],
    ['public', 'loopback', false],
    ['private', 'public', true],
    ['private', 'private', true],
    ['private', 'loopback', false],
    ['loopback', 'loopback', true],
    ['loopback', 'private', true],
    ['person', 'loopback', true],
    ['person', 'private', true],
  ] as const)('a %s server may point to a %s address: %s', (from, to, allowed) => {
    expect(mayReach(from, to)).toBe(allowed)
  })

  it('counts the most private of several addresses', () => {
    expect(mostPrivate(['public', 'private'])).toBe('private')
    expect(mostPrivate(['private', 'loopback', 'public'])).toBe('loopback')
    expect(mostPrivate(['public'])).toBe('public')
  })

  it('knows names that only an internal name server answers', () => {
    for (const name of ['intranet', 'mcp.corp', 'nas.local', 'db.prod.internal', 'x.home.arpa']) {
      expect(isInternalName(name), name).toBe(true)
    }
    for (const name of ['example.com', 'local.example.com', 'internal.dev']) {
      expect(isInternalName(name), name).toBe(false)
    }
  })
})
