/** The app's side of one verb: tells the terminal how it goes, wants things of it, and gets its answers. */
import { AppError } from '#core/app-error.ts'
import type { Guide } from '#core/guide.ts'
import type { SignInWindow } from '#core/ports.ts'
import { cancelled } from '#core/sign-in/wait-for-reply.ts'
import type { Answer, Line, Wish } from './protocol.ts'

export interface Talk {
  /** An answer of the terminal. One that nothing waits for any more is dropped. */
  answer(id: number, answer: Answer): void
  guideFor(opensBrowser: boolean): Guide
  /** Pages open where the person is: at the terminal, with its `BROWSER`. */
  readonly signInWindow: SignInWindow
}

export function createTalk(write: (line: Line) => void): Talk {
  const waiting = new Map<number, (answer: Answer) => void>()
  let last = 0

  /** Sends a wish; `heard` gets each answer until the returned function, or the signal, ends it. */
  const want = (wish: Wish, signal: AbortSignal, heard: (answer: Answer) => void): (() => void) => {
    const id = (last += 1)
    const end = () => {
      signal.removeEventListener('abort', end)
      if (waiting.delete(id)) write({ type: 'over', id })
    }
    waiting.set(id, heard)
    signal.addEventListener('abort', end, { once: true })
    write({ type: 'wish', id, wish })
    return end
  }

  const ask = (wish: Wish, signal: AbortSignal): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(cancelled(signal.reason))
      const stopped = () => reject(cancelled(signal.reason))
      const end = want(wish, signal, (answer) => {
        signal.removeEventListener('abort', stopped)
        end()
        if (answer.type === 'failed') reject(new AppError(answer.problem))
        else resolve(answer)
      })
      signal.addEventListener('abort', stopped, { once: true })
    })

  return {
    answer: (id, answer) => waiting.get(id)?.(answer),
    guideFor: (opensBrowser) => ({
      opensBrowser,
      tell: (event) => write({ type: 'tell', event }),
      async askClient(request, signal) {
        const answer = await ask({ type: 'ask-client', request }, signal)
        return answer.type === 'client' ? answer.client : undefined
      },
      async confirm(question, text, signal) {
        const answer = await ask({ type: 'confirm', question, text }, signal)
        return answer.type === 'confirmed' && answer.yes
      },
      pasted: (signal) => pasted(want, signal),
    }),
    signInWindow: {
      show: (url, signal, options) =>
        new Promise((resolve, reject) => {
          if (signal.aborted) return reject(cancelled(signal.reason))
          const closed = Promise.withResolvers<void>()
          const wish: Wish = { type: 'show-page', url, plainHttp: options?.plainHttp ?? false }
          const close = want(wish, signal, (answer) => {
            if (answer.type === 'page-shown') resolve({ closed: closed.promise, close })
            if (answer.type === 'page-closed') closed.resolve()
            if (answer.type !== 'failed') return
            close()
            reject(new AppError(answer.problem))
          })
          signal.addEventListener('abort', () => reject(cancelled(signal.reason)), { once: true })
        }),
    },
  }
}

type Want = (wish: Wish, signal: AbortSignal, heard: (answer: Answer) => void) => () => void

async function* pasted(want: Want, signal: AbortSignal): AsyncGenerator<string> {
  if (signal.aborted) return
  const texts: string[] = []
  let wake: () => void = () => undefined
  const woken = () => wake()
  const end = want({ type: 'paste' }, signal, (answer) => {
    if (answer.type === 'pasted') texts.push(answer.text)
    wake()
  })
  signal.addEventListener('abort', woken, { once: true })
  try {
    while (!signal.aborted) {
      const text = texts.shift()
      if (text !== undefined) yield text
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    signal.removeEventListener('abort', woken)
    end()
  }
}
