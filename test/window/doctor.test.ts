/** The doctor in the built window, on servers that are broken: the sentence that solves it is shown, with whose turn it is. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startHabitServer, habits } from '../servers/habits.ts'
import { hasBrowser, openDesk, startBrowser } from './desk.ts'

describe.skipIf(!hasBrowser)('the doctor in the window', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await startBrowser()
  })
  afterAll(() => browser.close())

  it('says why a server cannot be set up, whose turn it is, and gives a report', async () => {
    const habit = habits.find((each) => each.finding.startsWith('http sso-page-in-front'))
    if (!habit) throw new Error('There is no such habit any more.')
    const server = await startHabitServer(habit)
    onTestFinished(() => server.close())
    await using desk = openDesk(browser)
    const { page } = await desk.open()
    await page.getByRole('textbox', { name: 'Paste a server address' }).fill(server.url)
    await page.getByRole('button', { name: 'Look at it' }).click()
    await page.getByRole('button', { name: 'Find out why' }).click()

    await page.getByText(/^1 check failed/).waitFor()
    const failed = page.getByRole('listitem').filter({ hasText: 'sso-page-in-front' })
    expect(await failed.getByRole('heading').textContent()).toBe('Answer')
    expect(await failed.textContent()).toContain('Your IT department has to act')
    await page.getByRole('button', { name: 'Report for support' }).click()
    const report = page.getByRole('dialog')
    expect(await report.textContent()).toContain('sso-page-in-front, turn: it')
    expect(desk.tabs()).toEqual([])
  })

  it('finds nothing wrong with a sample server, and checks the connection from its menu', async () => {
    await using desk = openDesk(browser)
    const { page } = await desk.open()
    await page.getByRole('button', { name: 'Start sample servers' }).click()
    await page.getByRole('button', { name: 'Set up: an open server: no login' }).click()
    await page.getByRole('button', { name: 'Connect', exact: true }).click()
    await page.getByRole('button', { name: 'Go to the connection' }).click()
    await page.getByRole('button', { name: 'What can be done' }).click()
    await page.getByRole('menuitem', { name: 'Check this connection' }).click()
    const tools = page
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { name: 'Tools' }) })
    await tools.getByText('Good').waitFor()
    expect(await page.getByText('Failed', { exact: true }).count()).toBe(0)
  })
})
