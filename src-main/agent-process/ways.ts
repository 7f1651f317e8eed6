/** The way to each offered server: straight over sockets of this machine's network layer, or through undici where a proxy wants whole addresses. */
import type { Dispatcher } from 'undici'
import type { MachineHttp } from '#adapters/http/http.ts'
import type { Exposure } from '#tunnel/protocol/exposure.ts'
import { createDirectDispatcher } from '#tunnel/agent/upstream/direct-dispatcher.ts'

type Way = Pick<Dispatcher, 'dispatch'>

/** Connections are shared by those of the same reach and route, and by no others: no request rides on a socket another reach has allowed. */
export function createWays(
  http: Pick<MachineHttp, 'dispatcherFor' | 'routeTo'>,
  now: () => number,
): (exposure: Exposure) => Promise<Way> {
  const direct = new Map<string, Way>()
  return async ({ url, reach: { caFile, clientCertificateFile, ...rest } }) => {
    const reach = { ...rest, caFile, clientCertificateFile, limits: 'stream' } as const
    const route = await http.routeTo(url, reach)
    if (route.kind === 'through-proxy') return http.dispatcherFor(url, reach)
    const key = JSON.stringify([new URL(url).origin, reach, route.proxy?.href])
    const way =
      direct.get(key) ?? createDirectDispatcher((_origin, signal) => route.open(signal), now)
    direct.set(key, way)
    return way
  }
}
