/** Sign-ins that do not go straight: cancelled, refused, their window closed, the app killed in the middle of one (R15). */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { approveLikeAPerson } from '../../src-main/sample-servers/approve-like-a-person.ts'
import { startRegistrationServer } from '../../src-main/sample-servers/registration-server.ts'
import { until } from '../end-to-end/until.ts'
import { hasBrowser, openDesk, startBrowser, type Desk, type Doing } from './desk.ts'

describe.skipIf(!hasBrowser)('a sign-in in the window', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.close())

  it('is cancelled with Esc, which closes the sign-in page, and can be tried again', async () => {
    await using desk = openDesk(browser)
    const { page } = await waiting(desk, 'dawdles')
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Cancelled' }).waitFor()
    await until('the sign-in page is closed', () => desk.openPages() === 0)
    desk.person('approves')
    await page.getByRole('button', { name: 'Try again' }).click()
    await isReady(page)
  })

  it('that the person refuses on the page says so, and can be tried again', async () => {
    await using desk = openDesk(browser)
    const { page } = await signingIn(desk, 'says-no')
    const problem = page.getByRole('alert')
    await problem.getByText('sign-in-refused').waitFor()
    desk.person('approves')
    await problem.getByRole('button', { name: 'Try again' }).click()
    await isReady(page)
  })

  it('waits on when its page was closed, and goes on in one that is opened again', async () => {
    await using desk = openDesk(browser)
    const { page } = await waiting(desk, 'closes')
    await until('the sign-in page is closed', () => desk.openPages() === 0)
    desk.person('approves')
    await page.getByRole('button', { name: 'Open again' }).click()
    await isReady(page)
    expect(desk.tabs()).toHaveLength(2)
  })

  it('survives kill -9 of the app: the browser that comes back later completes it (R15)', async () => {
    await using desk = openDesk(browser)
    const page = await killedWhileWaiting(desk)
    const [address = ''] = desk.tabs()
    const last = await approveLikeAPerson(address)
    expect(last.html).toContain('Your sign-in has arrived')
    await isReady(page)
    expect(desk.tabs()).toHaveLength(1)
  })

  it('survives kill -9 of the app: the address a browser ended at meanwhile is pasted (R15, R22)', async () => {
    await using desk = openDesk(browser)
    let ended = ''
    const page = await killedWhileWaiting(desk, async (address) => {
      const endsAt = new URL(address).searchParams.get('redirect_uri') ?? ''
      ended = (await approveLikeAPerson(address, { endsAt })).url
    })
    await page.getByRole('button', { name: /Signed in on another computer/ }).click()
    await page.getByRole('textbox', { name: 'Address of the last page' }).fill(ended)
    await page.getByRole('button', { name: 'Use this address' }).click()
    await isReady(page)
  })
})

/** Sets a server up until its sign-in page was opened. */
async function signingIn(desk: Desk, does: Doing) {
  const server = await startRegistrationServer()
  onTestFinished(() => server.close())
  desk.person(does)
  const { app, page } = await desk.open()
  await page.getByRole('textbox', { name: 'Paste a server address' }).fill(server.url)
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Name' }).fill('Notes')
  await page.getByRole('button', { name: 'Continue to sign-in' }).click()
  return { app, page }
}

async function waiting(desk: Desk, does: Doing) {
  const opened = await signingIn(desk, does)
  await opened.page.getByRole('heading', { name: 'Sign in in the browser' }).waitFor()
  await until('a sign-in page is opened', () => desk.tabs().length === 1)
  return opened
}

/** The window of the app started next, at the sign-in that was under way; `meanwhile` happens while no app runs. */
async function killedWhileWaiting(
  desk: Desk,
  meanwhile: (address: string) => Promise<void> = () => Promise.resolve(),
): Promise<Page> {
  const { app, page: before } = await waiting(desk, 'closes')
  app.process.child.kill('SIGKILL')
  await before.getByRole('heading', { name: 'The app has ended' }).waitFor()
  await app.process.ended
  await meanwhile(desk.tabs()[0] ?? '')
  const { page } = await desk.open()
  await page.getByRole('region', { name: 'Under way' }).getByRole('button').click()
  await page.getByText('Taken up again after the app was restarted.').waitFor()
  return page
}

async function isReady(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Notes is ready' }).waitFor()
}
