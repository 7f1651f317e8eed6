/** The list of connections as the window shows it: what is stored, and the one word that says how each is doing. */
import type { Chip, ConnectionView } from '#contract/app-state.ts'
import type { Connection } from '#contract/connection.ts'
import type { Journey } from '#contract/journey.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { isOver } from './journey-reducer.ts'

/** Worst news first; work under way hides the news until it is over. */
export function connectionViews(
  connections: readonly Connection[],
  journeys: readonly Journey[],
  tunnel: TunnelView,
): ConnectionView[] {
  const busy = new Set(journeys.filter((each) => !isOver(each)).flatMap(connectionOf))
  const exposed = new Set(
    tunnel.status === 'linked' ? tunnel.exposed.map((each) => each.connectionId) : [],
  )
  const offline = tunnel.status !== 'linked' || tunnel.carrier.status !== 'online'
  return connections.map((connection) => ({
    ...connection,
    exposed: exposed.has(connection.id),
    chip: chipOf(connection, busy.has(connection.id), exposed.has(connection.id) && offline),
  }))
}

function chipOf({ status }: Connection, busy: boolean, tunnelOffline: boolean): Chip {
  if (busy) return 'working'
  return status === 'ready' && tunnelOffline ? 'tunnel-offline' : status
}

function connectionOf({ purpose }: Journey): string[] {
  return purpose.kind === 'connect' ? [] : [purpose.connectionId]
}
