/** Which browser the window opens in, and with what, on each system. */
import { describe, expect, it } from 'vitest'
import { endingOf, untilOver } from '../../src-main/browser-shell/ending.ts'
import { browserPlaces, profileFolder } from '../../src-main/browser-shell/find-browser.ts'
import { windowArguments } from '../../src-main/browser-shell/browser-window.ts'
import { isRoot } from '../../src-main/browser-shell/root-windows.ts'

describe('the search for a browser', () => {
  it('takes the one the person named and no other', () => {
    const environment = { AIP_BROWSER: '/opt/browser', PATH: '/usr/bin' }
    const places = browserPlaces({ environment, platform: 'linux', home: '/home/ada' })
    expect(places).toEqual(['/opt/browser'])
  })

  it('looks through the path on Linux, but in no relative folder of it', () => {
    const environment = { PATH: '/usr/bin:.:bin:/snap/bin' }
    const places = browserPlaces({ environment, platform: 'linux', home: '/home/ada' })
    expect(places[0]).toBe('/usr/bin/google-chrome-stable')
    expect(places).toContain('/snap/bin/chromium')
    expect(places.every((each) => each.startsWith('/'))).toBe(true)
  })

  it('knows the applications of macOS', () => {
    const places = browserPlaces({ environment: {}, platform: 'darwin', home: '/Users/ada' })
    expect(places[0]).toBe('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
    expect(places).toContain(
      '/Users/ada/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    )
  })

  it('knows the program folders of Windows', () => {
    const environment = { ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\ada\\Local' }
    const places = browserPlaces({ environment, platform: 'win32', home: 'C:\\Users\\ada' })
    expect(places).toContain('C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe')
    expect(places).toContain('C:\\Users\\ada\\Local\\Google\\Chrome\\Application\\chrome.exe')
  })

  it('gives a browser from a snap a folder it may write to', () => {
    expect(profileFolder('/snap/bin/chromium', '/home/ada/.local/share/aip', '/home/ada')).toBe(
      '/home/ada/snap/chromium/common/aip-desktop-window',
    )
    expect(profileFolder('/usr/bin/chromium', '/data', '/home/ada')).toBe('/data/window-profile')
  })

  it('starts a window with a profile of its own and no extensions', () => {
    const url = 'http://127.0.0.1:1/#code'
    const all = windowArguments({ url, profile: '/data/p', asRoot: false })
    expect(all).toEqual(
      expect.arrayContaining([`--app=${url}`, '--user-data-dir=/data/p', '--disable-extensions']),
    )
    expect(all.join(' ')).not.toMatch(/no-sandbox|remote-debugging|disable-web-security/)
  })

  it('gives up the sandbox for nobody but root on Linux', () => {
    expect(isRoot({ platform: 'linux', userId: 0 })).toBe(true)
    expect(isRoot({ platform: 'linux', userId: 1000 })).toBe(false)
    expect(isRoot({ platform: 'darwin', userId: 0 })).toBe(false)
    expect(isRoot({ platform: 'win32', userId: undefined })).toBe(false)
  })
})

it('the end by a signal stays the end, whatever its windows do while they close', async () => {
  const ending = new AbortController()
  let changed: () => void = () => undefined
  let looks = 0
  const over = untilOver({
    decide: () => {
      looks += 1
      return 'stay-for-tunnel'
    },
    patienceMs: () => 0,
    onChange: (listener) => (changed = listener),
    signal: ending.signal,
    say: () => undefined,
  })
  ending.abort()
  await over
  changed()
  await new Promise((later) => setTimeout(later, 20))
  expect(looks).toBe(0)
})

describe('the end of the app', () => {
  const open = {
    windows: 0,
    hadWindow: true,
    browserRuns: false,
    platform: 'linux',
    tunnelRuns: false,
    linkPrinted: false,
  } as const

  it.each([
    ['ends when its window is closed', {}, 'end'],
    ['stays while a window is open', { windows: 1 }, 'stay'],
    ['stays while its browser runs: the window may sleep', { browserRuns: true }, 'stay'],
    [
      'ends on macOS, where browsers outlive their windows',
      { browserRuns: true, platform: 'darwin' },
      'end',
    ],
    [
      'waits for the first window',
      { browserRuns: true, platform: 'darwin', hadWindow: false },
      'stay',
    ],
    ['goes on for a running tunnel', { tunnelRuns: true }, 'stay-for-tunnel'],
    ['waits for a browser somewhere else', { linkPrinted: true }, 'stay'],
  ] as const)('%s', (_what, parts, ending) => {
    expect(endingOf({ ...open, ...parts })).toBe(ending)
  })
})
