/** The way to the app in the browser shell: commands by POST, the state as a stream of JSON lines. */
import type { AppState } from '#contract/app-state.ts'
import type { Reply } from '#contract/reply.ts'
import type { Transport, Update } from '#contract/transport.ts'
import { appClosed } from './app-closed.ts'
import { jsonLines } from './json-lines.ts'

/** How often a broken stream is taken up again before the app counts as gone, and the pause between. */
const ATTEMPTS = 4
const PAUSE_MS = 400

/** A transport for one session key; `origin` is that of the page. */
export function loopbackTransport(key: string, origin: string): Transport {
  const headers = { authorization: `Bearer ${key}` }
  return {
    invoke: async (name, input): Promise<Reply> => {
      try {
        const answer = await fetch(`${origin}/command/${encodeURIComponent(name)}`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(input),
        })
        // Whatever the status, a reply is JSON; anything else is not our app.
        return (await answer.json()) as Reply
      } catch (error) {
        return { ok: false, problem: appClosed(String(error)) }
      }
    },
    watch: (listener) => {
      const stop = new AbortController()
      void follow(`${origin}/state`, headers, listener, stop.signal)
      return () => stop.abort()
    },
  }
}

/** Streams states until stopped; a broken line is dialled again, since computers sleep. */
async function follow(
  url: string,
  headers: Record<string, string>,
  listener: (update: Update) => void,
  signal: AbortSignal,
): Promise<void> {
  let why = ''
  for (let attempt = 0; attempt < ATTEMPTS && !signal.aborted; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * attempt))
    try {
      const answer = await fetch(url, { headers, signal })
      if (answer.status === 401 || answer.status === 403) {
        why = 'The session of this window has ended.'
        break
      }
      if (!answer.ok || !answer.body) throw new Error(`HTTP ${answer.status}`)
      for await (const state of jsonLines(answer.body)) {
        attempt = 0
        // The app validated it against the same table.
        listener({ status: 'live', state: state as AppState })
      }
      why = 'The app ended the connection.'
    } catch (error) {
      why = String(error)
    }
  }
  if (!signal.aborted) listener({ status: 'lost', problem: appClosed(why) })
}
