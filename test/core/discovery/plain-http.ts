/** An `Http` over the global fetch for tests of the core: zones and virtual hosts by table, the limits of the real one. */
import { AppError, appError } from '#core/app-error.ts'
import type { Fetch, Http, Reach, Zone } from '#core/ports.ts'

export interface PlainHttpOptions {
  /** Zone per host name; names that are missing are looked up in vain. 127.0.0.1 and localhost are there already. */
  readonly zones?: Readonly<Record<string, Zone>>
  /** Real origin per virtual origin, so that `https://mcp.example.com` can be a server on loopback. */
  readonly origins?: Readonly<Record<string, string>>
  /** Addresses that end so are given up at once instead of after the product's 10 s. */
  readonly impatientFor?: string
}

const mostBytes = 1024 * 1024
const privacy: Record<Zone, number> = { public: 0, private: 1, loopback: 2 }

/** Makes the test's HTTP layer. It keeps every address it was asked for in `asked`. */
export function plainHttp(options: PlainHttpOptions = {}): Http & { readonly asked: string[] } {
  const asked: string[] = []
  const zones: Record<string, Zone> = {
    '127.0.0.1': 'loopback',
    localhost: 'loopback',
    ...options.zones,
  }

  function zoneOf(url: string): Promise<Zone> {
    const { hostname } = new URL(url)
    const zone = zones[hostname]
    if (hostname.startsWith('169.254.')) return Promise.reject(refused('address-forbidden', url))
    return zone ? Promise.resolve(zone) : Promise.reject(refused('host-not-found', url))
  }

  function fetchWithin(reach: Reach): Fetch {
    return async (url, init = {}) => {
      asked.push(url)
      const zone = await zoneOf(url)
      const named = reach.allowOrigins?.includes(new URL(url).origin)
      if (reach.zone !== 'person' && !named && privacy[zone] > privacy[reach.zone]) {
        throw refused('zone-crossed', url)
      }
      return send(url, init, options)
    }
  }

  return { zoneOf, fetchWithin, asked }
}

async function send(url: string, init: RequestInit, options: PlainHttpOptions): Promise<Response> {
  const { origin } = new URL(url)
  const address = url.replace(origin, options.origins?.[origin] ?? origin)
  const impatient = options.impatientFor !== undefined && url.endsWith(options.impatientFor)
  const limit = AbortSignal.timeout(impatient ? 100 : 10_000)
  const signal = init.signal ? AbortSignal.any([limit, init.signal]) : limit
  try {
    const response = await fetch(address, { ...init, redirect: 'manual', signal })
    return limited(response, url)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw refused(limit.aborted ? 'timed-out' : 'connection-refused', url, error)
  }
}

/** Cuts the body off with `answer-too-large`, as the product's own layer does. */
function limited(response: Response, url: string): Response {
  if (!response.body) return response
  let bytes = 0
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > mostBytes) controller.error(refused('answer-too-large', url))
      else controller.enqueue(chunk)
    },
  })
  const { status, statusText, headers } = response
  return new Response(response.body.pipeThrough(counter), { status, statusText, headers })
}

type Code =
  | 'address-forbidden'
  | 'host-not-found'
  | 'zone-crossed'
  | 'timed-out'
  | 'connection-refused'
  | 'answer-too-large'

function refused(code: Code, url: string, cause?: unknown): AppError {
  const message = `The test's network says ${code}.`
  return appError(code, {
    step: 'network',
    whoseTurn: 'you',
    message,
    next: 'Nothing.',
    details: { url },
    cause,
  })
}
