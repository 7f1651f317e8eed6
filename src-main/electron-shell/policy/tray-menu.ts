/** What the tray icon says and offers, as data; the wiring makes a menu of it. */
import type { AppState } from '#contract/app-state.ts'
import { tunnelRuns } from './quit.ts'
import type { Texts } from './texts.ts'

export type TrayAction = 'open' | 'pause' | 'resume' | 'quit'

export type TrayItem =
  | { readonly kind: 'note'; readonly label: string }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }
  | { readonly kind: 'separator' }

export interface TrayModel {
  readonly tooltip: string
  readonly items: readonly TrayItem[]
}

/** A function of the state, so that it can be compared and rebuilt only when it differs. */
export function trayModel(state: AppState, texts: Texts): TrayModel {
  const tunnel = tunnelWord(state, texts)
  const needy = state.connections.filter((each) => each.chip === 'needs-sign-in').length
  const notes = [tunnel, ...(needy > 0 ? [texts.needSignIn(needy)] : [])]
  return {
    tooltip: [texts.product, ...notes].join('\n'),
    items: [
      ...notes.map((label) => ({ kind: 'note' as const, label })),
      { kind: 'separator' },
      { kind: 'action', label: texts.open, action: 'open' },
      ...tunnelItems(state, texts),
      { kind: 'separator' },
      {
        kind: 'action',
        label: tunnelRuns(state) ? texts.quitAndStop : texts.quit,
        action: 'quit',
      },
    ],
  }
}

function tunnelItems(state: AppState, texts: Texts): TrayItem[] {
  if (!tunnelRuns(state) || state.tunnel.status !== 'linked') return []
  return state.tunnel.paused
    ? [{ kind: 'action', label: texts.resumeTunnel, action: 'resume' }]
    : [{ kind: 'action', label: texts.pauseTunnel, action: 'pause' }]
}

function tunnelWord({ tunnel }: AppState, texts: Texts): string {
  if (tunnel.status !== 'linked' || tunnel.agent.status === 'stopped') return texts.tunnelOff
  if (tunnel.agent.status === 'failed') return texts.tunnelFailed
  if (tunnel.paused) return texts.tunnelPaused
  if (tunnel.agent.status === 'starting') return texts.tunnelStarting
  switch (tunnel.carrier.status) {
    case 'online':
      return texts.tunnelOnline
    case 'connecting':
      return texts.tunnelStarting
    case 'offline':
      return texts.tunnelOffline
  }
}
