/** The tray icon: shows the state, opens the window, pauses the tunnel, quits. */
import type { Tray } from 'electron'
import type { AppState } from '#contract/app-state.ts'
import type { Electron } from './electron.ts'
import type { Texts } from './policy/texts.ts'
import { trayModel } from './policy/tray-menu.ts'
import type { TrayAction, TrayModel } from './policy/tray-menu.ts'

export interface ShellTray {
  update(state: AppState, texts: Texts): void
  close(): void
}

/** Undefined where the system has no place for one. */
export function createTray(
  { Tray, Menu }: Pick<Electron, 'Tray' | 'Menu'>,
  icon: string,
  act: (action: TrayAction) => void,
): ShellTray | undefined {
  const tray = trayIfPossible(Tray, icon)
  if (tray === undefined) return undefined
  const shown: { model?: string } = {}
  tray.on('click', () => act('open'))
  return {
    update(state, texts) {
      const model = trayModel(state, texts)
      const fingerprint = JSON.stringify(model)
      // A menu that is replaced while it is open closes under the person's hand.
      if (fingerprint === shown.model) return
      shown.model = fingerprint
      tray.setToolTip(model.tooltip)
      tray.setContextMenu(Menu.buildFromTemplate(templateOf(model, act)))
    },
    close: () => tray.destroy(),
  }
}

function templateOf(model: TrayModel, act: (action: TrayAction) => void) {
  return model.items.map((item) => {
    switch (item.kind) {
      case 'separator':
        return { type: 'separator' as const }
      case 'note':
        return { label: item.label, enabled: false }
      case 'action':
        return { label: item.label, click: () => act(item.action) }
    }
  })
}

function trayIfPossible(TrayOfElectron: Electron['Tray'], icon: string): Tray | undefined {
  try {
    return new TrayOfElectron(icon)
  } catch {
    // A desktop without a tray is normal; closing the window then quits.
    return undefined
  }
}
