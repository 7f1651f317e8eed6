/** Opens the window in an installed browser and stays with it: the browser shell as a list. */
import { homedir } from 'node:os'
import { createClock } from '#adapters/clock.ts'
import { dataFolder } from '#adapters/paths.ts'
import { createRandom } from '#adapters/random.ts'
import {
  announceApp,
  askForWindow,
  findRunningApp,
  type RunningApp,
} from '#adapters/running-app.ts'
import { createRecentLog } from '#adapters/recent-log.ts'
import { createDispatch } from '#core/window-app/dispatch.ts'
import { openBrowserWindow, type BrowserWindow } from './browser-window.ts'
import { composeWindow } from './compose-window.ts'
import { doorVersion } from '../program-door/protocol.ts'
import { startProgramServer } from '../program-door/program-server.ts'
import { endingOf, untilOver } from './ending.ts'
import { findBrowser, profileFolder } from './find-browser.ts'
import { linkLifeMs, startLoopbackServer } from './loopback-server.ts'
import { keepNewSpaceSmall } from './new-space.ts'
import { isRoot, rootWarning } from './root-windows.ts'
import { readWindowFiles } from './window-files.ts'

export interface OpenWindowOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** Undefined on Windows. */
  readonly userId: number | undefined
  readonly workingFolder: string
  readonly version: string
  /** The folder of the built window. */
  readonly files: string
  /** Only print the link, for a browser on another computer. */
  readonly printLink: boolean
  /** Ends everything. */
  readonly signal: AbortSignal
  /** Words for the person who started it. */
  readonly say: (line: string) => void
}

/** A reload, or a browser that hands over to its own other process, takes less than this. */
const settleMs = 3000
/** So long may the first window take to come up. */
const firstWindowMs = 20_000
/** A browser that has ended for so long, with no window there, did not hand over: it failed. */
const failedMs = 4000

/** Resolves when the app has ended and nothing of it is left. */
export async function openWindow(options: OpenWindowOptions): Promise<void> {
  const { environment, platform, signal, say, version } = options
  const running = await findRunningApp(dataFolder({ ...options, home: homedir() }))
  if (running) return openAtRunningApp(running, options)
  keepNewSpaceSmall()
  const files = readWindowFiles(options.files)
  const recent = createRecentLog(environment['AIP_DEBUG'] === '1')
  const ending = new AbortController()
  const stop = AbortSignal.any([signal, ending.signal])
  const browser = findBrowser({ environment, platform, home: homedir() })
  const composed = await composeWindow({
    ...options,
    signal: stop,
    log: recent.log,
    recentLog: () => recent.text(),
    browser,
    asRoot: isRoot(options),
    quit: () => void setTimeout(() => ending.abort(), 50),
  })
  const { app, folder } = composed
  const [random, clock, log] = [createRandom(), createClock(), recent.log]
  const presence = { windows: 0, hadWindow: false, linkPrinted: false }
  let changed: () => void = () => undefined
  const server = await startLoopbackServer({
    dispatch: createDispatch({
      handlers: app.handlers,
      log,
      random,
      checksOutput: environment['AIP_DEBUG'] === '1',
      ending: stop,
    }),
    watch: (listener) => app.watch(listener),
    files,
    random,
    clock,
    log,
    onWindows: (count) => {
      presence.windows = count
      presence.hadWindow ||= count > 0
      changed()
    },
  })
  const shown = new Set<BrowserWindow>()
  /** For a browser somewhere else, and for one here that fails, as Chromium does where it may not make its sandbox. */
  const offerLink = () => {
    if (presence.hadWindow || presence.linkPrinted || stop.aborted) return
    presence.linkPrinted = true
    sayLink(server.newLink(linkLifeMs), options, browser)
  }
  const show = async (): Promise<boolean> => {
    if (options.printLink || browser === undefined) return false
    const window = await tryWindow(browser, server.newLink(), folder, options)
    if (!window) return false
    shown.add(window)
    void window.ended.then(() => {
      shown.delete(window)
      changed()
      setTimeout(offerLink, failedMs).unref()
    })
    return true
  }
  const door = await startProgramServer({
    appFor: (signInWindow) => app.appFor(signInWindow),
    // A browser somewhere else, or none here: a link does it.
    onOpen: async (link) => (!link && (await show()) ? {} : { link: server.newLink(linkLifeMs) }),
    random,
    log,
  })
  const retract = announceApp(folder, { port: door.port, key: door.key, door: doorVersion })
  try {
    if (!(await show())) offerLink()
    else if (isRoot(options)) say(rootWarning)
    const decide = () => {
      const { tunnel } = app.state()
      const tunnelRuns = tunnel.status === 'linked' && tunnel.agent.status === 'running'
      const browserRuns = shown.size > 0
      return endingOf({ ...presence, browserRuns, platform, tunnelRuns })
    }
    await untilOver({
      decide,
      patienceMs: () => (presence.hadWindow ? settleMs : firstWindowMs),
      onChange: (listener) => (changed = listener),
      signal: stop,
      say,
    })
  } finally {
    retract()
    ending.abort()
    for (const window of shown) window.close()
    await door.close()
    await server.close()
    await composed.close()
  }
  if (!signal.aborted) say(`AIP Desktop ${version} has ended.`)
}

/** One app for one data folder: a second start only asks the first one for a window. */
async function openAtRunningApp(
  running: RunningApp,
  { printLink, say }: OpenWindowOptions,
): Promise<void> {
  const { link } = await askForWindow(running, printLink)
  say('AIP Desktop runs already.')
  if (link === undefined) say('It opens one more window.')
  else say(`Open this link in a browser. It works once, within ten minutes:\n  ${link}`)
}

async function tryWindow(
  browser: string,
  url: string,
  folder: string,
  options: OpenWindowOptions,
): Promise<BrowserWindow | undefined> {
  const { environment, say } = options
  try {
    const profile = profileFolder(browser, folder, homedir())
    const asRoot = isRoot(options)
    return await openBrowserWindow({ browser, url, profile, environment, asRoot })
  } catch (error) {
    say(`${browser} could not be started: ${error instanceof Error ? error.message : 'failed'}`)
    return undefined
  }
}

function sayLink(
  link: string,
  { printLink, say }: OpenWindowOptions,
  browser: string | undefined,
): void {
  if (!printLink) {
    say(
      browser === undefined
        ? 'No Chromium, Chrome or Edge was found here (AIP_BROWSER names one).'
        : `${browser} shows no window.`,
    )
  }
  const { port } = new URL(link)
  say('Open this link in a browser. It works once, within ten minutes:')
  say(`  ${link}`)
  say(`From another computer, first: ssh -L ${port}:127.0.0.1:${port} <this computer>`)
  say('Ctrl+C ends the app.')
}
