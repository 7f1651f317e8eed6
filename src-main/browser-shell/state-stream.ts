/** Streams the app state to one window: the newest state as fast as the window takes it, older ones are left out. */
import type { ServerResponse } from 'node:http'
import type { AppState } from '#contract/app-state.ts'
import { beginLines } from '../program-door/answers.ts'

/** An empty line so often shows both sides that the line still holds. */
const keepAliveMs = 15_000

/** Streams until the window or the app ends it; `ended` is called once. */
export function streamState(
  response: ServerResponse,
  watch: (listener: (state: AppState) => void) => () => void,
  ended: () => void,
): void {
  beginLines(response)
  let waiting: AppState | undefined
  let blocked = false
  const write = (state: AppState) => {
    blocked = !response.write(`${JSON.stringify(state)}\n`)
  }
  response.on('drain', () => {
    blocked = false
    const newest = waiting
    waiting = undefined
    if (newest) write(newest)
  })
  const unwatch = watch((state) => {
    if (blocked) waiting = state
    else write(state)
  })
  const keepAlive = setInterval(() => {
    if (!blocked) blocked = !response.write('\n')
  }, keepAliveMs)
  keepAlive.unref()
  response.once('close', () => {
    clearInterval(keepAlive)
    unwatch()
    ended()
  })
}
