/** The menus of a sign-in popup: another browser is always one click away. */
import type { Menu, MenuItemConstructorOptions, WebContents } from 'electron'
import type { Electron } from './electron.ts'
import type { Texts } from './policy/texts.ts'

export interface PopupActions {
  readonly openInBrowser: () => void
  readonly close: () => void
}

/** The menu bar on Windows and Linux; macOS has the context menu. */
export function popupMenu(
  MenuOfElectron: Electron['Menu'],
  contents: WebContents,
  actions: PopupActions,
  texts: Texts,
): Menu {
  return MenuOfElectron.buildFromTemplate([
    { label: texts.openInBrowser, accelerator: 'CmdOrCtrl+B', click: actions.openInBrowser },
    {
      label: texts.signInMenu,
      submenu: [
        { label: texts.reloadPage, accelerator: 'CmdOrCtrl+R', click: () => contents.reload() },
        { label: texts.closeWindow, accelerator: 'CmdOrCtrl+W', click: actions.close },
      ],
    },
    ...editing,
  ])
}

export function popupContextMenu(
  MenuOfElectron: Electron['Menu'],
  contents: WebContents,
  actions: PopupActions,
  texts: Texts,
): Menu {
  return MenuOfElectron.buildFromTemplate([
    { label: texts.openInBrowser, click: actions.openInBrowser },
    { type: 'separator' },
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { type: 'separator' },
    { label: texts.reloadPage, click: () => contents.reload() },
    { label: texts.closeWindow, click: actions.close },
  ])
}

/** Passwords are pasted: the shortcuts need a menu behind them. */
const editing: readonly MenuItemConstructorOptions[] = [{ role: 'editMenu' }]
