/** Windows, pages and sessions of the played Electron: they remember what they were told and let a test play page and person. */
import { EventEmitter } from 'node:events'
import type {
  BrowserWindowConstructorOptions,
  MenuItemConstructorOptions,
  ProxyConfig,
  Session,
  WindowOpenHandlerResponse,
} from 'electron'

type Handler<Name extends keyof Session> = Parameters<
  Extract<Session[Name], (handler: never) => void>
>[0]

export class FakeSession extends EventEmitter {
  readonly partition: string
  readonly handlers: Record<string, (request: Request) => Promise<Response>> = {}
  readonly cleared: string[] = []
  proxy: ProxyConfig | undefined
  permissionRequest: Handler<'setPermissionRequestHandler'> = null
  permissionCheck: Handler<'setPermissionCheckHandler'> = null
  devicePermission: Handler<'setDevicePermissionHandler'> = null
  certificateVerifyProc: unknown = undefined
  spellChecker = true
  beforeRequest:
    | ((details: { url: string }, callback: (answer: { cancel?: boolean }) => void) => void)
    | undefined

  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>) =>
      void (this.handlers[scheme] = handler),
  }
  readonly webRequest = {
    onBeforeRequest: (listener: NonNullable<FakeSession['beforeRequest']>) =>
      void (this.beforeRequest = listener),
  }

  constructor(partition: string) {
    super()
    this.partition = partition
  }
  setPermissionRequestHandler(handler: Handler<'setPermissionRequestHandler'>) {
    this.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: Handler<'setPermissionCheckHandler'>) {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: Handler<'setDevicePermissionHandler'>) {
    this.devicePermission = handler
  }
  setCertificateVerifyProc(proc: unknown) {
    this.certificateVerifyProc = proc
  }
  setSpellCheckerEnabled(on: boolean) {
    this.spellChecker = on
  }
  async setProxy(proxy: ProxyConfig) {
    this.proxy = proxy
  }
  async clearStorageData() {
    this.cleared.push('storage')
  }
  async clearCache() {
    this.cleared.push('cache')
  }
}

export class FakeContents extends EventEmitter {
  readonly session: FakeSession
  readonly sent: [channel: string, payload: unknown][] = []
  url = ''
  destroyed = false
  reloads = 0
  openHandler: ((details: { url: string }) => WindowOpenHandlerResponse) | undefined

  constructor(session: FakeSession) {
    super()
    this.session = session
  }
  setWindowOpenHandler(handler: NonNullable<FakeContents['openHandler']>) {
    this.openHandler = handler
  }
  getURL() {
    return this.url
  }
  isDestroyed() {
    return this.destroyed
  }
  reload() {
    this.reloads++
  }
  send(channel: string, payload: unknown) {
    // What crosses is copied, as in Electron.
    this.sent.push([channel, structuredClone(payload)])
  }
  /** A page or a server leads somewhere; true: it was allowed. */
  goesTo(address: string, how: { redirect?: boolean; frame?: boolean } = {}): boolean {
    const event = new FakeEvent({ url: address, isMainFrame: how.frame !== true })
    this.emit(how.redirect ? 'will-redirect' : 'will-frame-navigate', event)
    if (event.defaultPrevented || how.frame === true) return !event.defaultPrevented
    this.url = address
    this.emit('did-navigate', event, address)
    return true
  }
  /** A page calls `window.open`. */
  opens(url: string): WindowOpenHandlerResponse {
    return this.openHandler?.({ url }) ?? { action: 'allow' }
  }
}

/** An event with a default that can be prevented. */
export class FakeEvent {
  readonly url: string
  readonly isMainFrame: boolean
  defaultPrevented = false
  constructor(facts: { url?: string; isMainFrame?: boolean } = {}) {
    this.url = facts.url ?? ''
    this.isMainFrame = facts.isMainFrame ?? true
  }
  preventDefault() {
    this.defaultPrevented = true
  }
}

export class FakeWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions
  readonly webContents: FakeContents
  readonly loaded: string[] = []
  title: string
  visible = false
  destroyed = false
  menu: FakeMenu | undefined

  constructor(options: BrowserWindowConstructorOptions, contents: FakeContents) {
    super()
    this.options = options
    this.webContents = contents
    this.title = options.title ?? ''
  }
  async loadURL(url: string) {
    this.loaded.push(url)
    this.webContents.url = url
  }
  show() {
    this.visible = true
  }
  hide() {
    this.visible = false
  }
  focus() {}
  isMinimized() {
    return false
  }
  restore() {}
  setTitle(title: string) {
    this.title = title
  }
  setMenu(menu: FakeMenu) {
    this.menu = menu
  }
  isDestroyed() {
    return this.destroyed
  }
  /** The person closes it. */
  close(): FakeEvent {
    const event = new FakeEvent()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
    return event
  }
  destroy() {
    if (this.destroyed) return
    this.destroyed = true
    this.webContents.destroyed = true
    this.webContents.emit('destroyed')
    this.emit('closed')
  }
}

export interface FakeMenu {
  readonly template: readonly MenuItemConstructorOptions[]
  popup(): void
}
