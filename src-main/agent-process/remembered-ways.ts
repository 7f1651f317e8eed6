/** The way to each offered server, kept for a moment: finding it (proxy, pool) costs more than a small call may take. */
import type { Dispatcher } from 'undici'
import type { Exposure } from '#tunnel/protocol/exposure.ts'

type Way = Pick<Dispatcher, 'dispatch'>
type FindWay = (exposure: Exposure) => Promise<Way>

/** A change of the proxy settings is noticed after this. */
const keepMs = 5_000

export function rememberedWays(find: FindWay, now: () => number): FindWay {
  const ways = new WeakMap<Exposure, { readonly way: Promise<Way>; readonly until: number }>()
  return (exposure) => {
    const known = ways.get(exposure)
    if (known && known.until > now()) return known.way
    const way = find(exposure)
    ways.set(exposure, { way, until: now() + keepMs })
    // A way that was not found is looked for again by the next call.
    way.catch(() => ways.delete(exposure))
    return way
  }
}
