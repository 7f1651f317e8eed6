/** Switches the start with the session on and off. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Electron } from './electron.ts'
import { autostartEntry, hiddenArgument } from './policy/start-at-login.ts'

export interface LoginPlace {
  readonly platform: NodeJS.Platform
  /** The person's home folder. */
  readonly home: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The program to start. */
  readonly program: string
}

/** Electron knows no Linux here, so the entry is written as the desktops read it. */
export function setStartAtLogin(
  { app }: Pick<Electron, 'app'>,
  place: LoginPlace,
  on: boolean,
): void {
  if (place.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: on, args: [hiddenArgument] })
    return
  }
  const file = autostartFile(place)
  if (!on) return rmSync(file, { force: true })
  mkdirSync(dirname(file), { recursive: true })
  // An AppImage runs from a mount that is gone next time; its own file is in the environment.
  writeFileSync(file, autostartEntry(place.environment['APPIMAGE'] ?? place.program))
}

function autostartFile({ home, environment }: LoginPlace): string {
  const base = environment['XDG_CONFIG_HOME'] || join(home, '.config')
  return join(base, 'autostart', 'aip-desktop.desktop')
}
