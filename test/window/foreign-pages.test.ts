/** Who gets nothing from the running app, tried in a real browser: another tab, a replayed link, a page of another server. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { hasBrowser, openDesk, startBrowser } from './desk.ts'

describe.skipIf(!hasBrowser)('the running app', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.close())

  it('keeps its window after a reload, and the code out of the address and the history', async () => {
    await using desk = openDesk(browser)
    const { app, page } = await desk.open()
    const field = page.getByRole('textbox', { name: 'Paste a server address' })
    await field.waitFor()
    expect(page.url()).toBe(app.link.replace(/#.*/, ''))
    await page.reload()
    await field.waitFor()
  })

  it('shows nothing to a second tab without the key, not even in the same browser', async () => {
    await using desk = openDesk(browser)
    const { app, page } = await desk.open()
    await page.getByRole('textbox', { name: 'Paste a server address' }).waitFor()
    const second = await page.context().newPage()
    const answers: number[] = []
    second.on('response', (answer) => {
      if (/\/(state|command)/.test(answer.url())) answers.push(answer.status())
    })
    await second.goto(app.link.replace(/#.*/, ''))
    await second.getByRole('heading', { name: 'This page is not connected to the app' }).waitFor()
    expect(await second.getByRole('navigation').count()).toBe(0)
    expect(answers).toEqual([])
    const statuses = await second.evaluate(async () => {
      const asked = [fetch('/state'), fetch('/command/import.export', { method: 'POST' })]
      return (await Promise.all(asked)).map((each) => each.status)
    })
    expect(statuses).toEqual([401, 401])
  })

  it('refuses a replayed link, and ends the window it had opened: somebody else has read it', async () => {
    await using desk = openDesk(browser)
    const { app, page } = await desk.open()
    await page.getByRole('textbox', { name: 'Paste a server address' }).waitFor()
    const thief = await browser.newContext()
    onTestFinished(() => thief.close())
    const stolen = await thief.newPage()
    await stolen.goto(app.link)
    await stolen.getByRole('heading', { name: 'This page is not connected to the app' }).waitFor()
    await page.getByRole('heading', { name: 'This page is not connected to the app' }).waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.evaluate(async () => (await fetch('/state')).status)).toBe(401)
  })

  it('lets a page of another server on this computer neither read, nor command, nor frame it', async () => {
    await using desk = openDesk(browser)
    const { app, page } = await desk.open()
    await page.getByRole('textbox', { name: 'Paste a server address' }).waitFor()
    const { origin } = new URL(app.link)
    const foreign = await page.context().newPage()
    await foreign.goto(await startPage())
    const outcome = await foreign.evaluate(async (target) => {
      const tried = async (path: string, options?: RequestInit) =>
        fetch(target + path, options).then(
          (answer) => answer.status,
          () => 'blocked',
        )
      const json = { 'content-type': 'application/json', authorization: 'Bearer x' }
      const frame = document.createElement('iframe')
      frame.src = target
      const shown = new Promise((resolve) => frame.addEventListener('load', resolve))
      document.body.append(frame)
      await shown
      return {
        read: await tried('/state'),
        page: await tried('/'),
        command: await tried('/command/app.quit', { method: 'POST', headers: json, body: '{}' }),
        form: await tried('/command/app.quit', { method: 'POST', body: '{}' }),
      }
    }, origin)
    const blocked = 'blocked'
    expect(outcome).toEqual({ read: blocked, page: blocked, command: blocked, form: blocked })
    const inside = foreign.frames().find((each) => each !== foreign.mainFrame())
    expect(inside?.url()).toMatch(/^chrome-error:/)
    await page.getByRole('textbox', { name: 'Paste a server address' }).fill('still here')
  })
})

/** A page as any program on this computer could serve it. */
async function startPage(): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>elsewhere</title><body>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}
