/** A hand-written Electron: remembers what it was told and lets a test play the system, the pages and the person. */
import { EventEmitter } from 'node:events'
import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  ForkOptions,
  MenuItemConstructorOptions,
  MessageBoxOptions,
} from 'electron'
import type { Electron } from '../../src-main/electron-shell/electron.ts'
import { FakeContents, FakeEvent, FakeSession, FakeWindow } from './fake-window.ts'
import type { FakeMenu } from './fake-window.ts'

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

/** Clicks the item with this label. */
export function clickItem(menu: FakeMenu | undefined, label: string): void {
  const item = menu?.template.find((each) => each.label === label)
  if (!item?.click) throw new Error(`the menu has no ${label}`)
  // The shell's items use none of what Electron passes.
  ;(item.click as () => void)()
}

export type FakeElectron = ReturnType<typeof createFakeElectron>

export function createFakeElectron(
  options: { readonly firstInstance?: boolean; readonly platform?: NodeJS.Platform } = {},
) {
  const { platform = 'linux' } = options
  const menus: FakeMenu[] = []
  const appMenu: { menu?: FakeMenu | null } = {}
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
    whenReady: async () => undefined,
    getPreferredSystemLanguages: () => ['en-US'],
    exit: (code: number) => void exits.push(code),
    // What Electron has on some systems only is missing on the others.
    ...(platform === 'win32' && { setAppUserModelId: () => undefined }),
    ...(platform !== 'linux' && {
      getLoginItemSettings: () => ({ wasOpenedAtLogin: false }),
      setLoginItemSettings: () => undefined,
    }),
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
    if (platform === 'darwin') Object.assign(window, { setMenu: undefined })
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
      buildFromTemplate: (template: MenuItemConstructorOptions[]): FakeMenu => {
        const menu = { template, popup: () => undefined }
        menus.push(menu)
        return menu
      },
      setApplicationMenu: (menu: FakeMenu | null) => void (appMenu.menu = menu),
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
    menus,
    appMenu,
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
