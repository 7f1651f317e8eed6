/** The life of the shell over a fake Electron: start, second start, window, tray, links, crashes, the end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import type { AppState } from '#contract/app-state.ts'
import type { Update } from '#contract/transport.ts'
import { emptyState } from '#test/contract/empty-state.ts'
import { textsFor } from '../../src-main/electron-shell/policy/texts.ts'
import { windowAddress } from '../../src-main/electron-shell/policy/window-address.ts'
import { startShell } from '../../src-main/electron-shell/shell.ts'
import { clickItem, createFakeElectron } from './fake-electron.ts'
import { FakeEvent } from './fake-window.ts'
import { connectionNamed, linkedTunnel } from './states.ts'

const texts = textsFor('en', [])
const folder = mkdtempSync(join(tmpdir(), 'aip-shell-'))
writeFileSync(join(folder, 'index.html'), '<!doctype html>')
afterAll(() => rmSync(folder, { recursive: true }))

const running = emptyState({
  connections: [connectionNamed('wiki')],
  tunnel: linkedTunnel({ exposed: ['wiki'] }),
})

async function start(
  given: {
    state?: AppState
    argv?: string[]
    platform?: NodeJS.Platform
    first?: boolean
    handsOver?: boolean
  } = {},
) {
  const fake = createFakeElectron({
    firstInstance: given.first ?? true,
    platform: given.platform ?? 'linux',
  })
  const asked: [string, unknown][] = []
  const outside: string[] = []
  const redials: string[] = []
  const closed: string[] = []
  const watching = new Set<(update: Update) => void>()
  const held = { state: given.state ?? emptyState(), opened: 0 }
  await startShell({
    electron: fake.electron,
    platform: given.platform ?? 'linux',
    argv: given.argv ?? ['/opt/aip-desktop'],
    files: { window: folder, preload: '/app/preload.cjs', icons: '/app/icons' },
    log: { write: () => undefined },
    handOver: async () => given.handsOver ?? false,
    async openApp() {
      held.opened++
      return {
        transport: {
          async invoke(name, input) {
            asked.push([name, input])
            return { ok: true, value: {} }
          },
          watch(listener) {
            watching.add(listener)
            listener({ status: 'live', state: held.state })
            return () => void watching.delete(listener)
          },
        },
        openOutside: (url) => void outside.push(url),
        redial: (reason) => void redials.push(reason),
        close: async () => void closed.push('app'),
      }
    },
  })
  const change = (state: AppState) => {
    for (const listener of watching) listener({ status: 'live', state })
  }
  const window = fake.windows[0]
  return { fake, asked, outside, redials, closed, held, change, window }
}

/** The window of a shell that has one. */
async function startWithWindow(given: Parameters<typeof start>[0] = {}) {
  const shell = await start(given)
  if (!shell.window) throw new Error('there is no window')
  return { ...shell, window: shell.window }
}

