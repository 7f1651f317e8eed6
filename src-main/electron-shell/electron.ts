/** The parts of Electron the shell is made of. `main.ts` loads the real ones; tests give their own. */
import type * as electron from 'electron'

export type Electron = Pick<
  typeof electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'nativeTheme'
  | 'Notification'
  | 'powerMonitor'
  | 'protocol'
  | 'session'
  | 'Tray'
  | 'utilityProcess'
>
