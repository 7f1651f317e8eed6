/** Where this program keeps its files on each operating system. */
import { chmodSync, statSync } from 'node:fs'
import { posix, win32 } from 'node:path'
import { appError } from '#core/app-error.ts'
import { makeFolder } from './make-folder.ts'

export interface PathOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  /** The person's home folder. */
  readonly home: string
  readonly workingFolder: string
}

/** The data folder: `AIP_HOME`, else the place the system has for it. Creates nothing. */
export function dataFolder({ environment, platform, home, workingFolder }: PathOptions): string {
  const path = platform === 'win32' ? win32 : posix
  const chosen = environment['AIP_HOME']?.trim()
  if (chosen) return path.resolve(workingFolder, chosen)
  if (platform === 'win32') {
    return path.join(
      environment['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'),
      'AIP Desktop',
    )
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'AIP Desktop')
  const shared = environment['XDG_DATA_HOME'] ?? ''
  // The XDG specification says to ignore relative paths.
  const base = path.isAbsolute(shared) ? shared : path.join(home, '.local', 'share')
  return path.join(base, 'aip-desktop')
}

/** Makes sure the folder exists and that only this user may look into it (0700). */
export function ensurePrivateFolder(folder: string): void {
  try {
    makeFolder(folder)
    const found = statSync(folder)
    const mine = process.getuid === undefined || found.uid === process.getuid()
    if (mine && process.platform !== 'win32' && (found.mode & 0o077) !== 0) chmodSync(folder, 0o700)
  } catch (error) {
    throw appError('store-unwritable', {
      step: 'store',
      whoseTurn: 'you',
      message: `The folder ${folder} could not be made ready for use.`,
      next: 'Check its permissions and the space on the disk, or set AIP_HOME to another folder.',
      details: { folder },
      cause: error,
    })
  }
}
