/** Shows a notification of the system; a click on it is the person's own wish to see the window. */
import type { Electron } from './electron.ts'

export interface Notice {
  readonly title: string
  readonly body: string
}

export function tell(
  { Notification }: Pick<Electron, 'Notification'>,
  notice: Notice,
  clicked: () => void,
): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ ...notice, silent: true })
  notification.on('click', clicked)
  notification.show()
}
