/** Where a sign-in page is shown: in a popup, or in the person's own browser when they or the page want it so (R31). */
import { randomUUID } from 'node:crypto'
import { openableAddress } from '#adapters/sign-in-window.ts'
import type { Preferences } from '#contract/preferences.ts'
import type { Log, SignInWindow } from '#core/ports.ts'
import type { Lockdown } from './lockdown.ts'
import { refusesEmbedded } from './policy/embedded-refusals.ts'
import { popupProxy } from './policy/popup-proxy.ts'
import type { Texts } from './policy/texts.ts'
import { openSignInPopup } from './sign-in-popup.ts'
import type { PopupElectron } from './sign-in-popup.ts'

export interface SignInParts {
  readonly lockdown: Lockdown
  readonly systemBrowser: SignInWindow
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly preferences: () => Preferences
  readonly texts: () => Texts
  /** Takes an answer that arrived in a popup. */
  readonly deliver: (reply: URLSearchParams) => void
  readonly log: Log
}

/** Throws `unsafe-authorization-address` for what is neither https nor loopback; opens nothing then. */
export function createShellSignIn(electron: PopupElectron, parts: SignInParts): SignInWindow {
  const { systemBrowser, log } = parts
  return {
    async show(address, signal, options) {
      signal.throwIfAborted()
      const url = openableAddress(address, options?.plainHttp)
      const preferences = parts.preferences()
      const plain = new URL(url).protocol === 'http:' && options?.plainHttp === true
      if (plain || preferences.signInWith === 'system-browser' || refusesEmbedded(new URL(url))) {
        return systemBrowser.show(url, signal, options)
      }
      const popup = await openSignInPopup(electron, parts.lockdown, {
        page: { signInUrl: url, platformCallback: options?.watchFor },
        proxy: popupProxy(preferences.proxy, parts.environment),
        texts: parts.texts(),
        platform: parts.platform,
        partition: `sign-in-${randomUUID()}`,
        handOver: () => {
          // The waiting screen still shows the link when no browser could be started.
          systemBrowser.show(url, signal).catch((error: unknown) => {
            log.write('warn', 'the sign-in could not be handed over', { reason: String(error) })
          })
        },
        reply: parts.deliver,
      })
      signal.addEventListener('abort', () => popup.close(), { once: true })
      if (signal.aborted) popup.close()
      return popup
    },
  }
}
