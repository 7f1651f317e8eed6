/** Puts together what checking a server needs: the network and a browser, but no saved data and no keychain. */
import { createCallback } from '#adapters/callback.ts'
import { createClock } from '#adapters/clock.ts'
import { createHttp } from '#adapters/http/http.ts'
import { createLog } from '#adapters/log.ts'
import { createRandom } from '#adapters/random.ts'
import { createSignInWindow } from '#adapters/sign-in-window.ts'
import type { CheckServerDeps } from '#core/check-server/options.ts'
import type { Guide } from '#core/guide.ts'
import type { VerbContext } from './verb.ts'
import { version } from './version.ts'

export interface ComposedCheck {
  readonly deps: CheckServerDeps
  close(): Promise<void>
}

export function composeCheckServer({ host }: VerbContext, guide: Guide): ComposedCheck {
  const environment = host.env
  const level = environment['AIP_DEBUG'] === '1' ? 'debug' : 'silent'
  const http = createHttp({
    environment,
    log: createLog({ level, format: 'text', now: Date.now }),
    version,
  })
  return {
    deps: {
      http,
      guide,
      version,
      clock: createClock(),
      random: createRandom(),
      callback: createCallback(),
      signInWindow: createSignInWindow({ environment, platform: host.platform }),
    },
    close: () => http.close(),
  }
}
