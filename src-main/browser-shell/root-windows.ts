/** Windows for root, for whom Chromium has no sandbox: they open, and show nothing but this computer. */

export interface Starter {
  readonly platform: NodeJS.Platform
  /** Undefined on Windows. */
  readonly userId: number | undefined
}

/** Chromium refuses to run as root on Linux unless its sandbox is switched off. */
export function isRoot({ platform, userId }: Starter): boolean {
  return platform === 'linux' && userId === 0
}

/**
 * Without a sandbox a page that breaks the browser is root here. So no page of another computer gets into such a window: no name and no
 * address resolves but these two, whatever a page links or redirects to, and no proxy resolves for it. `--test-type` keeps the browser from
 * warning of these flags in words nobody understands; the app warns in its own (`Shell.asRoot`).
 */
export const rootArguments: readonly string[] = [
  '--no-sandbox',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
  '--no-proxy-server',
  '--test-type',
]

/** For the terminal it was started from. */
export const rootWarning =
  'You are root, for whom the browser has no sandbox, so this window shows only pages of this computer; start AIP Desktop as your own user to sign in at other servers in its windows.'