describe('the start', () => {
  it('opens our own page in a locked window and shows it when it is painted', async () => {
    const { fake, window } = await startWithWindow()
    expect(fake.switches.sandbox).toBe(true)
    expect(fake.schemes.map((each) => each.scheme)).toEqual(['aip-app'])
    expect(window.loaded).toEqual([windowAddress])
    expect(window.options.webPreferences).toMatchObject({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      devTools: false,
    })
    expect(window.visible).toBe(false)
    window.emit('ready-to-show')
    expect(window.visible).toBe(true)
  })

  it.each(['linux', 'darwin', 'win32'] as const)(
    'needs nothing that Electron does not have on %s, and leaves no developer tools in a menu',
    async (platform) => {
      const { fake, window } = await start({ platform })
      expect(window?.loaded).toEqual([windowAddress])
      const roles = fake.appMenu.menu?.template.map((each) => each.role) ?? []
      expect(roles).toEqual(platform === 'darwin' ? ['appMenu', 'editMenu', 'windowMenu'] : [])
    },
  )

  it('ends where an app without Electron has the data folder', async () => {
    const { fake, held, window } = await start({ handsOver: true })
    expect([held.opened, window, fake.exits]).toEqual([0, undefined, [0]])
  })

  it('stays hidden when the session started it', async () => {
    const { window } = await startWithWindow({ argv: ['/opt/aip-desktop', '--hidden'] })
    window.emit('ready-to-show')
    expect(window.visible).toBe(false)
  })

  it('leaves everything to an app that runs already', async () => {
    const { fake, held } = await start({ first: false })
    expect(fake.exits).toEqual([0])
    expect(held.opened).toBe(0)
    expect(fake.windows).toEqual([])
  })

  it('serves the built files with their policy, and nothing else to this session', async () => {
    const { window } = await startWithWindow()
    const { session } = window.webContents
    const answer = await session.handlers['aip-app']?.(new Request('aip-app://window/index.html'))
    expect(answer?.status).toBe(200)
    expect(answer?.headers.get('content-security-policy')).toContain("default-src 'none'")
    const missing = await session.handlers['aip-app']?.(new Request('aip-app://window/none.js'))
    expect(missing?.status).toBe(404)
    const allowed = (url: string) => {
      const seen: { cancel?: boolean } = {}
      session.beforeRequest?.({ url }, (given) => void Object.assign(seen, given))
      return seen.cancel === false
    }
    expect(allowed(windowAddress)).toBe(true)
    expect(allowed('https://example.com/')).toBe(false)
    expect(allowed('http://127.0.0.1:1/')).toBe(false)
  })
})

describe('the window', () => {
  it('cannot leave, and opens pages in the person’s own browser only', async () => {
    const { window, outside } = await startWithWindow()
    expect(window.webContents.goesTo('https://example.com/')).toBe(false)
    expect(window.webContents.goesTo('https://example.com/', { redirect: true })).toBe(false)
    expect(window.webContents.goesTo(windowAddress, { frame: true })).toBe(false)
    expect(window.webContents.goesTo(windowAddress)).toBe(true)
    expect(window.webContents.opens('https://docs.example.com/').action).toBe('deny')
    expect(window.webContents.opens('file:///etc/passwd').action).toBe('deny')
    expect(outside).toEqual(['https://docs.example.com/'])
  })

  it('is loaded again when its process dies, and asks when that happens too often', async () => {
    const { window, fake } = await startWithWindow()
    const die = () =>
      window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
    for (let times = 0; times < 3; times++) die()
    expect(window.loaded).toHaveLength(4)
    fake.answers.push(1)
    die()
    await nextTurn()
    await nextTurn()
    expect(fake.questions.map((each) => each.message)).toEqual([texts.windowGone])
    expect(window.loaded).toHaveLength(5)
  })

  it('ends the app when it is closed and nothing runs', async () => {
    const { window, fake, closed } = await startWithWindow()
    window.close()
    await nextTurn()
    await nextTurn()
    expect(closed).toEqual(['app'])
    expect(fake.exits).toEqual([0])
  })

  it('hides while a tunnel runs, says so once, and comes back', async () => {
    const { window, fake } = await startWithWindow({ state: running })
    window.show()
    window.close()
    expect(window.visible).toBe(false)
    window.close()
    expect(fake.notices.map((each) => each.title)).toEqual([texts.stillRunningTitle])
    fake.app.emit('second-instance', {}, ['/opt/aip-desktop'])
    expect(window.visible).toBe(true)
    expect(fake.exits).toEqual([])
  })

  it('closes without a question when the session of the system ends', async () => {
    const { window, fake } = await startWithWindow({ state: running })
    window.emit('session-end')
    await nextTurn()
    await nextTurn()
    expect(fake.questions).toEqual([])
    expect(fake.exits).toEqual([0])
  })
})

describe('quitting', () => {
  it('says what stops, and does nothing when the person thinks again', async () => {
    const { fake } = await start({ state: running })
    const event = new FakeEvent()
    fake.app.emit('before-quit', event)
    expect(event.defaultPrevented).toBe(true)
    await nextTurn()
    expect(fake.questions[0]?.detail).toContain('wiki')
    expect(fake.exits).toEqual([])
  })

  it('lets go of everything when the person means it', async () => {
    const { fake, closed, window } = await start({ state: running })
    fake.answers.push(1)
    fake.app.emit('before-quit', new FakeEvent())
    await expect.poll(() => fake.exits).toEqual([0])
    expect(closed).toEqual(['app'])
    expect(window?.destroyed).toBe(true)
    expect(fake.trays[0]?.destroyed).toBe(true)
    expect(fake.handlers.size).toBe(0)
  })

  it('asks one question however often it is asked for', async () => {
    const { fake } = await start({ state: running })
    fake.app.emit('before-quit', new FakeEvent())
    fake.app.emit('before-quit', new FakeEvent())
    await nextTurn()
    expect(fake.questions).toHaveLength(1)
  })
})

