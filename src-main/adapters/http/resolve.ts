/** Finds a host's addresses and holds them against the reach of a request (S1, S2). */
import { lookup as systemLookup } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { appError } from '#core/app-error.ts'
import type { AppError } from '#core/app-error.ts'
import type { Reach, Zone } from '#core/ports.ts'
import { bareHostname } from './proxy-choice.ts'
import { isLoopbackName, mayReach, mostPrivate, zoneOfAddress } from './zone.ts'

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
    message: `The address ${url.origin} is not encrypted (http instead of https), so others could read what is sent.`,
    next: open
      ? 'Use the https address of this server; if it has none, ask its owner for one.'
      : 'Use the https address, or confirm that this server in your own network may be used without encryption.',
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
    message: `The address ${url.origin} leads to a place that no server may send this program to.`,
    next: 'Check the address. If a server named it, tell the owner of that server.',
    details: {
      address: url.origin,
      leadsTo: addresses.map((each) => each.address).join(', '),
    },
  })
}

function crossed(url: URL, place: Place, zone: Reach['zone']): AppError {
  const names = { loopback: 'this computer', private: 'a private network', public: 'the internet' }
  const home = zone === 'person' ? 'an address you typed' : `a server in ${names[zone]}`
  return appError('zone-crossed', {
    step: 'network',
    whoseTurn: 'it',
    message: `${capital(home)} points to ${url.origin}, which leads into ${names[place.zone]}. That was refused to protect it.`,
    next: 'If this is intended, ask your IT to allow this address by name for this server.',
    details: {
      address: url.origin,
      leadsTo: place.addresses.map((each) => each.address).join(', ') || names[place.zone],
    },
  })
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
