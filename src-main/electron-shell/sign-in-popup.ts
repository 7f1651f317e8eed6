/** One sign-in in a window of its own: a session in memory that nothing shares, no preload, the address in the title. */
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  ProxyConfig,
  Session,
  WebContents,
} from 'electron'
import type { Electron } from './electron.ts'
import type { Lockdown } from './lockdown.ts'
import { offerBrowser, pickCertificate } from './popup-dialogs.ts'
import type { Trouble } from './popup-dialogs.ts'
import { popupContextMenu, popupMenu } from './popup-menu.ts'
import {
  decidePage,
  isPlatformCallback,
  mostChildWindows,
  popupTitle,
} from './policy/sign-in-page.ts'
import type { Navigation, SignInPage } from './policy/sign-in-page.ts'
import type { Texts } from './policy/texts.ts'
import { lockedPreferences } from './web-preferences.ts'

export interface PopupOptions {
  readonly page: SignInPage
  readonly proxy: ProxyConfig
  readonly texts: Texts
  readonly platform: NodeJS.Platform
  /** Never used before, so that no other sign-in's cookies are in it. */
  readonly partition: string
  /** The person, or a page that refuses embedded browsers, wants another browser. The popup is gone by then. */
  readonly handOver: () => void
  /** The query the platform's callback was reached with; that page is not loaded. */
  readonly reply: (query: URLSearchParams) => void
}

export interface Popup {
  /** The person closed it. Never resolves when it ended another way. */
  readonly closed: Promise<void>
  /** Closes it and forgets everything its pages stored. */
  close(): void
}

export type PopupElectron = Pick<Electron, 'BrowserWindow' | 'dialog' | 'Menu' | 'session'>

export async function openSignInPopup(
  electron: PopupElectron,
  lockdown: Lockdown,
  options: PopupOptions,
): Promise<Popup> {
  const { page, texts } = options
  // Without the prefix `persist:` a partition lives in memory only.
  const session = electron.session.fromPartition(options.partition)
  await session.setProxy(options.proxy)
  // Behind the events of navigation, which come first and hand the answer over: not even a script of a page gets a request there.
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const address = URL.parse(url)
    answer({ cancel: address !== null && isPlatformCallback(page, address) })
  })
  const { promise: closed, resolve: tellClosed } = Promise.withResolvers<void>()
  const windows = new Set<BrowserWindow>()
  const life: { status: 'open' | 'over'; asking: boolean } = { status: 'open', asking: false }

  const end = () => {
    if (life.status === 'over') return
    life.status = 'over'
    for (const window of windows) if (!window.isDestroyed()) window.destroy()
    void forget(session)
  }
  const handOver = () => {
    if (life.status === 'over') return
    end()
    options.handOver()
  }
  const trouble = (why: Trouble) => {
    if (life.asking || life.status === 'over') return
    life.asking = true
    void offerBrowser(electron.dialog, main, why, texts).then((wanted) => {
      life.asking = false
      if (wanted) handOver()
    })
  }
  /** Things are done after Electron has its answer: a window must not be destroyed in the middle of its own event. */
  const later = (act: () => void) => void setImmediate(act)
  const decide = (navigation: Navigation): boolean => {
    const decision = decidePage(page, navigation)
    switch (decision.kind) {
      case 'load':
        return true
      case 'refuse':
        if (navigation.isMainFrame) later(() => trouble(decision.reason))
        return false
      case 'hand-over':
        later(handOver)
        return false
      case 'reply':
        later(() => options.reply(new URLSearchParams(decision.query)))
        return false
    }
  }

  lockdown.admit(session, {
    mayNavigate: decide,
    openWindow: ({ url }) =>
      windows.size <= mostChildWindows && decide({ address: url, isMainFrame: true })
        ? { action: 'allow', overrideBrowserWindowOptions: windowOptions(session, texts) }
        : { action: 'deny' },
    chooseCertificate: (host, certificates) =>
      pickCertificate(electron.dialog, main, { host, certificates }, texts),
  })

  const dress = (window: BrowserWindow) => {
    windows.add(window)
    window.once('closed', () => windows.delete(window))
    const actions = { openInBrowser: () => later(handOver), close: () => window.close() }
    const { webContents } = window
    // Windows of macOS have no menus of their own; there it is the context menu.
    if (options.platform !== 'darwin') {
      window.setMenu(popupMenu(electron.Menu, webContents, actions, texts))
    }
    webContents.on('context-menu', () => {
      popupContextMenu(electron.Menu, webContents, actions, texts).popup({ window })
    })
    showAddress(window, webContents, texts)
    webContents.on('did-fail-load', (_event, code, _description, _url, isMainFrame) => {
      if (isMainFrame && isCertificateError(code)) trouble('certificate')
    })
    webContents.on('did-create-window', dress)
  }

  const main = new electron.BrowserWindow(windowOptions(session, texts))
  dress(main)
  main.once('closed', () => {
    if (life.status === 'open') tellClosed()
    end()
  })
  // A page that does not load says so itself, and the waiting screen has the other ways.
  main.loadURL(page.signInUrl).catch(() => undefined)
  return { closed, close: end }
}

function windowOptions(session: Session, texts: Texts): BrowserWindowConstructorOptions {
  return {
    width: 520,
    height: 720,
    title: popupTitle('about:blank', texts.product),
    autoHideMenuBar: false,
    webPreferences: lockedPreferences(session),
  }
}

/** Pages choose no title here: it is the only place where the person sees whose page it is. */
function showAddress(window: BrowserWindow, contents: WebContents, texts: Texts): void {
  window.on('page-title-updated', (event) => event.preventDefault())
  const show = () => window.setTitle(popupTitle(contents.getURL(), texts.product))
  contents.on('did-navigate', show)
  contents.on('did-navigate-in-page', show)
}

/** Chromium's net error codes from -200 to -299 are about certificates. */
function isCertificateError(code: number): boolean {
  return code <= -200 && code > -300
}

async function forget(session: Session): Promise<void> {
  // It is in memory only: what cannot be cleared now is gone with the process.
  await Promise.allSettled([session.clearStorageData(), session.clearCache()])
}
