/** Checks a server in a test, with a tester who agrees to everything and signs in by itself. */
import { createCallback } from '#adapters/callback.ts'
import { createClock } from '#adapters/clock.ts'
import { createRandom } from '#adapters/random.ts'
import type { ServerReport } from '#contract/server-report.ts'
import { checkServer } from '#core/check-server/check-server.ts'
import type { CheckServerOptions } from '#core/check-server/options.ts'
import type { Http } from '#core/ports.ts'
import { approveLikeAPerson } from '../../../src-main/sample-servers/approve-like-a-person.ts'
import { plainHttp } from '../discovery/plain-http.ts'

export function reportOn(
  url: string,
  options: Partial<CheckServerOptions> = {},
  tester: { readonly http?: Http; readonly asked?: string[] } = {},
): Promise<ServerReport> {
  const deps = {
    http: tester.http ?? plainHttp(),
    clock: createClock(),
    random: createRandom(),
    callback: createCallback(),
    version: '1.2.3',
    signInWindow: {
      show: (page: string, signal: AbortSignal) => {
        // The page is walked through while the sign-in waits for it, as with a real browser.
        void approveLikeAPerson(page, {}, signal).catch(() => undefined)
        return Promise.resolve({
          closed: new Promise<void>(() => undefined),
          close: () => undefined,
        })
      },
    },
    guide: {
      opensBrowser: true,
      tell: () => undefined,
      askClient: () => Promise.resolve(undefined),
      confirm: (question: string) => {
        tester.asked?.push(question)
        return Promise.resolve(true)
      },
      // oxlint-disable-next-line require-yield -- nobody pastes anything
      pasted: async function* () {
        await Promise.resolve()
      },
    },
  }
  return checkServer(url, deps, {
    signal: new AbortController().signal,
    mayRegister: () => Promise.resolve(true),
    signIn: false,
    patienceMs: 10_000,
    ...options,
  })
}

/** `fail id` and `warn id`, sorted. */
export function complaintsOf({ results }: ServerReport): string[] {
  return results
    .filter(({ status }) => status === 'fail' || status === 'warn')
    .map(({ status, id }) => `${status} ${id}`)
    .sort()
}

export function statusOf({ results }: ServerReport, id: string): string {
  const found = results.find((each) => each.id === id)
  if (!found) throw new Error(`there is no rule ${id}`)
  return found.status
}
