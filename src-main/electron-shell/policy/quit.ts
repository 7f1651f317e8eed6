/** What ends when the app ends, and what closing the window means. */
import type { AppState } from '#contract/app-state.ts'

/** What a person would lose by quitting now. Sign-ins under way are not among it: they go on after the next start (R15). */
export interface Stops {
  /** Names of the connections the platform can no longer reach. */
  readonly exposed: readonly string[]
  /** Tools that are running. */
  readonly calls: number
}

/** True while the edge can be called, or is about to be. */
export function tunnelRuns(state: AppState): boolean {
  const { tunnel } = state
  return (
    tunnel.status === 'linked' &&
    (tunnel.agent.status === 'running' || tunnel.agent.status === 'starting')
  )
}

/** Undefined: nothing stops, so nothing needs to be asked. */
export function stopsOnQuit(state: AppState): Stops | undefined {
  const exposedIds =
    tunnelRuns(state) && state.tunnel.status === 'linked'
      ? state.tunnel.exposed.map((each) => each.connectionId)
      : []
  const exposed = state.connections
    .filter((each) => exposedIds.includes(each.id))
    .map((each) => each.name)
  const calls = state.details
    .flatMap((each) => each.calls)
    .filter((call) => call.status === 'running').length
  return tunnelRuns(state) || calls > 0 ? { exposed, calls } : undefined
}

/** A closed window leaves a running tunnel alone; on macOS apps stay when their window closes. */
export function onWindowClosed(
  state: AppState,
  platform: string,
  hasTray: boolean,
): 'hide' | 'quit' {
  if (platform === 'darwin') return 'hide'
  return tunnelRuns(state) && hasTray ? 'hide' : 'quit'
}
