/** The ports of a journey for tests of the core: this machine's own adapters, a person who answers by script, and a scripted browser. */
import { createCallback } from '#adapters/callback.ts'
import { createHttp } from '#adapters/http/http.ts'
import { createClock } from '#adapters/clock.ts'
import { createRandom } from '#adapters/random.ts'
import { openDatabase } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { createSessionVault } from '#adapters/vault/session-vault.ts'
import { AppError } from '#core/app-error.ts'
import type { ClientAnswer, ClientRequest, Guide, JourneyEvent, Question } from '#core/guide.ts'
import type { Callback, Clock, Http, SignInWindow } from '#core/ports.ts'
import type { SignInDeps } from '#core/sign-in/deps.ts'
import type { Problem } from '#contract/problem.ts'
import { onTestFinished } from 'vitest'
import { freePort } from '../servers/start-process.ts'
import { privateFolder, silent } from '../adapters/store/private-folder.ts'
import { inEnglish } from '#core/say.ts'

export interface Script {
  /** What the person types when asked for a client; undefined: they turn away. */
  readonly client?: ClientAnswer
  /** The answer to every question. */
  readonly says?: boolean
  readonly opensBrowser?: boolean
  /** What the person pastes, after the sign-in page was shown. */
  readonly pastes?: (shown: Extract<JourneyEvent, { type: 'sign-in-waiting' }>) => string[]
  /** What their browser does with the address; follows redirects when left out. */
  readonly browser?: (url: string) => unknown
  /** Another way out than this machine's. */
  readonly http?: Http
  readonly callback?: Callback
}

export interface Journey extends SignInDeps {
  readonly clock: Clock & { advance(ms: number): void }
  readonly told: JourneyEvent[]
  readonly requests: ClientRequest[]
  readonly questions: { readonly question: Question; readonly text: string }[]
  /** Addresses the browser was opened with. */
  readonly opened: string[]
}

/** Everything closes when the test ends. */
export async function journey(script: Script = {}): Promise<Journey> {
  const database = await openDatabase(privateFolder())
  const http = createHttp({ environment: {}, log: silent, version: 'test' })
  onTestFinished(async () => {
    await http.close()
    database.close()
  })
  const told: JourneyEvent[] = []
  const requests: ClientRequest[] = []
  const questions: Journey['questions'] = []
  const opened: string[] = []
  const browser = script.browser ?? browse
  const signInWindow: SignInWindow = {
    show: (url) => {
      opened.push(url)
      // A browser lives its own life: what goes wrong there shows as a reply that never comes.
      void Promise.resolve(browser(url)).catch(() => undefined)
      return Promise.resolve({ closed: new Promise(() => undefined), close: () => undefined })
    },
  }
  const guide: Guide = {
    opensBrowser: script.opensBrowser ?? true,
    tell: (event) => void told.push(event),
    askClient: (request) => {
      requests.push(request)
      return Promise.resolve(script.client)
    },
    confirm: (question, text) => {
      questions.push({ question, text: inEnglish(text) })
      return Promise.resolve(script.says ?? true)
    },
    async *pasted() {
      // The page is shown in the same turn in which pasting begins.
      await Promise.resolve()
      const shown = told.findLast((each) => each.type === 'sign-in-waiting')
      if (shown) yield* script.pastes?.(shown) ?? []
    },
  }
  return {
    http: script.http ?? http,
    vault: createSessionVault(),
    store: createStore(database),
    clock: movableClock(),
    random: createRandom(),
    callback: script.callback ?? createCallback(),
    signInWindow,
    guide,
    told,
    requests,
    questions,
    opened,
  }
}

/** Waits pass twenty times as fast as promised to people, so that ten minutes are still longer than any test. */
function movableClock(): Journey['clock'] {
  const clock = createClock()
  let ahead = 0
  const wait: typeof clock.wait = (ms, signal) => clock.wait(ms / 20, signal)
  return { wait, now: () => Date.now() + ahead, advance: (ms) => void (ahead += ms) }
}

/** A browser that is signed in already: goes where it is sent, and says where it ended. */
export async function browse(url: string): Promise<string> {
  let next = url
  for (let step = 0; step < 10; step += 1) {
    const response = await fetch(next, { redirect: 'manual', headers: { connection: 'close' } })
    await response.body?.cancel()
    const location = response.headers.get('location')
    if (location === null) return next
    next = new URL(location, next).href
  }
  throw new Error(`no end after ${next}`)
}

/** Options every sign-in of these tests starts from; the callback port is nobody else's. */
export async function options() {
  const { signal } = new AbortController()
  return { signal, reach: { zone: 'loopback' }, ports: [await freePort()] } as const
}

/** The same for a registration by itself. */
export async function registrationOptions() {
  return { ...(await options()), scopes: [] } as const
}

/** The problem `work` ends in; fails when it succeeds or ends in anything else. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const outcome: unknown = await work.then(
    (value) => new Error('it succeeded', { cause: value }),
    (reason: unknown) => reason,
  )
  if (outcome instanceof AppError) return outcome.problem
  throw outcome
}
