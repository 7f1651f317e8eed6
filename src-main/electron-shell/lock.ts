/** One app per data folder: a second start hands its link to the first and ends. */
import type { Electron } from './electron.ts'
import { linkInArguments } from './policy/deep-link.ts'

/** False: another app of this data folder runs, and this one has to end. `onSecond` gets the link a later start was given. */
export function takeLock(
  { app }: Pick<Electron, 'app'>,
  onSecond: (link: string | undefined) => void,
): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', (_event, argv) => onSecond(linkInArguments(argv)))
  return true
}
