/** The app state of a first start, for tests to begin with. */
import type { AppState } from '#contract/app-state.ts'
import { Preferences } from '#contract/preferences.ts'

/** A first start in a browser window, with `parts` in place of its own. */
export function emptyState(parts: Partial<AppState> = {}): AppState {
  return {
    version: '0.1.0',
    dataFolder: '/home/ada/.local/share/aip-desktop',
    shell: {
      name: 'browser',
      can: { popup: false, hideToTray: false, launchAtLogin: false, notify: false },
      asRoot: false,
    },
    preferences: Preferences.parse({}),
    vault: { status: 'closed', kind: 'keychain' },
    connections: [],
    details: [],
    journeys: [],
    tunnel: { status: 'not-linked' },
    samples: { status: 'off' },
    examination: { status: 'none' },
    ...parts,
  }
}
