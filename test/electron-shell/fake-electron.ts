/** A hand-written Electron: remembers what it was told and lets a test play the system, the pages and the person. */
import { EventEmitter } from 'node:events'
import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  ForkOptions,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  ProxyConfig,
  Session,
  WindowOpenHandlerResponse,
} from 'electron'
import type { Electron } from '../../src-main/electron-shell/electron.ts'

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

export class FakeUtilityProcess extends EventEmitter {
  readonly file: string
  readonly options: ForkOptions
  readonly received: unknown[] = []
  readonly pid = 4711
  killed = false

  constructor(file: string, options: ForkOptions) {
    super()
    this.file = file
    this.options = options
  }
  postMessage(message: unknown) {
    this.received.push(structuredClone(message))
  }
  kill() {
    this.killed = true
    this.emit('exit', 1)
    return true
  }
}

export interface FakeMenu {
  readonly template: readonly MenuItemConstructorOptions[]
  popup(): void
}

/** Clicks the item with this label. */
export function clickItem(menu: FakeMenu | undefined, label: string): void {
  const item = menu?.template.find((each) => each.label === label)
  if (!item?.click) throw new Error(`the menu has no ${label}`)
  // The shell's items use none of what Electron passes.
  ;(item.click as () => void)()
}

export type FakeElectron = ReturnType<typeof createFakeElectron>

export function createFakeElectron(options: { readonly firstInstance?: boolean } = {}) {
  const sessions = new Map<string, FakeSession>()
  const windows: FakeWindow[] = []
  const schemes: CustomScheme[] = []
  const questions: MessageBoxOptions[] = []
  const answers: number[] = []
  const notices: (EventEmitter & { title: string })[] = []
  const trays: (EventEmitter & { menu?: FakeMenu; tooltip: string; destroyed: boolean })[] = []
  const handlers = new Map<string, (...args: unknown[]) => unknown>()
  const exits: number[] = []
  const switches = { sandbox: false }

  const app = Object.assign(new EventEmitter(), {
    isPackaged: true,
    getVersion: () => '0.1.0',
    enableSandbox: () => (switches.sandbox = true),
    requestSingleInstanceLock: () => options.firstInstance ?? true,
    setAsDefaultProtocolClient: () => true,
    setAppUserModelId: () => undefined,
    whenReady: async () => undefined,
    getPreferredSystemLanguages: () => ['en-US'],
    getLoginItemSettings: () => ({ wasOpenedAtLogin: false }),
    setLoginItemSettings: () => undefined,
    exit: (code: number) => void exits.push(code),
  })
  const fromPartition = (partition: string): FakeSession => {
    const known = sessions.get(partition)
    if (known) return known
    const fresh = new FakeSession(partition)
    sessions.set(partition, fresh)
    app.emit('session-created', fresh)
    return fresh
  }
  /** A window as Electron makes it, by the shell or by a page. */
  const makeWindow = (given: BrowserWindowConstructorOptions): FakeWindow => {
    const session = given.webPreferences?.session as unknown as FakeSession
    const contents = new FakeContents(session)
    app.emit('web-contents-created', new FakeEvent(), contents)
    const window = new FakeWindow(given, contents)
    windows.push(window)
    return window
  }
  const ask = async (...args: unknown[]) => {
    questions.push(args.at(-1) as MessageBoxOptions)
    return { response: answers.shift() ?? 0, checkboxChecked: false }
  }
  const forks: FakeUtilityProcess[] = []
  const fork = (file: string, _args: string[], given: ForkOptions) => {
    const child = new FakeUtilityProcess(file, given)
    forks.push(child)
    return child
  }
  const parts = {
    app,
    // Electron's classes are called with `new`; a function that returns an object does.
    BrowserWindow: function (given: BrowserWindowConstructorOptions) {
      return makeWindow(given)
    },
    Tray: function () {
      const tray = Object.assign(new EventEmitter(), {
        tooltip: '',
        destroyed: false,
        setToolTip: (text: string) => void (tray.tooltip = text),
        setContextMenu: (menu: FakeMenu) => void (tray.menu = menu),
        destroy: () => void (tray.destroyed = true),
      }) as (typeof trays)[number]
      trays.push(tray)
      return tray
    },
    Notification: Object.assign(
      function (given: { title: string }) {
        const notice = Object.assign(new EventEmitter(), { ...given, show: () => undefined })
        notices.push(notice)
        return notice
      },
      { isSupported: () => true },
    ),
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]): FakeMenu => ({
        template,
        popup: () => undefined,
      }),
    },
    dialog: { showMessageBox: ask },
    ipcMain: Object.assign(new EventEmitter(), {
      handle: (channel: string, handler: (...args: unknown[]) => unknown) =>
        void handlers.set(channel, handler),
      removeHandler: (channel: string) => void handlers.delete(channel),
    }),
    nativeTheme: { themeSource: 'system' },
    powerMonitor: new EventEmitter(),
    protocol: {
      registerSchemesAsPrivileged: (given: CustomScheme[]) => void schemes.push(...given),
    },
    session: { fromPartition },
    utilityProcess: { fork },
  }
  return {
    // The fake has what the shell uses; the compiler cannot know that this is enough.
    electron: parts as unknown as Electron,
    ...parts,
    sessions,
    forks,
    windows,
    schemes,
    questions,
    answers,
    notices,
    trays,
    handlers,
    exits,
    switches,
    makeWindow,
  }
}
