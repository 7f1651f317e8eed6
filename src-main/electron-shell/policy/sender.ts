/** Who may speak on our two channels: the main frame of our own window, nobody else. */
import { isWindowAddress } from './window-address.ts'

/** What is known about the frame a message came from; Electron gives null for one that is gone already. */
export interface SendingFrame {
  readonly url: string
  /** Null in a main frame. */
  readonly parent: unknown
}

/** Electron's security checklist, item 17: validate the sender of all IPC messages. */
export function mayUseChannel(frame: SendingFrame | null): boolean {
  return frame !== null && frame.parent === null && isWindowAddress(frame.url)
}
