/** The browser's profile behind a window of ours, made so that the browser keeps nothing that is typed there. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A client secret or a tunnel key looks like a password to a browser, which would keep it in a file of its own. */
const keepsNothing = {
  credentials_enable_service: false,
  credentials_enable_autosignin: false,
  autofill: { profile_enabled: false, credit_card_enabled: false },
}

/** Makes the folder and the browser's preferences in it. A browser that runs already has read them, and writes its own again. */
export function prepareProfile(folder: string): void {
  const file = join(folder, 'Default', 'Preferences')
  mkdirSync(join(folder, 'Default'), { recursive: true, mode: 0o700 })
  const known = readPreferences(file)
  if (known['credentials_enable_service'] === false) return
  const fresh = `${file}.aip`
  writeFileSync(fresh, JSON.stringify({ ...known, ...keepsNothing }), { mode: 0o600 })
  // Whole or not at all: a browser that starts at this moment reads no half of it.
  renameSync(fresh, file)
}

function readPreferences(file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // None yet, or broken: the browser would begin with its own as well.
    return {}
  }
}
