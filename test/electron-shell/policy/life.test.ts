/** Tray, quitting, crashes, start at login: decisions about the life of the app. */
import { describe, expect, it } from 'vitest'
import type { AppState } from '#contract/app-state.ts'
import { emptyState } from '#test/contract/empty-state.ts'
import { afterCrash } from '../../../src-main/electron-shell/policy/crash.ts'
import {
  onWindowClosed,
  stopsOnQuit,
  tunnelRuns,
} from '../../../src-main/electron-shell/policy/quit.ts'
import {
  autostartEntry,
  startsHidden,
} from '../../../src-main/electron-shell/policy/start-at-login.ts'
import { languages, textsFor } from '../../../src-main/electron-shell/policy/texts.ts'
import { trayModel } from '../../../src-main/electron-shell/policy/tray-menu.ts'
import { connectionNamed, linkedTunnel, runningCall } from '../states.ts'

const english = textsFor('en', [])
const running = emptyState({
  connections: [connectionNamed('wiki'), connectionNamed('files')],
  tunnel: linkedTunnel({ exposed: ['wiki'] }),
})

describe('the tray', () => {
  const labels = (state: AppState) =>
    trayModel(state, english).items.flatMap((item) =>
      item.kind === 'separator' ? [] : [item.label],
    )

  it('offers to open and to quit when there is no tunnel', () => {
    expect(labels(emptyState())).toEqual([
      'Edge Tunnel: off',
      'Open AIP Desktop',
      'Quit AIP Desktop',
    ])
  })

  it('offers to pause a running tunnel and says that quitting stops it', () => {
    expect(labels(running)).toEqual([
      'Edge Tunnel: online',
      'Open AIP Desktop',
      'Pause the tunnel',
      'Quit and stop the tunnel',
    ])
  })

  it('offers to resume a paused one', () => {
    const state = { ...running, tunnel: linkedTunnel({ paused: true }) }
    expect(labels(state)).toContain('Resume the tunnel')
    expect(labels(state)).toContain('Edge Tunnel: paused')
  })

  it('counts the connections that need a sign-in', () => {
    const state = emptyState({ connections: [connectionNamed('wiki', 'needs-sign-in')] })
    expect(labels(state)).toContain('1 connection needs a sign-in')
    expect(trayModel(state, english).tooltip).toContain('needs a sign-in')
  })

  it.each([
    ['offline', 'Edge Tunnel: offline'],
    ['connecting', 'Edge Tunnel: starting'],
  ] as const)('names a carrier that is %s', (carrier, label) => {
    expect(labels({ ...running, tunnel: linkedTunnel({ carrier }) })).toContain(label)
  })
})

describe('quitting', () => {
  it('needs no question when nothing stops', () => {
    expect(stopsOnQuit(emptyState())).toBeUndefined()
    expect(stopsOnQuit(emptyState({ tunnel: linkedTunnel({ agent: 'stopped' }) }))).toBeUndefined()
  })

  it('names the connections the platform loses', () => {
    expect(stopsOnQuit(running)).toEqual({ exposed: ['wiki'], calls: 0 })
  })

  it('counts calls that run', () => {
    const state = emptyState({ details: [runningCall('wiki')] })
    expect(stopsOnQuit(state)).toEqual({ exposed: [], calls: 1 })
  })
})

describe('closing the window', () => {
  it.each([
    ['quits without a tunnel', emptyState(), 'linux', true, 'quit'],
    ['hides while a tunnel runs', running, 'linux', true, 'hide'],
    ['quits where there is no tray to come back from', running, 'linux', false, 'quit'],
    ['leaves the app in the dock on macOS', emptyState(), 'darwin', true, 'hide'],
  ] as const)('%s', (_name, state, platform, hasTray, expected) => {
    expect(onWindowClosed(state, platform, hasTray)).toBe(expected)
  })

  it('counts an agent that is starting as a running tunnel, a failed one not', () => {
    expect(tunnelRuns(emptyState({ tunnel: linkedTunnel({ agent: 'starting' }) }))).toBe(true)
    expect(tunnelRuns(emptyState({ tunnel: linkedTunnel({ agent: 'stopped' }) }))).toBe(false)
  })
})

describe('a window whose process died', () => {
  it.each([
    ['crashed', [], 'reload'],
    ['oom', [1_000, 2_000], 'reload'],
    ['crashed', [990_000, 995_000, 999_000], 'give-up'],
    ['crashed', [1_000, 2_000, 3_000], 'reload'],
    ['launch-failed', [], 'give-up'],
    ['integrity-failure', [], 'give-up'],
    ['clean-exit', [], 'nothing'],
  ] as const)('by %s after reloads at %j: %s', (reason, earlier, expected) => {
    expect(afterCrash(reason, earlier, 1_000_000)).toBe(expected)
  })
})

describe('start at login', () => {
  it('starts hidden', () => {
    expect(startsHidden(['/opt/app', '--hidden'], false)).toBe(true)
    expect(startsHidden(['/opt/app'], true)).toBe(true)
    expect(startsHidden(['/opt/app'], false)).toBe(false)
  })

  it('quotes the program in the autostart entry', () => {
    expect(autostartEntry('/opt/AIP Desktop/aip-desktop')).toContain(
      'Exec="/opt/AIP Desktop/aip-desktop" --hidden\n',
    )
    expect(autostartEntry('/opt/100% "free" $HOME')).toContain(
      'Exec="/opt/100%% \\\\"free\\\\" \\\\$HOME" --hidden\n',
    )
  })
})

describe('the texts of the shell', () => {
  it.each([
    ['system', ['ko-KR', 'en-US'], 'ko'],
    ['system', ['fr-FR', 'ja-JP', 'en'], 'ja'],
    ['system', ['fr-FR'], 'en'],
    ['system', [], 'en'],
    ['ja', ['ko-KR'], 'ja'],
  ] as const)('for %s on a system of %j are %s', (choice, system, expected) => {
    expect(textsFor(choice, system)).toBe(textsFor(expected, []))
  })

  it('say the same facts in every language', () => {
    for (const language of languages) {
      const texts = textsFor(language, [])
      expect(texts.quitExposed('wiki, files')).toContain('wiki, files')
      expect(texts.addServerDetail('Wiki', 'https://a.example')).toContain('https://a.example')
      expect(texts.addServerDetail('Wiki', 'https://a.example')).toContain('Wiki')
    }
  })
})
