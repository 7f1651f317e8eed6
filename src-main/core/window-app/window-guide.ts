/** The guide of a journey whose person is at a window: what it tells becomes state, and commands bring the answers. */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { ClientForm, Phase } from '#contract/journey.ts'
import type { ClientAnswer, ClientRequest, Guide } from '#core/guide.ts'
import { callbackAddresses } from '#core/registration/callback-addresses.ts'
import type { JourneyChange } from './journey-reducer.ts'
import { asSentence } from '#core/say.ts'

export interface WindowGuide extends Guide {
  /** Answers the question that waits; false when it is another one by now, or none. */
  answer(questionId: string, yes: boolean): boolean
  /** Undefined: the person turned away. */
  giveClient(questionId: string, client: ClientAnswer | undefined): boolean
  paste(text: string): void
  /** What the client form that waits was made of. */
  clientRequest(questionId: string): ClientRequest | undefined
}

export interface WindowGuideParts {
  readonly opensBrowser: boolean
  readonly patienceMs: number
  readonly now: () => number
  readonly newId: () => string
  readonly phase: () => Phase
  readonly change: (change: JourneyChange) => void
  /** Callback of the AI platform; empty: none is set. */
  readonly platformCallback: () => string
}

interface Waiting {
  readonly questionId: string
  readonly request?: ClientRequest
  readonly settle: (answer: boolean | ClientAnswer | undefined) => void
}

export function createWindowGuide(parts: WindowGuideParts): WindowGuide {
  const { opensBrowser, patienceMs, now, newId, phase, change } = parts
  let waiting: Waiting | undefined
  const pastes = createQueue()

  /** Shows the question and waits for its answer; an abort takes the question back. */
  const ask = (
    show: (questionId: string) => JourneyChange,
    signal: AbortSignal,
    request?: ClientRequest,
  ): Promise<boolean | ClientAnswer | undefined> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const questionId = newId()
      const before = phase()
      const end = () => {
        waiting = undefined
        signal.removeEventListener('abort', abort)
        change({ type: 'answered', before })
      }
      const abort = () => {
        end()
        reject(signal.reason)
      }
      signal.addEventListener('abort', abort, { once: true })
      const settle = (answer: boolean | ClientAnswer | undefined) => {
        end()
        resolve(answer)
      }
      waiting = { questionId, settle, ...(request && { request }) }
      change(show(questionId))
    })

  const settle = (questionId: string, answer: boolean | ClientAnswer | undefined): boolean => {
    const fits =
      waiting?.questionId === questionId &&
      (typeof answer === 'boolean') === (waiting.request === undefined)
    if (fits) waiting?.settle(answer)
    return fits
  }

  return {
    opensBrowser,
    tell: (event) => change({ type: 'told', event, deadline: now() + patienceMs, opensBrowser }),
    askClient: async (request, signal) => {
      const platformCallback = parts.platformCallback()
      const form = { ...formOf(request), ...(platformCallback !== '' && { platformCallback }) }
      const shown = (questionId: string) => ({ type: 'client-asked', questionId, form }) as const
      const answer = await ask(shown, signal, request)
      return typeof answer === 'object' ? answer : undefined
    },
    confirm: async (question, text, signal) => {
      const shown = (questionId: string) =>
        ({ type: 'asked', questionId, question, text: asSentence(text) }) as const
      return (await ask(shown, signal)) === true
    },
    pasted: (signal) => pastes.read(signal),
    answer: settle,
    giveClient: settle,
    paste: (text) => pastes.add(text),
    clientRequest: (questionId) =>
      waiting?.questionId === questionId ? waiting.request : undefined,
  }
}

function formOf(request: ClientRequest): ClientForm {
  const { issuer, why, callbackUrls, spelling, scopes, authMethod, recipe } = request
  return {
    issuer,
    why: asSentence(why),
    spelling,
    callbackUrls: {
      '127.0.0.1': inSpelling(callbackUrls, '127.0.0.1'),
      localhost: inSpelling(callbackUrls, 'localhost'),
    },
    scopes: [...scopes],
    authMethod,
    secret: authMethod === 'none' ? 'optional' : 'needed',
    ...(recipe && { recipe: { ...recipe, steps: [...recipe.steps] } }),
  }
}

function inSpelling(urls: readonly string[], spelling: LoopbackSpelling): string[] {
  const ports = urls.map((url) => Number(new URL(url).port))
  return callbackAddresses(spelling, ports)
}

/** Texts that wait for their reader; what comes before anybody reads is kept, the newest ten. */
function createQueue() {
  const texts: string[] = []
  let wake: () => void = () => undefined
  return {
    add(text: string) {
      texts.push(text)
      texts.splice(0, texts.length - 10)
      wake()
    },
    async *read(signal: AbortSignal): AsyncGenerator<string> {
      while (!signal.aborted) {
        const text = texts.shift()
        if (text !== undefined) {
          yield text
          continue
        }
        await new Promise<void>((resolve) => {
          wake = resolve
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      }
    },
  }
}
