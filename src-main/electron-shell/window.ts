/** The main window: how it is made, when it is shown, what its closing means, and what happens when its process dies. */
import type { BrowserWindow, Session } from 'electron'
import type { Log } from '#core/ports.ts'
import type { Electron } from './electron.ts'
import type { Lockdown } from './lockdown.ts'
import { afterCrash } from './policy/crash.ts'
import { openableOutside } from './policy/open-outside.ts'
import { isWindowAddress, windowAddress } from './policy/window-address.ts'
import { lockedPreferences } from './web-preferences.ts'

export interface MainWindow {
  /** Brings it to the front, wherever it is. */
  show(): void
  hide(): void
  /** Closes it for good, without asking anybody. */
  destroy(): void
}

export interface MainWindowOptions {
  readonly session: Session
  readonly preload: string
  readonly icon: string
  readonly startsHidden: boolean
  readonly log: Log
  readonly now: () => number
  /** Decides what closing means: `hide` keeps the window. */
  readonly onClose: () => 'hide' | 'quit'
  readonly quit: () => void
  /** The session of the system ends: nobody can be asked any more. */
  readonly endNow: () => void
  /** Opens a page in the person's own browser; the address was checked. */
  readonly openOutside: (url: string) => void
  /** The window died too often: asks whether to try again. */
  readonly askAfterCrashes: () => Promise<boolean>
}

export function createMainWindow(
  electron: Pick<Electron, 'BrowserWindow' | 'app'>,
  lockdown: Lockdown,
  options: MainWindowOptions,
): MainWindow {
  lockdown.admit(options.session, {
    mayNavigate: ({ address, isMainFrame }) => isMainFrame && isWindowAddress(address),
    openWindow: ({ url }) => {
      const outside = openableOutside(url)
      if (outside !== undefined) options.openOutside(outside)
      return { action: 'deny' }
    },
    chooseCertificate: async () => undefined,
  })
  const window = new electron.BrowserWindow({
    width: 1120,
    height: 760,
    minWidth: 480,
    minHeight: 480,
    show: false,
    title: 'AIP Desktop',
    icon: options.icon,
    autoHideMenuBar: true,
    webPreferences: {
      ...lockedPreferences(options.session),
      preload: options.preload,
      // A build that is installed has no developer tools.
      devTools: !electron.app.isPackaged,
    },
  })
  if (!options.startsHidden) window.once('ready-to-show', () => window.show())
  window.on('close', (event) => {
    event.preventDefault()
    if (options.onClose() === 'hide') window.hide()
    else options.quit()
  })
  window.on('session-end', () => options.endNow())
  surviveCrashes(window, options)
  void load(window, options.log)
  return {
    show() {
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
    hide: () => window.hide(),
    destroy: () => window.destroy(),
  }
}

async function load(window: BrowserWindow, log: Log): Promise<void> {
  try {
    await window.loadURL(windowAddress)
  } catch (error) {
    log.write('error', 'the window could not be loaded', { reason: String(error) })
  }
}

function surviveCrashes(window: BrowserWindow, options: MainWindowOptions): void {
  const { log, now } = options
  const reloads: number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    const next = afterCrash(reason, reloads, now())
    log.write('error', 'the process of the window is gone', { reason, exitCode, next })
    if (next === 'nothing') return
    if (next === 'reload') {
      reloads.push(now())
      void load(window, log)
      return
    }
    void options.askAfterCrashes().then((again) => {
      if (!again || window.isDestroyed()) return
      reloads.length = 0
      void load(window, log)
    })
  })
}
