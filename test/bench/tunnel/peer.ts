/** Our tunnel as a peer of the tunnel harness: what its `start(context)` has to return. */
import { startStand } from './stand.ts'
import type { Stand } from './stand.ts'

interface Context {
  readonly upstream: number
  readonly wrap: (port: number) => Promise<number>
}

export const aip = {
  async start({ upstream, wrap }: Context) {
    const stand: Stand = await startStand({ upstream, dialed: wrap })
    const { url, headers, relay, agent } = stand
    return {
      url,
      headers,
      note: 'TLS on the tunnel leg, access key checked, policy applied, token added at the edge',
      relay: () => relay.pids(),
      agent: () => agent.pids(),
      killAgent: () => agent.kill(),
      stopAgent: () => agent.stop(),
      startAgent: () => agent.start(),
      killRelay: () => relay.kill(),
      startRelay: () => relay.start(),
      agentGone: () => (agent.gone() ? { code: 1 } : null),
      stop: () => stand.close(),
    }
  },
}
