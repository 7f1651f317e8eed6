/** Decides whether an address that came from a server may be opened in a browser (C34, S3). */
import { appError } from '#core/app-error.ts'
import type { Zone } from '#core/ports.ts'
import { say } from '#core/say.ts'

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/** The parsed address: https, or http on this computer, or http in a private network after the person agreed. */
export function addressForBrowser(
  address: string,
  reach: { readonly zone: Zone | 'person'; readonly plainHttpConfirmed?: boolean },
): URL {
  const url = URL.parse(address)
  const clean = url && url.username === '' && url.password === '' && url.hostname !== ''
  if (clean && url.protocol === 'https:') return url
  const nearby = url && loopbackHosts.includes(url.hostname)
  const confirmed = reach.plainHttpConfirmed === true && reach.zone !== 'public'
  if (clean && url.protocol === 'http:' && (nearby === true || confirmed)) return url
  throw appError('unsafe-authorization-address', {
    step: 'sign-in',
    whoseTurn: 'server-owner',
    message: say('unsafe-sign-in-page'),
    next: say('unsafe-sign-in-page.next'),
    details: { address: address.slice(0, 200) },
  })
}
