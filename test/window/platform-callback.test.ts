/** Sign-ins that end at the platform's callback: in the person's own browser, whose address is pasted into the window (decision 7). */
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startLoginHostServer } from '../../src-main/sample-servers/login-host-server.ts'
import { startRegistrationServer } from '../../src-main/sample-servers/registration-server.ts'
import { makeCertificates } from '../adapters/http/certificates.ts'
import { until } from '../end-to-end/until.ts'
import { hasBrowser, openDesk, startBrowser, type Desk } from './desk.ts'

describe.skipIf(!hasBrowser)('a sign-in that ends at the platform', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.close())

  it('gets an app made by hand ready with the address the person pastes, and not with that of another sign-in', async () => {
    const platform = await startPlatform()
    const server = await startLoginHostServer({ redirectUris: [platform.callback] })
    onTestFinished(() => server.close())
    await using desk = openDesk(browser)
    desk.person('clicks')
    const { page } = await desk.open()
    await mainButton(page, 'Settings').click()
    await page.getByLabel('Platform or its callback address').fill(platform.origin)
    await page.getByRole('button', { name: 'Save' }).first().click()
    await mainButton(page, 'Connections').click()

    await page.getByRole('textbox', { name: 'Paste a server address' }).fill(server.url)
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Name' }).fill('Acme')
    await page.getByRole('button', { name: 'Login host, scopes and other special cases' }).click()
    await page.getByRole('textbox', { name: 'Login host' }).fill(server.loginHost)
    await page.getByRole('button', { name: 'Continue to sign-in' }).click()
    const dialog = page.getByRole('dialog', { name: 'An app has to be made by hand' })
    await dialog.getByRole('radio', { name: 'Platform' }).click({ force: true })
    await dialog.getByText(platform.callback).first().waitFor()
    await dialog.getByRole('textbox', { name: 'Client id' }).fill(server.clientId)
    await dialog.getByLabel('Client secret').fill(server.clientSecret)
    await dialog.getByRole('button', { name: 'Continue to sign-in' }).click()

    const address = await addressInBrowser(desk)
    expect(desk.tabs()[1]).toBe("seen in the person's own browser: Acme organization")
    expect(platform.asked).toEqual([address])
    await page.getByText('This sign-in ends at a page of your AI platform.').waitFor()
    const other = new URL(address)
    other.searchParams.set('state', 'of-another-sign-in')
    await paste(page, other.href)
    await page.getByRole('alert').getByText('belongs to another sign-in').waitFor()
    await paste(page, address)
    await page.getByRole('heading', { name: 'Acme is ready' }).waitFor()
    await page.getByRole('button', { name: 'See the tools' }).click()
    await page.getByRole('option', { name: 'add' }).waitFor()
  })

  it('is made by a connection whose settings say so, with an app registered for it', async () => {
    const platform = await startPlatform()
    const server = await startRegistrationServer()
    onTestFinished(() => server.close())
    await using desk = openDesk(browser)
    const { page } = await desk.open()
    await page.getByRole('textbox', { name: 'Paste a server address' }).fill(server.url)
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Name' }).fill('Notes')
    await page.getByRole('button', { name: 'Continue to sign-in' }).click()
    await page.getByRole('button', { name: 'Go to the connection' }).click()
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByLabel('Callback address of the platform').fill(platform.origin)
    await page.getByRole('button', { name: 'Save' }).click()

    desk.person('clicks')
    await page.getByRole('button', { name: 'What can be done with this connection' }).click()
    await page.getByRole('menuitem', { name: 'Sign in' }).click()
    const address = await addressInBrowser(desk)
    expect(address).toMatch(`${platform.callback}?`)
    await paste(page, address)
    await page.getByRole('heading', { name: 'Notes is ready' }).waitFor()
  })
})

/** The platform as browsers see it: a page that knows nothing of the sign-in, at a name of this computer. */
async function startPlatform() {
  const certificates = makeCertificates()
  const pair = certificates.issue('platform', { hosts: ['DNS:platform.localhost'] })
  const asked: string[] = []
  const server = createServer(pair, (request, response) => {
    const { pathname, href } = new URL(request.url ?? '', `https://${request.headers.host}`)
    if (pathname.endsWith('/callback')) asked.push(href)
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Platform</title><h1>Nobody here began this sign-in</h1>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
    certificates.remove()
  })
  const origin = `https://platform.localhost:${(server.address() as AddressInfo).port}`
  return { origin, callback: `${origin}/integration/oauth/callback`, asked }
}

/** Where the person's browser has ended. */
async function addressInBrowser(desk: Desk): Promise<string> {
  const ended = () => desk.tabs().findLast((each) => each.startsWith('ended at '))
  await until('the browser is at the platform', () => ended() !== undefined)
  return ended()?.slice('ended at '.length) ?? ''
}

async function paste(page: Page, address: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Address of the last page' }).fill(address)
  await page.getByRole('button', { name: 'Use this address' }).click()
}

function mainButton(page: Page, name: string) {
  return page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name })
}
