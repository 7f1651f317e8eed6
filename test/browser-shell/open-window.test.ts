/** The browser shell with a real browser: a page swaps its code, follows the state, gives a command, closes, and the app ends. */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { openDatabase } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { openWindow } from '../../src-main/browser-shell/open-window.ts'
import { privateFolder } from '../adapters/store/private-folder.ts'
import { closingPage } from './closing-page.ts'

const chromium = '/usr/bin/chromium'

it.skipIf(!existsSync(chromium))(
  `opens in a browser, works, and ends when its window closes (needs ${chromium})`,
  { timeout: 90_000 },
  async () => {
    const folder = privateFolder()
    const said: string[] = []
    const ending = new AbortController()
    const opened = openWindow({
      environment: {
        PATH: process.env['PATH'],
        HOME: folder,
        AIP_HOME: join(folder, 'data'),
        AIP_VAULT: 'session',
        AIP_BROWSER: headless(folder),
      },
      platform: process.platform,
      userId: undefined,
      workingFolder: folder,
      version: 'test',
      files: closingPage(folder),
      printLink: false,
      signal: ending.signal,
      say: (line) => said.push(line),
    })
    // Whatever happens below, nothing stays.
    const deadline = setTimeout(() => ending.abort(), 60_000)
    await opened
    clearTimeout(deadline)
    expect(ending.signal.aborted).toBe(false)
    const database = await openDatabase(join(folder, 'data'))
    const preferences = createStore(database).recall('preferences', 'all')
    database.close()
    expect(preferences).toMatchObject({ theme: 'dark' })
    expect(said.join()).not.toContain('#')
    // The browser took over what keeps it from offering to keep a tunnel key as a password.
    expect(readJson(join(folder, 'data/window-profile/Default/Preferences'))).toMatchObject({
      credentials_enable_service: false,
    })
  },
)

it('prints a link that works once where no browser is', async () => {
  const folder = privateFolder()
  const said: string[] = []
  const ending = new AbortController()
  const options = {
    environment: { AIP_HOME: join(folder, 'data'), AIP_VAULT: 'session', PATH: '/nowhere' },
    platform: 'linux',
    userId: undefined,
    workingFolder: folder,
    version: 'test',
    files: closingPage(folder),
    printLink: false,
    signal: ending.signal,
    say: (line: string) => void said.push(line),
  } as const
  const opened = openWindow(options)
  const link = await vi.waitFor(() => {
    const found = said.map((line) => line.trim()).find((line) => line.startsWith('http://'))
    expect(found).toBeDefined()
    return new URL(found ?? '')
  })
  expect(said.join('\n')).toContain(`ssh -L ${link.port}:127.0.0.1:${link.port}`)
  const swap = () =>
    fetch(new URL('/session', link), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: link.hash.slice(1) }),
    })
  expect((await swap()).status).toBe(200)
  expect((await swap()).status).toBe(403)
  // A second start asks the first one for a link and ends.
  const second: string[] = []
  await openWindow({ ...options, say: (line) => void second.push(line) })
  expect(second.join('\n')).toContain('AIP Desktop runs already.')
  expect(second.join('\n')).toContain(`http://127.0.0.1:${link.port}/#`)
  ending.abort()
  await opened
  await expect(fetch(link)).rejects.toThrow()
  // Nothing of the code or the key is on the disk.
  for (const file of readdirSync(join(folder, 'data'))) {
    expect(readFileSync(join(folder, 'data', file)).includes(link.hash.slice(1))).toBe(false)
  }
})

it('prints a link where the browser fails, as Chromium does where it may not make its sandbox', async () => {
  const folder = privateFolder()
  const browser = join(folder, 'browser')
  writeFileSync(browser, '#!/bin/sh\nexit 1\n')
  chmodSync(browser, 0o700)
  const said: string[] = []
  const ending = new AbortController()
  const opened = openWindow({
    environment: { AIP_HOME: join(folder, 'data'), AIP_VAULT: 'session', AIP_BROWSER: browser },
    platform: 'linux',
    userId: undefined,
    workingFolder: folder,
    version: 'test',
    files: closingPage(folder),
    printLink: false,
    signal: ending.signal,
    say: (line) => said.push(line),
  })
  await vi.waitFor(() => expect(said.join()).toContain('http://127.0.0.1:'), 10_000)
  expect(said.join()).toContain('shows no window')
  ending.abort()
  await opened
})

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** A program that starts Chromium where there is no screen; as root it needs to be told to do without its sandbox. */
function headless(folder: string): string {
  const file = join(folder, 'browser')
  writeFileSync(file, `#!/bin/sh\nexec ${chromium} --headless=new --no-sandbox "$@"\n`)
  chmodSync(file, 0o700)
  return file
}
