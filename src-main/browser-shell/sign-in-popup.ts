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
}

/** It is a real browser, so that providers who refuse embedded ones accept it (R31). */
export function createSignInPopup(parts: SignInPopupParts): SignInWindow {
  const { system, browser, environment, wantsPopup } = parts
  return {
    async show(url, signal, options) {
      if (browser === undefined || !wantsPopup() || !mayPopUp(url)) {
        return system.show(url, signal, options)
      }
      signal.throwIfAborted()
      const profile = await mkdtemp(join(tmpdir(), 'aip-sign-in-'))
      try {
        const size = [520, 720] as const
        const window = await openBrowserWindow({ browser, url, profile, environment, size })
        const closed = window.ended.then(() => forget(profile))
        return { closed, close: () => window.close() }
      } catch {
        // A browser that does not start is no end: the system may have another one.
        await forget(profile)
        return system.show(url, signal)
      }
    },
  }
}

/** Everything else goes to the system's opener, which refuses what may not be opened. */
function mayPopUp(address: string): boolean {
  const url = URL.parse(address)
  const loopback = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost'
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)
  return safe && url.username === '' && url.password === ''
}

/** The cookies of a sign-in end with it. A browser's last process may still write for a moment. */
async function forget(profile: string): Promise<void> {
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch(
    // What is locked now is in the system's folder for temporary files, which the system empties.
    () => undefined,
  )
}
