/** The terminal's side of one verb that a running app does: sends it, fulfils what the app wants here, and gives what came of it. */
import { Readable } from 'node:stream'
import { askLoopback, postToLoopback } from '#adapters/loopback-post.ts'
import type { RunningApp } from '#adapters/running-app.ts'
import { jsonLines } from '#contract/json-lines.ts'
import type { Problem } from '#contract/problem.ts'
import { AppError, appError, isProblem } from '#core/app-error.ts'
import type { Guide } from '#core/guide.ts'
import type { SignInWindow } from '#core/ports.ts'
import type { Answer, Line, VerbInput, VerbName, VerbOutputs, Wish } from './protocol.ts'

/** What the terminal lends the app while a verb runs. */
export interface Terminal {
  readonly guide: Guide
  readonly signInWindow: SignInWindow
}

/** Throws the problem the app answered with, and `app-closed` when it ended or refused. Without a terminal nothing is asked and shown. */
export async function runThere<Name extends VerbName>(
  app: RunningApp,
  verb: Name,
  input: VerbInput<Name>,
  signal: AbortSignal,
  terminal?: Terminal,
): Promise<VerbOutputs[Name]> {
  const wishes = new Map<number, AbortController>()
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined)
  const over = new AbortController()
  const stop = AbortSignal.any([signal, over.signal])
  try {
    const lines = await linesOf(app, verb, input, stop)
    let talk = ''
    const fulfil = (id: number, wish: Wish) => {
      if (!terminal) return
      const ended = new AbortController()
      wishes.set(id, ended)
      const answer = async (each: Answer) => {
        const body = { talk, id, answer: each }
        await askLoopback({ ...wayTo(app), path: '/answer', body, signal: stop })
      }
      const wanted = AbortSignal.any([ended.signal, stop])
      fulfilled(wish, terminal, wanted, answer).catch((error: unknown) => {
        // The app decides what a problem here means for the verb; anything else is a mistake at this end.
        if (ended.signal.aborted || stop.aborted) return
        if (!isProblem(error)) return failed.reject(error)
        answer({ type: 'failed', problem: error.problem }).catch(failed.reject)
      })
    }
    const read = async (): Promise<VerbOutputs[Name]> => {
      for await (const each of lines) {
        // An app that has shown that it knows the key of our file.
        const line = each as Line
        if (line.type === 'begun') talk = line.talk
        if (line.type === 'tell') terminal?.guide.tell(line.event)
        if (line.type === 'wish') fulfil(line.id, line.wish)
        if (line.type === 'over') wishes.get(line.id)?.abort()
        if (line.type !== 'reply') continue
        if (!line.reply.ok) throw new AppError(line.reply.problem)
        return line.reply.value as VerbOutputs[Name]
      }
      throw appEnded('It ended before it had answered.')
    }
    return await Promise.race([read(), failed.promise])
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (isProblem(error)) throw error
    throw isNodeError(error) ? appEnded(error.code) : error
  } finally {
    over.abort()
  }
}

async function fulfilled(
  wish: Wish,
  { guide, signInWindow }: Terminal,
  signal: AbortSignal,
  answer: (answer: Answer) => Promise<void>,
): Promise<void> {
  switch (wish.type) {
    case 'ask-client': {
      const client = await guide.askClient(wish.request, signal)
      return answer({ type: 'client', ...(client && { client }) })
    }
    case 'confirm': {
      const yes = await guide.confirm(wish.question, wish.text, signal)
      return answer({ type: 'confirmed', yes })
    }
    case 'paste':
      for await (const text of guide.pasted(signal)) await answer({ type: 'pasted', text })
      return
    case 'show-page': {
      const { url, plainHttp } = wish
      const page = await signInWindow.show(url, signal, { plainHttp })
      signal.addEventListener('abort', () => page.close(), { once: true })
      await answer({ type: 'page-shown' })
      await page.closed
      if (!signal.aborted) await answer({ type: 'page-closed' })
    }
  }
}

async function linesOf(
  app: RunningApp,
  verb: string,
  input: unknown,
  signal: AbortSignal,
): Promise<AsyncGenerator<unknown>> {
  const path = `/verb/${verb}`
  const answer = await postToLoopback({ ...wayTo(app), path, body: input, signal })
  // Node's own type of the same stream.
  const body = jsonLines(Readable.toWeb(answer) as unknown as Parameters<typeof jsonLines>[0])
  if (answer.statusCode === 200) return body
  const { value } = await body.next()
  const said = (value as { problem?: Problem } | undefined)?.problem?.message
  throw appEnded(`It refused: ${answer.statusCode} ${said ?? ''}`.trim())
}

function wayTo({ port, key }: RunningApp) {
  return { port, key }
}

function appEnded(why: string): AppError {
  return appError('app-closed', {
    step: 'internal',
    whoseTurn: 'you',
    message: 'The app that was doing this has ended or refused to go on.',
    next: 'Look at what was done (aip list), and run the command again: without the app it does the work itself.',
    details: { reason: why },
  })
}

function isNodeError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}
