/** A window of an installed browser with a profile of its own, so that no page or extension of the person shares it. */
import { spawn } from 'node:child_process'
import { prepareProfile } from './browser-profile.ts'
import { rootArguments } from './root-windows.ts'

export interface BrowserWindow {
  /** Resolves when the browser's process is over. Some hand over to another process and end at once. */
  readonly ended: Promise<void>
  close(): void
}

export interface WindowOptions {
  readonly browser: string
  readonly url: string
  readonly profile: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly size?: readonly [width: number, height: number]
  /** It runs as root: without a sandbox, and with pages of this computer only. */
  readonly asRoot: boolean
}

/** Starts it; a browser that cannot be started rejects. */
export function openBrowserWindow(options: WindowOptions): Promise<BrowserWindow> {
  prepareProfile(options.profile)
  return new Promise((resolve, reject) => {
    const child = spawn(options.browser, windowArguments(options), {
      stdio: 'ignore',
      shell: false,
      env: { ...options.environment },
    })
    const ended = new Promise<void>((done) => child.once('exit', () => done()))
    child.once('error', reject)
    child.once('spawn', () => resolve({ ended, close: () => void child.kill() }))
  })
}

/** Nothing of the browser's own comes up: no first run, no sync, no extension, no keychain question, no life after the window. */
export function windowArguments({
  url,
  profile,
  asRoot,
  size = [1180, 820],
}: Omit<WindowOptions, 'browser' | 'environment'>): string[] {
  return [
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    `--window-size=${size.join(',')}`,
    '--class=aip-desktop',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-background-mode',
    '--disable-extensions',
    '--disable-sync',
    '--disable-default-apps',
    '--disable-component-extensions-with-background-pages',
    '--disable-features=Translate,MediaRouter,AutofillServerCommunication',
    '--password-store=basic',
    '--use-mock-keychain',
    ...(asRoot ? rootArguments : []),
  ]
}
