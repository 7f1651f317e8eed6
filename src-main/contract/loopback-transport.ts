/** The way to a running app over loopback HTTP, for a window in a browser and for the command line: commands by POST, the state as JSON lines. */
import type { AppState } from './app-state.ts'
import { jsonLines } from './json-lines.ts'
import type { Problem } from './problem.ts'
import type { Reply } from './reply.ts'
import type { Transport, Update } from './transport.ts'

/** How often a broken stream is taken up again before the app counts as gone, and the pause between, which grows. */
const attempts = 4
const pauseMs = 250

/** A transport for one session key at `origin` (`http://127.0.0.1:<port>`). */
export function loopbackTransport(origin: string, key: string): Transport {
  const authorization = `Bearer ${key}`
  return {
    async invoke(name, input) {
      try {
        const answer = await fetch(`${origin}/command/${encodeURIComponent(name)}`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify(input),
          redirect: 'error',
        })
        // Whatever the status, our app answers with a reply; anything else is not our app.
        return (await answer.json()) as Reply
      } catch (error) {
        return { ok: false, problem: appClosed(String(error)) }
      }
    },
    watch(listener) {
      const stop = new AbortController()
      void follow(`${origin}/state`, authorization, listener, stop.signal)
      return () => stop.abort()
    },
  }
}

/** Streams states until stopped. A broken line is dialled again, since computers sleep; a refused key is not tried twice. */
async function follow(
  url: string,
  authorization: string,
  listener: (update: Update) => void,
  signal: AbortSignal,
): Promise<void> {
  let why = 'The app ended the connection.'
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt += 1) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs * attempt))
    try {
      const answer = await fetch(url, { headers: { authorization }, redirect: 'error', signal })
      if (answer.status === 401 || answer.status === 403) {
        const why = 'The app does not know the key of this window.'
        return listener({ status: 'lost', problem: sessionEnded(why) })
      }
      if (!answer.ok || !answer.body) throw new Error(`HTTP ${answer.status}`)
      for await (const state of jsonLines(answer.body)) {
        if (signal.aborted) return
        attempt = 0
        // The app validated it against the same table.
        listener({ status: 'live', state: state as AppState })
      }
    } catch (error) {
      why = String(error)
    }
  }
  if (!signal.aborted) listener({ status: 'lost', problem: appClosed(why) })
}

/** What a window says when nobody answers behind it any more; `why` is the fact for a ticket. */
export function appClosed(why: string): Problem {
  return {
    code: 'app-closed',
    step: 'internal',
    whoseTurn: 'you',
    message: 'This window has lost the app behind it.',
    next: 'Open the window again with aip open; nothing stored is lost.',
    details: { reason: why },
  }
}

/** What a page says that nobody has let in, or not any more; the app behind it may well run. `why` is the fact for a ticket. */
export function sessionEnded(why: string): Problem {
  return {
    code: 'session-ended',
    step: 'internal',
    whoseTurn: 'you',
    message: 'This page has no session with the app.',
    next: 'Open the window again with aip open.',
    details: { reason: why },
  }
}
