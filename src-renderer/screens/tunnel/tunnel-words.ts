/** What can be said about the tunnel from its data alone. */
import type { TunnelView } from '#contract/tunnel-view.ts'
import type { Tone } from '../../parts/chip.tsx'

/** One colour for the whole tunnel. */
export function tunnelTone(tunnel: TunnelView): Tone {
  if (tunnel.status !== 'linked') return 'still'
  const { agent, carrier } = tunnel
  if (agent.status === 'failed') return 'bad'
  if (agent.status === 'stopped') return 'still'
  if (tunnel.paused || agent.status === 'starting') return 'warn'
  if (carrier.status === 'offline') return 'bad'
  return carrier.status === 'online' ? 'good' : 'warn'
}
