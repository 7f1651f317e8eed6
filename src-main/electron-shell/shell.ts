/** The Electron shell as a list: lock, lockdown, app, channel, window, tray, links. */
import { join } from 'node:path'
import type { AppState } from '#contract/app-state.ts'
import { Preferences } from '#contract/preferences.ts'
import { createClient } from '#contract/transport.ts'
import type { Transport } from '#contract/transport.ts'
import type { Log } from '#core/ports.ts'
import { setAppMenu } from './app-menu.ts'
import { serveChannel } from './channel.ts'
import type { Electron } from './electron.ts'
import { createLinkDoor } from './links.ts'
import { lockDown } from './lockdown.ts'
import type { Lockdown } from './lockdown.ts'
import { takeLock } from './lock.ts'
import { linkInArguments, linkScheme } from './policy/deep-link.ts'
import { onWindowClosed } from './policy/quit.ts'
import { startsHidden } from './policy/start-at-login.ts'
import { textsFor } from './policy/texts.ts'
import type { Texts } from './policy/texts.ts'
import { createQuitting } from './quitting.ts'
import { tell } from './notices.ts'
import { createTray } from './tray.ts'
import { watchWakes } from './wakes.ts'
import { createMainWindow } from './window.ts'
import { serveWindowFiles } from './window-files.ts'

export interface ShellParts {
  readonly electron: Electron
  readonly platform: NodeJS.Platform
  readonly argv: readonly string[]
  readonly files: ShellFiles
  readonly log: Log
  /** True: an app without Electron has this data folder, and was asked for a window. */
  readonly handOver: () => Promise<boolean>
  /** Puts the app together; called once the lock is taken and Electron is ready. */
  readonly openApp: (door: AppDoor) => Promise<OpenedApp>
}

/** Paths inside the program. */
export interface ShellFiles {
  /** The folder of the built window. */
  readonly window: string
  readonly preload: string
  /** The folder of the icons. */
  readonly icons: string
}

/** What the shell lends the app. */
export interface AppDoor {
  readonly lockdown: Lockdown
  readonly preferences: () => Preferences
  readonly texts: () => Texts
  readonly showWindow: () => void
  readonly quit: () => void
}

export interface OpenedApp {
  readonly transport: Transport
  /** Opens a page in the person's own browser. */
  readonly openOutside: (url: string) => void
  /** Lines to the outside are made anew. */
  readonly redial: (reason: string) => void
  readonly close: () => Promise<void>
}

/** Resolves when the app runs, or at once when another one does. */
export async function startShell(parts: ShellParts): Promise<void> {
  const { electron, log, platform, files } = parts
  const { app } = electron
  const links = createLinkDoor(electron)
  if (!takeLock(electron, (link) => links.arrived(link))) return app.exit(0)
  links.arrived(linkInArguments(parts.argv))
  const lockdown = lockDown(electron)
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme)
  // Windows knows by it whose notifications are shown; the other systems have no such call.
  if (platform === 'win32') app.setAppUserModelId('com.aip.desktop')
  await app.whenReady()
  if (await parts.handOver()) return app.exit(0)
  setAppMenu(electron, platform)

  const seen: { state?: AppState } = {}
  const preferences = () => seen.state?.preferences ?? Preferences.parse({})
  const texts = () => textsFor(preferences().language, app.getPreferredSystemLanguages())
  const late: { show: () => void; close: () => Promise<void> } = {
    show: () => undefined,
    close: async () => undefined,
  }
  const showWindow = () => late.show()
  const quitting = createQuitting(electron, {
    state: () => seen.state,
    texts,
    close: () => late.close(),
  })

  const opened = await parts.openApp({
    lockdown,
    preferences,
    texts,
    showWindow,
    quit: () => quitting.now(),
  })
  const client = createClient(opened.transport)
  const channel = serveChannel(electron.ipcMain, opened.transport)

  const tray = createTray(electron, join(files.icons, trayIcon(platform)), (action) => {
    switch (action) {
      case 'open':
        return showWindow()
      case 'pause':
        return void client.run('tunnel.pause', {})
      case 'resume':
        return void client.run('tunnel.resume', {})
      case 'quit':
        return quitting.request()
    }
  })
  const stopWatching = client.watch((update) => {
    if (update.status !== 'live') return
    seen.state = update.state
    electron.nativeTheme.themeSource = update.state.preferences.theme
    tray?.update(update.state, texts())
  })

  const session = electron.session.fromPartition('window')
  serveWindowFiles(session, files.window)
  const told: { stillRunning: boolean } = { stillRunning: false }
  const window = createMainWindow(electron, lockdown, {
    session,
    preload: files.preload,
    icon: join(files.icons, 'icon.png'),
    startsHidden: startsHidden(parts.argv, wasOpenedAtLogin(app, platform)),
    log,
    now: Date.now,
    onClose() {
      const meaning = seen.state
        ? onWindowClosed(seen.state, platform, tray !== undefined)
        : ('quit' as const)
      if (meaning === 'hide' && platform !== 'darwin' && !told.stillRunning) {
        told.stillRunning = true
        const { stillRunningTitle: title, stillRunningBody: body } = texts()
        tell(electron, { title, body }, showWindow)
      }
      return meaning
    },
    quit: () => quitting.request(),
    endNow: () => quitting.now(),
    openOutside: opened.openOutside,
    askAfterCrashes: async () => {
      const { windowGone, windowGoneDetail, tryAgain, closeWindow } = texts()
      const { response } = await electron.dialog.showMessageBox({
        type: 'error',
        message: windowGone,
        detail: windowGoneDetail,
        buttons: [closeWindow, tryAgain],
        defaultId: 1,
        cancelId: 0,
      })
      return response === 1
    },
  })
  late.show = () => window.show()
  app.on('activate', showWindow)
  app.on('child-process-gone', (_event, details) => {
    log.write('error', 'a helper process is gone', { ...details })
  })
  const stopWakes = watchWakes(electron, opened.redial)
  links.open({ client, texts, showWindow })

  late.close = async () => {
    stopWakes()
    stopWatching()
    channel.close()
    tray?.close()
    window.destroy()
    await opened.close()
  }
}

/** Windows and Linux say it with an argument; Linux has not even the question. */
function wasOpenedAtLogin(app: Electron['app'], platform: NodeJS.Platform): boolean {
  return platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
}

/** macOS colours a template icon itself. */
function trayIcon(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'trayTemplate.png'
  return platform === 'win32' ? 'icon.ico' : 'tray.png'
}
