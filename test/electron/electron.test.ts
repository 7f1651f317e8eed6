/** The real Electron, where its binary can be had: the window opens locked, shows its state, and ends with its last window. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { _electron } from 'playwright-core'
import type { ElectronApplication, Page } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const program = electronProgram()
const bundle = join(root, 'dist/node/electron-main.mjs')
const screen = process.platform !== 'linux' || (process.env['DISPLAY'] ?? '') !== ''
const reason =
  program === undefined
    ? "Electron's binary is not installed (npx install-electron fetches it from GitHub)"
    : !existsSync(bundle)
      ? 'the app is not built (npm run build)'
      : screen
        ? undefined
        : 'there is no screen (xvfb-run gives one)'
if (reason !== undefined) process.stderr.write(`the tests in Electron are skipped: ${reason}\n`)

/** Asks no module named electron: loading it would try to download the binary. */
function electronProgram(): string | undefined {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  const path = join(folder, 'path.txt')
  if (!existsSync(path)) return undefined
  const found = join(folder, 'dist', readFileSync(path, 'utf8').trim())
  return existsSync(found) ? found : undefined
}

async function launch(): Promise<{ app: ElectronApplication; page: Page }> {
  const home = mkdtempSync(join(tmpdir(), 'aip-electron-'))
  const app = await _electron.launch({
    executablePath: program ?? '',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
    env: { ...process.env, AIP_HOME: home, AIP_VAULT: 'session' },
  })
  onTestFinished(async () => {
    await app.close()
    rmSync(home, { recursive: true, force: true })
  })
  return { app, page: await app.firstWindow() }
}

describe.skipIf(reason !== undefined)('AIP Desktop in Electron', () => {
  it('shows its first screen from its own scheme', async () => {
    const { page } = await launch()
    await page.getByRole('textbox').first().waitFor()
    expect(page.url()).toBe('aip-app://window/index.html')
  })

  it('gives the page two functions and nothing of Node', async () => {
    const { page } = await launch()
    const seen = await page.evaluate(() => ({
      aip: Object.keys((window as unknown as { aip: object }).aip).toSorted(),
      node: ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
    }))
    expect(seen).toEqual({ aip: ['invoke', 'watch'], node: [] })
  })

  it('lets the page neither leave nor reach the network nor open a window', async () => {
    const { app, page } = await launch()
    const reached = await page.evaluate(() =>
      fetch('https://example.com').then(
        () => 'reached',
        () => 'refused',
      ),
    )
    expect(reached).toBe('refused')
    await page.evaluate(() => void window.open('file:///etc/passwd'))
    await page.evaluate(() => void (location.href = 'https://example.com'))
    expect(page.url()).toBe('aip-app://window/index.html')
    expect(app.windows()).toHaveLength(1)
  })

  it('denies permissions', async () => {
    const { page } = await launch()
    const state = await page.evaluate(
      async () => (await navigator.permissions.query({ name: 'geolocation' })).state,
    )
    expect(state).toBe('denied')
  })
})
