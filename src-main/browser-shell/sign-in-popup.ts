/** Shows sign-in pages: in a browser window of their own with a fresh profile, or in the system browser, as the person chose. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SignInWindow } from '#core/ports.ts'
import { openBrowserWindow } from './browser-window.ts'

export interface SignInPopupParts {
  /** The person's own browser; it also checks which addresses may be opened at all. */
  readonly system: SignInWindow
  readonly browser: string | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly wantsPopup: () => boolean
  /** Windows have no sandbox then, so pages of other computers are left to the person's own browser. */
  readonly asRoot: boolean
}

/**
 * It is a real browser, so that providers who refuse embedded ones accept it (R31). A sign-in that ends at the platform (`watchFor`) is left to the person's own:
 * a window of ours shows no address, and that of the last page is what has to be copied.
 */
export function createSignInPopup(parts: SignInPopupParts): SignInWindow {
  const { system, browser, environment, wantsPopup, asRoot } = parts
  const mayPopUp = asRoot ? isOfThisComputer : isSafe
  return {
    async show(url, signal, options) {
      const endsHere = options?.watchFor === undefined
      if (browser === undefined || !endsHere || !wantsPopup() || !mayPopUp(url)) {
        return system.show(url, signal, options)
      }
      signal.throwIfAborted()
      const profile = await mkdtemp(join(tmpdir(), 'aip-sign-in-'))
      try {
        const size = [520, 720] as const
        const window = await openBrowserWindow({ browser, url, profile, environment, size, asRoot })
        const closed = window.ended.then(() => forget(profile))
        return { closed, close: () => window.close() }
      } catch {
        // A browser that does not start is no end: the system may have another one.
        await forget(profile)
        return system.show(url, signal, options)
      }
    },
  }
}

/** Everything else goes to the system's opener, which refuses what may not be opened. */
function isSafe(address: string): boolean {
  return (
    isOfThisComputer(address) || (URL.parse(address)?.protocol === 'https:' && isPlain(address))
  )
}

function isOfThisComputer(address: string): boolean {
  const { protocol = '', hostname = '' } = URL.parse(address) ?? {}
  const loopback = hostname === '127.0.0.1' || hostname === 'localhost'
  return loopback && ['http:', 'https:'].includes(protocol) && isPlain(address)
}

function isPlain(address: string): boolean {
  const url = URL.parse(address)
  return url?.username === '' && url.password === ''
}

/** The cookies of a sign-in end with it. A browser's last process may still write for a moment. */
async function forget(profile: string): Promise<void> {
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch(
    // What is locked now is in the system's folder for temporary files, which the system empties.
    () => undefined,
  )
}
