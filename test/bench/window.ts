/** The built window: how soon it is there, how large it is, how fast a change is painted, and what the process behind it needs. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { startOpenServer } from '../../src-main/sample-servers/open-server.ts'
import { openDesk, startBrowser, type Desk, type StartedApp } from '../window/desk.ts'
import { markdown, median, seconds } from './table.ts'

const files = resolve(import.meta.dirname, '../../dist/renderer')
const turns = 9
/** As people run it: nothing preloaded, and what is sent to the window is checked in tests only. */
const plain = { AIP_DEBUG: '', NODE_OPTIONS: '' }
const many = 50

/** Measures and returns the section as Markdown. */
export async function benchWindow(): Promise<string> {
  const browser = await startBrowser()
  try {
    const rows = [
      ['window ready, from its link in a running browser', await ready(browser), '1.0 s'],
      ['files of the window, compressed', `${Math.round(compressed() / 1000)} KB`, '250 KB'],
      ['a change painted, with 200 connections', await painted(browser), '100 ms'],
      ...(await memory(browser)),
    ]
    return ['## The window', markdown(['', 'median', 'aim, at most'], rows)].join('\n\n')
  } finally {
    await browser.close()
  }
}

/** From going to the link to the first screen with the state of the app, each time in a profile without a cache. */
async function ready(browser: Browser): Promise<string> {
  await using desk = openDesk(browser, plain)
  await desk.start()
  const measured: number[] = []
  for (let turn = 0; turn < turns; turn++) {
    // Asks the running app for one more link.
    const { link } = await desk.start()
    const context = await browser.newContext()
    const page = await context.newPage()
    const started = performance.now()
    await page.goto(link, { waitUntil: 'commit' })
    await page.getByRole('textbox', { name: 'Paste a server address' }).waitFor()
    measured.push(performance.now() - started)
    await context.close()
  }
  return seconds(median(measured))
}

/** A window loads one of the two other languages, at most: the larger counts. */
function compressed(): number {
  const sizes = readdirSync(files, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map(({ name, parentPath }) => ({
      isLanguage: /^(?:ko|ja)-.*\.js$/.test(name),
      size: gzipSync(readFileSync(join(parentPath, name))).length,
    }))
  const languages = sizes.filter(({ isLanguage }) => isLanguage).map(({ size }) => size)
  const rest = sizes.filter(({ isLanguage }) => !isLanguage)
  return rest.reduce((sum, { size }) => sum + size, 0) + Math.max(0, ...languages)
}

/** From the command that renames one of them, over the app and its state, to the frame after the new name is in the page. */
async function painted(browser: Browser): Promise<string> {
  await using desk = openDesk(browser, plain)
  await imported(desk, 200, (name) => `https://${name}.example.com/mcp`)
  const { page } = await desk.open()
  await page.getByRole('option').first().waitFor()
  const measured: number[] = []
  for (let turn = 0; turn < turns; turn++) measured.push(await renamed(page, `A name ${turn}`))
  return `${Math.round(median(measured))} ms`
}

function renamed(page: Page, name: string): Promise<number> {
  return page.evaluate(async (to) => {
    const row = document.querySelector('[role=option]')
    const connectionId = row?.getAttribute('data-key') ?? ''
    const shown = new Promise<void>((resolve) => {
      const look = () =>
        document.querySelector('[role=listbox]')?.textContent.includes(to) &&
        requestAnimationFrame(() => setTimeout(resolve))
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      })
    })
    const key = sessionStorage.getItem('aip-session-key') ?? ''
    const started = performance.now()
    const answer = await fetch('/command/connections.rename', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ connectionId, name: to }),
    })
    const { ok } = (await answer.json()) as { ok: boolean }
    if (!ok) throw new Error('The connection was not renamed.')
    await shown
    return performance.now() - started
  }, name)
}

/** Resident memory with one window open: right after all connections were set up in one go, and after each was tested. */
async function memory(browser: Browser): Promise<string[][]> {
  const server = await startOpenServer()
  await using desk = openDesk(browser, plain)
  const { app, page } = await desk.open()
  await page.getByRole('textbox', { name: 'Paste a server address' }).waitFor()
  await page.evaluate(setUpAtOnce, { url: server.url, count: many })
  const atOnce = memoryOf(app)
  const works = await page.evaluate(testAll)
  await server.close()
  if (works !== many) throw new Error(`Only ${works} of the connections work.`)
  const behind = `memory of the process behind it, with ${many} connections`
  return [
    [`${behind} that were set up at once`, atOnce, '150 MB'],
    [`${behind}, each tested`, memoryOf(app), '150 MB'],
  ]
}

function memoryOf({ process }: StartedApp): string {
  const status = readFileSync(`/proc/${process.child.pid}/status`, 'utf8')
  const of = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024)
  return `${of('VmRSS')} MB (at most ${of('VmHWM')} MB on the way)`
}

/** In the page: begins `count` setups of one server together, and waits for the last to be done. */
async function setUpAtOnce({ url, count }: { url: string; count: number }): Promise<void> {
  const authorization = `Bearer ${sessionStorage.getItem('aip-session-key') ?? ''}`
  const begin = (_: unknown, index: number) =>
    fetch('/command/setup.connect-now', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ url, name: `server-${index}` }),
    })
  await Promise.all(Array.from({ length: count }, begin))
  const { body } = await fetch('/state', { headers: { authorization } })
  if (body === null) throw new Error('The app shows no state.')
  const reader = body.pipeThrough(new TextDecoderStream()).getReader()
  for (let text = ''; ;) {
    const { value, done } = await reader.read()
    if (done) throw new Error('The app has ended.')
    text += value
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    const newest = lines.findLast((line) => line !== '')
    if (newest === undefined) continue
    const { connections } = JSON.parse(newest) as { connections: { status: string }[] }
    if (connections.filter(({ status }) => status === 'ready').length === count) break
  }
  await reader.cancel()
}

/** In the page: tests every connection of the app, and counts those that work. */
async function testAll(): Promise<number> {
  const authorization = `Bearer ${sessionStorage.getItem('aip-session-key') ?? ''}`
  const { body } = await fetch('/state', { headers: { authorization } })
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes('\n')) text += (await reader?.read())?.value ?? '\n'
  await reader?.cancel()
  const state = JSON.parse(text.split('\n')[0] ?? '') as { connections: { id: string }[] }
  let works = 0
  for (const { id } of state.connections) {
    const answer = await fetch('/command/connections.test', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ connectionId: id }),
    })
    const { ok } = (await answer.json()) as { ok: boolean }
    if (ok) works += 1
  }
  return works
}

/** Saves connections; nothing is asked of the servers. */
async function imported(desk: Desk, count: number, urlOf: (name: string) => string): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `server-${index}`)
  const mcpServers = Object.fromEntries(names.map((name) => [name, { url: urlOf(name) }]))
  const { code, stderr } = await desk.home.run(['import', '-'], {
    input: JSON.stringify({ mcpServers }),
  })
  if (code !== 0) throw new Error(`The connections were not imported: ${stderr}`)
}
