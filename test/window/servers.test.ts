/** Each kind of server, set up in the built window: it ends ready, or in a problem with its sentence and a button that leads on. */
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startLoginHostServer } from '../../src-main/sample-servers/login-host-server.ts'
import { startOpenServer } from '../../src-main/sample-servers/open-server.ts'
import { startHabit } from '../core/discovery/habit-server.ts'
import { hasBrowser, openDesk, startBrowser } from './desk.ts'

describe.skipIf(!hasBrowser)('the setup in the window', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.close())

  it('gets a server with an app made by hand ready: login host, client id and secret are typed (R06, R09)', async () => {
    const server = await startLoginHostServer()
    onTestFinished(() => server.close())
    await using desk = openDesk(browser)
    const { page } = await desk.open()
    await paste(page, server.url)
    await page.getByRole('heading', { name: 'Your admin must create an app' }).waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('Acme')
    await page.getByRole('button', { name: 'Login host, scopes and other special cases' }).click()
    await page.getByRole('textbox', { name: 'Login host' }).fill(server.loginHost)
    await page.getByRole('button', { name: 'Continue to sign-in' }).click()

    const dialog = page.getByRole('dialog', { name: 'An app has to be made by hand' })
    await dialog.getByRole('radio', { name: 'localhost' }).click({ force: true })
    await dialog
      .getByText(/^http:\/\/localhost:\d+\/callback$/)
      .first()
      .waitFor()
    const send = dialog.getByRole('button', { name: 'Continue to sign-in' })
    await dialog.getByRole('textbox', { name: 'Client id' }).fill('not-known-there')
    await dialog.getByRole('button', { name: 'Check before signing in' }).click()
    await dialog.getByText('The server does not know this client id.').waitFor()
    await dialog.getByRole('textbox', { name: 'Client id' }).fill(server.clientId)
    await dialog.getByRole('button', { name: 'Check before signing in' }).click()
    await dialog.getByText('The server knows the client id').waitFor()
    expect(desk.tabs()).toEqual([])
    await dialog.getByLabel('Client secret').fill(server.clientSecret)
    await send.click()
    await page.getByRole('heading', { name: 'Acme is ready' }).waitFor()
    await page.getByText('ada@example.com (Acme organization)').waitFor()
    expect(desk.tabs().map((tab) => new URL(tab).host)).toEqual([server.loginHost])
    expect(await page.content()).not.toContain(server.clientSecret)
  })

  it.each([
    ['OAuth where the app is known by a document it publishes (CIMD)', 1],
    ['an open server: no login', 0],
    ['an old server with HTTP and Server-Sent Events', 0],
    ['OAuth with an app made by hand, and a login host per organization', 1],
  ])('gets the sample ready: %s', async (sample, tabs) => {
    await using desk = openDesk(browser)
    const { page } = await desk.open()
    await page.getByRole('button', { name: 'Start sample servers' }).click()
    await page.getByRole('button', { name: `Set up: ${sample}` }).click()
    await page.getByRole('button', { name: /^(Connect|Continue to sign-in)$/ }).click()
    if (sample.includes('by hand')) {
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Continue to sign-in' }).click()
    }
    await page.getByRole('heading', { name: / is ready$/ }).waitFor()
    expect(desk.tabs()).toHaveLength(tabs)
    await page.getByRole('button', { name: 'See the tools' }).click()
    await page.getByRole('option', { name: 'add' }).waitFor()
  })

  it('names a sign-in page in front of the server, with a message to copy for IT and a way back', async () => {
    const page = { type: 'text/html; charset=utf-8', text: '<!doctype html><form>' }
    const { origin } = await startHabit((own) => ({
      '/mcp': { status: 302, headers: { location: `${own}/login` } },
      '/login': page,
    }))
    await using desk = openDesk(browser)
    const opened = await desk.open()
    await paste(opened.page, `${origin}/mcp`)
    const problem = opened.page.getByRole('alert')
    await problem.getByText('sso-page-in-front').waitFor()
    await problem.getByRole('button', { name: 'Copy a message for them' }).waitFor()
    await problem.getByRole('button', { name: 'Close' }).click()
    await opened.page.getByRole('textbox', { name: 'Paste a server address' }).waitFor()
    expect(desk.tabs()).toEqual([])
  })

  it('names a server that is away, and gets it ready with one click when it is back', async () => {
    const port = await freePort()
    await using desk = openDesk(browser)
    const { page } = await desk.open()
    await paste(page, `http://127.0.0.1:${port}/mcp`)
    const problem = page.getByRole('alert')
    await problem.getByText('connection-refused').waitFor()
    await startOpenServerAt(port)
    await problem.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'No login needed' }).waitFor()
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('heading', { name: / is ready$/ }).waitFor()
  })
})

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Paste a server address' }).fill(text)
  await page.keyboard.press('Enter')
}

/** A port where nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** The open sample, behind a port of one's choice. */
async function startOpenServerAt(port: number): Promise<void> {
  const server = await startOpenServer()
  const sockets = new Set<Socket>()
  const front = createServer((socket) => {
    const behind = connect(Number(new URL(server.url).port), '127.0.0.1')
    for (const each of [socket, behind]) sockets.add(each.on('error', () => socket.destroy()))
    socket.pipe(behind).pipe(socket)
  })
  await new Promise<void>((resolve) => front.listen(port, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const each of sockets) each.destroy()
    front.close()
    await server.close()
  })
}
