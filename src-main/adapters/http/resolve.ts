/** Finds a host's addresses and holds them against the reach of a request (S1, S2). */
import { lookup as systemLookup } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { appError } from '#core/app-error.ts'
import type { AppError } from '#core/app-error.ts'
import type { Reach, Zone } from '#core/ports.ts'
import { bareHostname } from './proxy-choice.ts'
import { isLoopbackName, mayReach, mostPrivate, zoneOfAddress } from './zone.ts'
import { say } from '#core/say.ts'

/** Turns a host name into addresses, as `dns.lookup` with `all` does. */
export type Lookup = (hostname: string) => Promise<readonly LookupAddress[]>

export interface Place {
  readonly addresses: readonly LookupAddress[]
  readonly zone: Zone
}

/** Less than a dial may take, so that the name is blamed and not the server; the system asks a second time after five seconds. */
const lookupMs = 6_500

/** The operating system's own way of looking names up: hosts file, mDNS and name servers. */
export const lookupBySystem: Lookup = (hostname) =>
  systemLookup(hostname, { all: true, order: 'verbatim' })

/** Where the host of `url` leads. Throws `address-forbidden` when only forbidden addresses are left. */
export async function placeOf(url: URL, lookup: Lookup): Promise<Place> {
  const hostname = bareHostname(url)
  const addresses = await addressesOf(hostname, lookup)
  if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' })
  const usable = addresses.flatMap((each) => {
    const zone = zoneOfAddress(each.address)
    return zone === 'forbidden' ? [] : [{ each, zone }]
  })
  if (usable.length === 0) throw forbidden(url, addresses)
  return {
    addresses: usable.map(({ each }) => each),
    zone: mostPrivate(usable.map(({ zone }) => zone)),
  }
}

/** Throws unless `place` lies within `reach`; `url` tells the origin and whether the request is encrypted. */
export function checkReach(url: URL, place: Place, reach: Reach): void {
  const allowed = reach.allowOrigins?.includes(url.origin) ?? false
  if (!allowed && !mayReach(reach.zone, place.zone)) throw crossed(url, place, reach.zone)
  if (url.protocol === 'http:') checkUnencrypted(url, place, reach)
}

/** Plain http: free on loopback, after a confirmation in a private network, never on the internet (decision 6). */
function checkUnencrypted(url: URL, place: Place, reach: Reach): void {
  // A single public address is enough to refuse: nobody chooses which one is connected to.
  const zones = place.addresses.map((each) => zoneOfAddress(each.address))
  const everywhere = zones.length > 0 ? zones : [place.zone]
  if (everywhere.every((zone) => zone === 'loopback')) return
  const open = everywhere.includes('public')
  if (!open && reach.plainHttpConfirmed) return
  throw appError('insecure-address', {
    step: 'network',
    whoseTurn: open ? 'server-owner' : 'you',
    message: say('network.unencrypted', { origin: url.origin }),
    next: open ? say('network.unencrypted.next') : say('network.unencrypted.confirm'),
    details: { address: url.origin, zone: place.zone },
  })
}

async function addressesOf(hostname: string, lookup: Lookup): Promise<readonly LookupAddress[]> {
  const version = isIP(hostname)
  if (version !== 0) return [{ address: hostname, family: version }]
  if (isLoopbackName(hostname)) {
    return [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]
  }
  return answered(lookup(hostname))
}

/** The system tries each name server for many seconds; nobody waits that long for a page, either. */
function answered(work: ReturnType<Lookup>): ReturnType<Lookup> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error('no answer from the name servers'), { code: 'EAI_AGAIN' })
    timer = setTimeout(() => reject(error), lookupMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

function forbidden(url: URL, addresses: readonly LookupAddress[]): AppError {
  return appError('address-forbidden', {
    step: 'network',
    whoseTurn: 'server-owner',
    message: say('network.forbidden', { origin: url.origin }),
    next: say('network.forbidden.next'),
    details: {
      address: url.origin,
      leadsTo: addresses.map((each) => each.address).join(', '),
    },
  })
}

function crossed(url: URL, place: Place, zone: Reach['zone']): AppError {
  const names = {
    loopback: say('zone.loopback'),
    private: say('zone.private'),
    public: say('zone.public'),
  }
  const home =
    zone === 'person'
      ? say('network.home.person')
      : say('network.home.server', { zone: names[zone] })
  return appError('zone-crossed', {
    step: 'network',
    whoseTurn: 'it',
    message: say('network.crossed', { home, origin: url.origin, zone: names[place.zone] }),
    next: say('network.crossed.next'),
    details: {
      address: url.origin,
      leadsTo: place.addresses.map((each) => each.address).join(', ') || names[place.zone].english,
    },
  })
}
