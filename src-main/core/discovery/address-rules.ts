/** Checks each address that a document or a challenge names before anything is sent to it or opened (S1 to S3, C15). */
import { isProblem } from '../app-error.ts'
import type { Zone } from '../ports.ts'
import {
  insecureAddress,
  metadataUnusable,
  placeholderEndpoint,
  unsafeAuthorizationAddress,
  zoneCrossed,
  type What,
} from './refusals.ts'
import type { Search } from './search.ts'
import { say } from '#core/say.ts'

const privacy: Record<Zone, number> = { public: 0, private: 1, loopback: 2 }

/** Parses an address named by the server and throws when it may not be used. `what` names it in the problem. */
export async function checkAddress(search: Search, what: What, text: string): Promise<URL> {
  if (hasPlaceholder(text)) throw placeholderEndpoint(what, text)
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    if (what === 'authorization endpoint') throw unsafeAuthorizationAddress(text)
    throw metadataUnusable(text, say('document.not-web-address', { member: say(`what.${what}`) }))
  }
  if (url.username || url.password) {
    throw metadataUnusable(url.origin, say('document.credentials', { member: say(`what.${what}`) }))
  }
  await checkZone(search, what, url)
  return url
}

async function checkZone(search: Search, what: What, url: URL): Promise<void> {
  const allowed = allowedOrigins(search).includes(url.origin)
  const zone = await zoneOfNamed(search, url)
  if (!allowed && privacy[zone] > privacy[search.zone]) {
    throw zoneCrossed(what, url.href, search.zone, zone)
  }
  const plainHttpConfirmed = search.settings.confirmed?.includes('plain-http') ?? false
  if (url.protocol === 'http:' && !plainHttpAllowed(zone, plainHttpConfirmed)) {
    throw insecureAddress(what, url.href, zone === 'private')
  }
}

/** Free on this computer, in a private network after a confirmation, never on the internet (decision 6). */
export function plainHttpAllowed(zone: Zone, confirmed: boolean): boolean {
  return zone === 'loopback' || (zone === 'private' && confirmed)
}

const unknownNow = [
  'host-not-found',
  'name-lookup-failed',
  'unreachable',
  'timed-out',
  'offline',
] as const

/** A name that cannot be looked up now counts as public: the address really connected to is checked again (`Reach`). */
async function zoneOfNamed(search: Search, url: URL): Promise<Zone> {
  try {
    return await search.http.zoneOf(url.href, search.options.signal)
  } catch (error) {
    if (isProblem(error, ...unknownNow)) return 'public'
    throw error
  }
}

/** Origins that may lie in a more private zone: named by an administrator, or the login host a person typed. */
export function allowedOrigins(search: Pick<Search, 'options' | 'settings' | 'server'>): string[] {
  const { loginHost } = search.settings
  const host = loginHost === undefined ? undefined : hostOf(loginHost)
  const own = host ? [`https://${host}`, `${search.server.protocol}//${host}`] : []
  return [...(search.options.allowOrigins ?? []), ...own]
}

/** The host (with port) of a login host setting; people paste whole addresses. */
export function hostOf(text: string): string | undefined {
  const address = text.includes('://') ? text.trim() : `https://${text.trim()}`
  return URL.canParse(address) ? new URL(address).host : undefined
}

/** `{tenant}`, `:workspace`, `<host>`: nobody filled the blank in. */
export function hasPlaceholder(text: string): boolean {
  return /[{}<>]|%7b|%7d|%3c|%3e|\/:[A-Za-z_]/i.test(text)
}
