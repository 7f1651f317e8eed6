/** A desk with the built app on it: `aip open` as a process, its link in a real Chromium, and a scripted person for sign-in pages. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { openHome, type Home, type Running } from '../end-to-end/aip.ts'

const CHROMIUM = '/usr/bin/chromium'
const personProgram = join(import.meta.dirname, 'person.ts')

export const hasBrowser = existsSync(CHROMIUM)
if (!hasBrowser) process.stderr.write(`The window is not driven: no ${CHROMIUM}.\n`)

/** What the person does with a sign-in page: `clicks` is a real browser, `approves` and `says-no` are quicker, `closes` closes it at once. */
export type Doing = 'clicks' | 'approves' | 'says-no' | 'dawdles' | 'closes'

export interface Desk extends AsyncDisposable {
  readonly home: Home
  person(does: Doing): void
  /** Sign-in pages that were opened, in order. */
  tabs(): string[]
  /** How many of them are open now. */
  openPages(): number
  /** Starts the app; its link is good once. */
  start(): Promise<StartedApp>
  /** Starts the app and opens its link. */
  open(): Promise<{ readonly app: StartedApp; readonly page: Page }>
}

export interface StartedApp {
  readonly link: string
  readonly process: Running
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
}

/** Everything of it ends when it is disposed of. */
export function openDesk(
  browser: Browser,
  environment: Readonly<Record<string, string>> = {},
): Desk {
  const home = openHome()
  const does = join(home.folder, 'person-does')
  const pids = join(home.folder, 'person-pids')
  const person = (doing: Doing) => writeFileSync(does, doing)
  person('approves')
  const program = personScript(home.folder)
  const settings = {
    AIP_BROWSER: program,
    BROWSER: program,
    AIP_DEBUG: '1',
    WINDOW_TEST_PERSON: does,
    WINDOW_TEST_TABS: join(home.folder, 'tabs'),
    WINDOW_TEST_PIDS: pids,
    ...environment,
  }
  const contexts: BrowserContext[] = []
  const start = async (): Promise<StartedApp> => {
    const process = home.start(['open', '--print-link'], { environment: settings })
    const [link] = await process.said(/http:\/\/127\.0\.0\.1:\d+\/#\S+/)
    return { link, process }
  }
  return {
    home,
    person,
    tabs: () => home.tabs(),
    openPages: () =>
      (existsSync(pids) ? readFileSync(pids, 'utf8') : '').split('\n').filter(isAlive).length,
    start,
    async open() {
      const app = await start()
      const context = await browser.newContext({ locale: 'en-GB' })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      await page.goto(app.link)
      return { app, page }
    },
    async [Symbol.asyncDispose]() {
      for (const each of contexts) await each.close()
      await home[Symbol.asyncDispose]()
    },
  }
}

function personScript(folder: string): string {
  const path = join(folder, 'person')
  writeFileSync(path, `#!/bin/sh\nexec "${process.execPath}" "${personProgram}" "$@"\n`)
  chmodSync(path, 0o755)
  return path
}

function isAlive(pid: string): boolean {
  return pid !== '' && existsSync(`/proc/${pid}/exe`)
}
