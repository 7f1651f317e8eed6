/** Windows of an installed Chromium for root: they open as they are, and no page of another computer gets into one. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SignInWindow } from '#core/ports.ts'
import { openBrowserWindow } from '../../src-main/browser-shell/browser-window.ts'
import { openWindow } from '../../src-main/browser-shell/open-window.ts'
import { createSignInPopup } from '../../src-main/browser-shell/sign-in-popup.ts'
import { privateFolder } from '../adapters/store/private-folder.ts'
import { closingPage } from './closing-page.ts'
import { missingForWindows, openScreen } from './screen.ts'

const { signal } = new AbortController()
const missing =
  process.platform !== 'linux' || process.getuid?.() !== 0
    ? 'this is not root on Linux'
    : missingForWindows()
if (missing !== undefined) process.stderr.write(`windows for root are skipped: ${missing}\n`)

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
})

describe.skipIf(missing !== undefined)('a window for root', () => {
  it('opens, works, and says what it does without', { timeout: 90_000 }, async () => {
    await using screen = await openScreen()
    const folder = privateFolder()
    const said: string[] = []
    const ending = new AbortController()
    const deadline = setTimeout(() => ending.abort(), 60_000)
    // Ends by itself, because the page closes its window.
    await openWindow({
      environment: {
        PATH: process.env['PATH'],
        HOME: folder,
        DISPLAY: screen.display,
        AIP_HOME: join(folder, 'data'),
        AIP_VAULT: 'session',
        AIP_BROWSER: '/usr/bin/chromium',
      },
      platform: 'linux',
      userId: 0,
      workingFolder: folder,
      version: 'test',
      files: closingPage(folder),
      printLink: false,
      signal: ending.signal,
      say: (line) => said.push(line),
    })
    clearTimeout(deadline)
    expect(ending.signal.aborted).toBe(false)
    expect(said.join('\n')).toContain('start AIP Desktop as your own user')
    expect(said.join('\n')).not.toContain('http://')
  })

  it('reaches this computer and no other address, by name or by number', async () => {
    await using screen = await openScreen()
    const asked: string[] = []
    const near = await listen('127.0.0.1', asked)
    const far = await listen('127.0.0.2', asked)
    const window = await openBrowserWindow({
      browser: '/usr/bin/chromium',
      url: `http://127.0.0.1:${near}/?near=${near}&far=${far}`,
      profile: privateFolder(),
      environment: { ...process.env, DISPLAY: screen.display },
      asRoot: true,
    })
    try {
      await expect.poll(() => asked, { timeout: 20_000 }).toContain('127.0.0.1/tried')
      expect(asked.filter((each) => each.startsWith('127.0.0.2'))).toEqual([])
      expect(asked).toContain('127.0.0.1/picture')
      expect(asked).toContain('127.0.0.1/frame')
    } finally {
      window.close()
      await window.ended
    }
  })
})

describe('a sign-in page for root', () => {
  it.each([
    ['http://127.0.0.1:4101/authorize?x=1', 'window'],
    ['http://localhost:4101/authorize', 'window'],
    ['https://auth.example.com/authorize', 'own browser'],
    ['https://127.0.0.1.example.com/authorize', 'own browser'],
    ['http://127.0.0.1@auth.example.com/authorize', 'own browser'],
  ])('%s opens in the %s', async (address, where) => {
    const folder = privateFolder()
    const browser = join(folder, 'browser')
    const given = join(folder, 'given')
    writeFileSync(browser, `#!/bin/sh\nprintf '%s\\n' "$@" > '${given}'\n`)
    chmodSync(browser, 0o700)
    const left: string[] = []
    const system: SignInWindow = {
      show: async (url) => {
        left.push(url)
        return { closed: new Promise(() => undefined), close: () => undefined }
      },
    }
    const parts = { system, browser, environment: {}, wantsPopup: () => true, asRoot: true }
    const shown = await createSignInPopup(parts).show(address, signal)
    if (where === 'own browser') return expect(left).toEqual([address])
    await shown.closed
    expect(left).toEqual([])
    const all = await vi.waitFor(() => readFileSync(given, 'utf8'))
    expect(all).toContain(`--app=${address}\n`)
    expect(all).toContain('--host-resolver-rules=MAP * ~NOTFOUND')
  })
})

/** Answers everything with a page that asks for a picture and a frame at each place it can think of, and tells when all have ended. */
async function listen(address: string, asked: string[]): Promise<number> {
  const server = createServer((request, response) => {
    asked.push(`${address}${request.url}`)
    response.setHeader('content-type', 'text/html')
    response.end(`<body><script type=module>
      const given = new URLSearchParams(location.search)
      const places = ['127.0.0.1:' + given.get('near'), '127.0.0.2:' + given.get('far'), 'other.localhost:' + given.get('far')]
      const ended = (element, source) => new Promise((resolve) => {
        Object.assign(element, { onload: resolve, onerror: resolve, src: source })
        document.body.append(element)
      })
      if (given.has('near')) {
        for (const place of places) {
          await ended(new Image(), 'http://' + place + '/picture')
          await ended(document.createElement('iframe'), 'http://' + place + '/frame')
        }
        await fetch('/tried')
      }
    </script>`)
  })
  servers.push(server)
  await new Promise<void>((listening) => server.listen(0, address, listening))
  return (server.address() as AddressInfo).port
}
