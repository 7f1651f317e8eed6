/** The window's end of the channel. Only values cross it; Electron's objects stay behind. */
import type { IpcRenderer } from 'electron'
import type { Reply } from '#contract/reply.ts'
import type { Transport, Update } from '#contract/transport.ts'
import { channels } from './channels.ts'

/** One subscription for all listeners of a page; the newest update is kept for those that come later. */
export function createWindowTransport(
  ipcRenderer: Pick<IpcRenderer, 'invoke' | 'on' | 'send'>,
): Transport {
  const listeners = new Set<(update: Update) => void>()
  const newest: { update?: Update } = {}
  const subscribe = () => {
    ipcRenderer.on(channels.watch, (_event, update: Update) => {
      newest.update = update
      for (const listener of listeners) listener(update)
    })
    ipcRenderer.send(channels.watch)
  }
  const state = { subscribed: false }
  return {
    invoke: async (name, input) => {
      try {
        return (await ipcRenderer.invoke(channels.invoke, name, input)) as Reply
      } catch {
        // The other side answers with problems; only an app that is ending throws.
        return { ok: false, problem: appClosed }
      }
    },
    watch(listener) {
      const own = (update: Update) => listener(update)
      listeners.add(own)
      if (newest.update) own(newest.update)
      if (!state.subscribed) {
        state.subscribed = true
        subscribe()
      }
      return () => void listeners.delete(own)
    },
  }
}

const appClosed = {
  code: 'app-closed',
  step: 'internal',
  whoseTurn: 'you',
  message: 'AIP Desktop has ended.',
  next: 'Start it again.',
} as const
