/** Decides for each request whether it goes through the proxy, and checks its target where the proxy will look the name up. */
import type { Reach, Zone } from '#core/ports.ts'
import { appErrorIn } from './failure.ts'
import { bareHostname } from './proxy-choice.ts'
import type { FindProxy } from './proxy-script.ts'
import { checkReach, placeOf } from './resolve.ts'
import type { Lookup, Place } from './resolve.ts'
import { isInternalName } from './zone.ts'

export interface Router {
  /** The proxy for `url`, or undefined: directly, and checked when the socket is opened. */
  route(url: URL, reach: Reach): Promise<URL | undefined>
  zoneOf(url: URL): Promise<Zone>
}

const lookupMs = 2_000
const rememberMs = 300_000

/**
 * Behind a proxy the name is looked up twice: here, and by the proxy, whose answer counts. So the check here refuses what is
 * certain (IP addresses, names that resolve to a private address); a name unknown here is taken for private when it can only be
 * an internal one and for public otherwise. The proxy is then the company's own guard against what a public name hides.
 */
export function createRouter(findProxy: FindProxy, lookup: Lookup): Router {
  const unknownUntil = new Map<string, number>()

  const placeBehindProxy = async (url: URL): Promise<Place> => {
    const hostname = bareHostname(url)
    try {
      if ((unknownUntil.get(hostname) ?? 0) > Date.now()) return guess(hostname)
      return await withinTime(placeOf(url, lookup))
    } catch (error) {
      const problem = appErrorIn(error)
      if (problem) throw problem
      // Many company networks resolve outside names at the proxy only; asking again each time would cost seconds.
      unknownUntil.set(hostname, Date.now() + rememberMs)
      return guess(hostname)
    }
  }

  return {
    async route(url, reach) {
      const proxy = await findProxy(url)
      if (!proxy) return undefined
      const place = await placeBehindProxy(url)
      if (place.zone === 'loopback') return undefined
      checkReach(url, place, reach)
      return proxy
    },
    async zoneOf(url) {
      const place = (await findProxy(url)) ? placeBehindProxy(url) : placeOf(url, lookup)
      return (await place).zone
    },
  }
}

function guess(hostname: string): Place {
  return { addresses: [], zone: isInternalName(hostname) ? 'private' : 'public' }
}

function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer from the name server')), lookupMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
