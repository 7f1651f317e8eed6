/** The menu of the app: macOS needs one for its shortcuts, elsewhere there is none. Never Electron's own, which has developer tools in it. */
import type { Electron } from './electron.ts'

export function setAppMenu({ Menu }: Pick<Electron, 'Menu'>, platform: NodeJS.Platform): void {
  Menu.setApplicationMenu(
    platform === 'darwin'
      ? Menu.buildFromTemplate([{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }])
      : null,
  )
}
