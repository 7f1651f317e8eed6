/** The built window under the headers the Electron shell serves it with, in a real Chromium: it shows, and its policy breaks nothing of it. */
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import { emptyState } from '#test/contract/empty-state.ts'
import { windowHeaders } from '../../src-main/electron-shell/policy/content-security.ts'
import { windowFile } from '../../src-main/electron-shell/policy/window-address.ts'

const built = join(import.meta.dirname, '../../dist/renderer')
const browser = '/usr/bin/chromium'
const missing = [built, browser].filter((path) => !existsSync(path))
if (missing.length > 0) process.stderr.write(`skipped: ${missing.join(' and ')} is not there\n`)

/** The files as Electron serves them, only that the scheme is http. */
async function serveLikeElectron(): Promise<string> {
  const server = createServer((request, response) => {
    const file = windowFile(`aip-app://window${request.url ?? '/'}`)
    const path = file && join(built, file)
    if (!path || !existsSync(path)) return void response.writeHead(404).end()
    response.writeHead(200, windowHeaders(file)).end(readFileSync(path))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/index.html`
}

describe.skipIf(missing.length > 0)('the window under the policy of the Electron shell', () => {
  it('shows the first screen over the preloaded transport, and the policy blocks nothing it needs', async () => {
    const address = await serveLikeElectron()
    const chrome = await chromium.launch({ executablePath: browser, args: ['--no-sandbox'] })
    onTestFinished(() => chrome.close())
    const page = await chrome.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    await page.addInitScript((state) => {
      const aip = {
        invoke: () => Promise.resolve({ ok: true, value: {} }),
        watch(listener: (update: unknown) => void) {
          listener({ status: 'live', state })
          return () => undefined
        },
      }
      Object.defineProperty(window, 'aip', { value: aip })
    }, emptyState())
    await page.goto(address)
    await page.getByRole('textbox').first().waitFor({ timeout: 10_000 })
    // React Aria adds a style sheet for touch screens, which the policy keeps out; nothing else is missing.
    const others = complaints.filter((each) => !/inline style|favicon/i.test(each))
    expect(others).toEqual([])
  })
})