describe('the tray', () => {
  it('follows the state and steers the tunnel', async () => {
    const { fake, change, asked } = await start()
    const tray = fake.trays[0]
    change(running)
    clickItem(tray?.menu, texts.pauseTunnel)
    expect(asked).toEqual([['tunnel.pause', {}]])
    change({ ...running, tunnel: linkedTunnel({ paused: true }) })
    clickItem(tray?.menu, texts.resumeTunnel)
    expect(asked).toHaveLength(2)
    expect(tray?.tooltip).toContain(texts.tunnelPaused)
  })

  it('keeps its menu while nothing in it changes', async () => {
    const { fake, change } = await start({ state: running })
    const before = fake.trays[0]?.menu
    change({ ...running, version: '9' })
    expect(fake.trays[0]?.menu).toBe(before)
  })

  it('speaks the language of the preferences, and the window takes the theme', async () => {
    const { fake, change } = await start()
    const { preferences } = emptyState()
    change(emptyState({ preferences: { ...preferences, language: 'ko', theme: 'dark' } }))
    const korean = textsFor('ko', [])
    expect(fake.trays[0]?.menu?.template.map((each) => each.label)).toContain(korean.open)
    expect(fake.nativeTheme.themeSource).toBe('dark')
  })
})

describe('a link', () => {
  const link = 'aip-desktop://add?url=https://mcp.example.com/mcp&name=Wiki'

  it('is shown and does nothing until the person agrees', async () => {
    const { fake, asked, window } = await start({ argv: ['/opt/aip-desktop', link] })
    await nextTurn()
    expect(window?.visible).toBe(true)
    expect(fake.questions[0]?.detail).toContain('https://mcp.example.com/mcp')
    expect(fake.questions[0]).toMatchObject({ defaultId: 0, cancelId: 0 })
    expect(asked).toEqual([])
  })

  it('begins the setup when the person agrees', async () => {
    const { fake, asked } = await start()
    fake.answers.push(1)
    fake.app.emit('second-instance', {}, ['/opt/aip-desktop', link])
    await expect.poll(() => asked.length).toBe(1)
    const [name, input] = asked[0] ?? []
    expect(name).toBe('setup.look')
    expect(JSON.parse((input as { text: string }).text)).toEqual({
      mcpServers: { Wiki: { type: 'http', url: 'https://mcp.example.com/mcp' } },
    })
  })

  it('comes by event on macOS, also before the app is ready', async () => {
    const { fake } = await start({ platform: 'darwin' })
    const event = new FakeEvent()
    fake.app.emit('open-url', event, link)
    await nextTurn()
    expect(event.defaultPrevented).toBe(true)
    expect(fake.questions).toHaveLength(1)
  })

  it('gets one question, however many come', async () => {
    const { fake } = await start()
    for (let times = 0; times < 20; times++) {
      fake.app.emit('second-instance', {}, ['/opt/aip-desktop', link])
    }
    await nextTurn()
    expect(fake.questions).toHaveLength(1)
  })

  it('that is none of ours is said to be so', async () => {
    const { fake, asked } = await start()
    fake.app.emit('second-instance', {}, ['/opt/aip-desktop', 'aip-desktop://run?x=calc'])
    await nextTurn()
    expect(fake.questions[0]?.message).toBe(texts.linkUnusable)
    expect(asked).toEqual([])
  })
})

describe('waking up', () => {
  it('makes the lines to the outside anew', async () => {
    const { fake, redials } = await start()
    fake.powerMonitor.emit('resume')
    fake.powerMonitor.emit('unlock-screen')
    expect(redials).toEqual(['resume', 'unlock'])
  })
})
