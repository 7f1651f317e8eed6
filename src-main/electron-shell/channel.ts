/** The line between app and window: one channel for commands, one for the state; only our own window is heard. */
import type { IpcMain, WebContents } from 'electron'
import type { Reply } from '#contract/reply.ts'
import type { Transport } from '#contract/transport.ts'
import { appError } from '#core/app-error.ts'
import { channels } from './channels.ts'
import { mayUseChannel } from './policy/sender.ts'

/** Serves every window that asks. `close` ends what goes out and refuses what comes in. */
export function serveChannel(
  ipcMain: Pick<IpcMain, 'handle' | 'on' | 'removeHandler' | 'removeAllListeners'>,
  transport: Transport,
): { close(): void } {
  const watching = new Map<WebContents, () => void>()
  const forget = (contents: WebContents) => {
    watching.get(contents)?.()
    watching.delete(contents)
  }

  ipcMain.handle(channels.invoke, async (event, name: unknown, input: unknown) => {
    if (!mayUseChannel(event.senderFrame)) return refused()
    // `dispatch` behind the transport knows names and checks inputs.
    return transport.invoke(typeof name === 'string' ? name : '', input)
  })
  ipcMain.on(channels.watch, (event) => {
    const { sender } = event
    if (!mayUseChannel(event.senderFrame)) return
    // A page that was loaded again asks again.
    if (!watching.has(sender)) sender.once('destroyed', () => forget(sender))
    watching.get(sender)?.()
    watching.set(
      sender,
      transport.watch((update) => {
        if (!sender.isDestroyed()) sender.send(channels.watch, update)
      }),
    )
  })

  return {
    close() {
      ipcMain.removeHandler(channels.invoke)
      ipcMain.removeAllListeners(channels.watch)
      for (const contents of watching.keys()) forget(contents)
    },
  }
}

function refused(): Reply {
  const { problem } = appError('not-supported', {
    step: 'internal',
    whoseTurn: 'aip',
    message: 'Only the window of AIP Desktop may do this.',
    next: 'Open AIP Desktop and do it there.',
  })
  return { ok: false, problem }
}
