/** Makes a folder and those above it, one by one: Node's own recursion never ends on file systems that answer "no such file" to a new folder (/proc). */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** Folders that exist keep their mode. Throws what the file system throws. */
export function makeFolder(folder: string, mode = 0o700): void {
  if (existsSync(folder)) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolder(parent, mode)
  try {
    mkdirSync(folder, { mode })
  } catch (error) {
    // Another process was faster.
    if (!existsSync(folder)) throw error
  }
}
