/** The newest state of the app, for React to read and to be told about. */
import type { Client, Update } from '#contract/transport.ts'
import { keepSame } from './keep-same.ts'

export type Live = { readonly status: 'waiting' } | Update

export interface LiveState {
  readonly read: () => Live
  readonly subscribe: (listener: () => void) => () => void
}

/** Watches the app from now on, for as long as the window lives. */
export function createLiveState(client: Client): LiveState {
  let live: Live = { status: 'waiting' }
  const listeners = new Set<() => void>()
  client.watch((update) => {
    live = keepSame(live, update)
    for (const listener of listeners) listener()
  })
  return {
    read: () => live,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
