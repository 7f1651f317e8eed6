/** Stands in for browser and person when the app opens a sign-in page: in a real Chromium, by plain requests, or not at all, as the file beside it says. */
import { appendFileSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { approveLikeAPerson } from '../../src-main/sample-servers/approve-like-a-person.ts'

const {
  WINDOW_TEST_PERSON: doesFile = '',
  WINDOW_TEST_TABS: tabsFile = '',
  WINDOW_TEST_PIDS: pidsFile = '',
} = process.env
const given = process.argv.slice(2)
const valueOf = (name: string) =>
  given.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3)
const address = valueOf('app') ?? given.at(-1) ?? ''

appendFileSync(tabsFile, address + '\n')
appendFileSync(pidsFile, `${process.pid}\n`)
const does = readFileSync(doesFile, 'utf8').trim()
if (does === 'approves') await approveLikeAPerson(address).catch(() => undefined)
if (does === 'says-no') await approveLikeAPerson(address, { decision: 'deny' })
if (does === 'clicks') await clickThrough()
// Looks at the page and does nothing; ended from outside.
if (does === 'dawdles') await wait(60_000)

/** In a real browser: with the profile the app asked for, or in the person's own, whose address bar says where the pages ended. */
async function clickThrough(): Promise<void> {
  const profile = valueOf('user-data-dir')
  const browser = await chromium.launchPersistentContext(profile ?? '', {
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox'],
    ignoreHTTPSErrors: true,
  })
  const page = browser.pages()[0] ?? (await browser.newPage())
  await page.goto(address)
  const where = profile === undefined ? "the person's own" : 'a'
  appendFileSync(tabsFile, `seen in ${where} browser: ${await page.title()}\n`)
  // The app closes its window as soon as the browser comes back to it.
  await page.getByRole('button', { name: 'Sign in and allow' }).click()
  await page.waitForURL(/[?&]code=/)
  if (profile === undefined) appendFileSync(tabsFile, `ended at ${page.url()}\n`)
  await browser.close()
}
