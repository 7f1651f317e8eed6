/** The built window in a real browser, with a scripted app behind it in the place of the preload script. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { AppState } from '#contract/app-state.ts'
import type { CommandName } from '#contract/commands.ts'
import type { Problem } from '#contract/problem.ts'
import type { Reply } from '#contract/reply.ts'
import { buildWindow } from './build-window.ts'

const CHROMIUM = '/usr/bin/chromium'

/** As strict as the strictest shell. `data:` is for pictures in tool results. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'"

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** Thrown by an answer: the app refuses. */
export class Refusal extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

/** What the app answers to a command. */
export type Answers = Partial<Record<CommandName, (input: never) => unknown>>

export interface Windows {
  /** Opens a window; everything it asks is recorded in `asked`. */
  open(state: AppState, answers?: Answers): Promise<OpenWindow>
  readonly folder: string
  close(): Promise<void>
}

export interface OpenWindow {
  readonly page: Page
  readonly asked: readonly (readonly [CommandName, unknown])[]
  /** Messages of the browser's console that are no news, only trouble. */
  readonly complaints: readonly string[]
  show(state: AppState): Promise<void>
  /** Loads the window anew, as a new one with another app behind it; sooner than a new one. */
  reopen(state: AppState, answers?: Answers): Promise<void>
  lose(problem: Problem): Promise<void>
}

/** Builds the window into a folder of its own, so that no older build is tested. */
export async function startWindows(): Promise<Windows> {
  const folder = await mkdtemp(join(tmpdir(), 'aip-window-'))
  await buildWindow(join(folder, 'files'))
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const file = join(folder, 'files', path === '/' ? 'index.html' : path)
    readFile(file).then(
      (content) => {
        const type = types[extname(file)] ?? 'application/octet-stream'
        response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY })
        response.end(content)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const browser = await startBrowser(folder)
  return {
    folder: join(folder, 'files'),
    open: (state, answers = {}) => openWindow(browser, `http://127.0.0.1:${port}/`, state, answers),
    close: async () => {
      await browser.close()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await rm(folder, { recursive: true })
    },
  }
}

/** With one well-drawn font for every machine's `system-ui`, so that pictures are alike. */
async function startBrowser(folder: string): Promise<Browser> {
  const fonts = join(folder, 'fonts.conf')
  const prefer = (family: string, font: string): string =>
    `<match target="pattern"><test name="family"><string>${family}</string></test><edit name="family" mode="prepend" binding="strong"><string>${font}</string></edit></match>`
  await writeFile(
    fonts,
    `<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>${['system-ui', 'sans', 'sans-serif', 'DejaVu Sans'].map((family) => prefer(family, 'Liberation Sans')).join('')}${prefer('ui-monospace', 'Noto Sans Mono')}</fontconfig>`,
  )
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox'],
    env: { ...process.env, FONTCONFIG_FILE: fonts },
  })
}

async function openWindow(
  browser: Browser,
  url: string,
  first: AppState,
  answers: Answers,
): Promise<OpenWindow> {
  const context = await browser.newContext({
    viewport: { width: 1180, height: 780 },
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    permissions: ['clipboard-write', 'clipboard-read'],
  })
  const page = await context.newPage()
  let current = answers
  const asked: [CommandName, unknown][] = []
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  await page.exposeFunction('scriptedInvoke', (name: CommandName, input: never): Reply => {
    asked.push([name, input])
    try {
      return { ok: true, value: current[name]?.(input) ?? {} }
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, problem: error.problem }
      throw error
    }
  })
  let app = await page.addInitScript(scriptedApp, first)
  await page.goto(url)
  const send = async (update: unknown): Promise<void> => {
    await page.evaluate((detail) => dispatchEvent(new CustomEvent('scripted', { detail })), update)
  }
  return {
    page,
    asked,
    complaints,
    show: (state) => send({ status: 'live', state }),
    async reopen(state, more = {}) {
      current = more
      asked.length = 0
      complaints.length = 0
      await app.dispose()
      app = await page.addInitScript(scriptedApp, state)
      await page.goto(url)
    },
    lose: (problem) => send({ status: 'lost', problem }),
  }
}

/** Runs in the page before the window's own script: what a preload script would do. */
function scriptedApp(first: AppState): void {
  const scripted = globalThis as unknown as {
    scriptedInvoke: (name: string, input: unknown) => Promise<Reply>
  }
  Object.assign(globalThis, {
    aip: {
      invoke: (name: string, input: unknown) => scripted.scriptedInvoke(name, input),
      watch: (listener: (update: unknown) => void) => {
        window.addEventListener('scripted', (event) => listener((event as CustomEvent).detail))
        listener({ status: 'live', state: first })
        return () => undefined
      },
    },
  })
}
