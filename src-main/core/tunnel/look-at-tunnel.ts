/** The tunnel of this machine as it is now, whoever runs it; opens neither vault nor network. */
import type { TunnelView } from '#contract/tunnel-view.ts'
import type { Store } from '#core/ports.ts'
import { linkFacts } from './link-record.ts'
import type { Traffic } from './ports.ts'
import { isSupervised, readState, readWish } from './shared-state.ts'
import { viewOf } from './tunnel-view.ts'

export interface LookParts {
  readonly store: Store
  readonly traffic: Traffic
  /** A name of its own for this process, to ask for the supervisor's lease with. */
  readonly asker: string
}

/** Lines of traffic a view has. */
const newest = 100

export function lookAtTunnel({ store, traffic, asker }: LookParts): TunnelView {
  const running = isSupervised(store, asker) ? readState(store) : undefined
  const link = linkFacts(store)
  const local = running?.transport === 'localtunnel' ? running : undefined
  if (!link && !local) return { status: 'not-linked' }
  return viewOf({
    store,
    running,
    link: local
      ? { tunnel: 'localtunnel', relay: relayOf(local), publicUrl: local.publicUrl ?? '' }
      : (link ?? { tunnel: '', relay: '', publicUrl: '' }),
    paused: readWish(store).paused,
    calls: traffic.read({ limit: newest }),
  })
}

function relayOf({ lines }: NonNullable<ReturnType<typeof readState>>): string {
  const online = lines.find((each) => each.status === 'online')
  return online?.relay ?? ''
}
