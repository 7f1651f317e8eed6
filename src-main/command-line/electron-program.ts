/** Finds an Electron installed beside this program and runs the window in it. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export interface ElectronProgram {
  /** Electron's binary. */
  readonly file: string
  /** The folder of the app it runs. */
  readonly app: string
}

export interface ElectronSearch {
  /** Address of a module inside the program, where the search begins. */
  readonly from: string
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Undefined on Windows. */
  readonly userId: number | undefined
}

/** Undefined where there is none, where there is no screen, and for root, for whom Electron has no sandbox. */
export function findElectron(search: ElectronSearch): ElectronProgram | undefined {
  const { platform, environment, userId } = search
  const screen =
    platform !== 'linux' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
  if (!screen || userId === 0) return undefined
  const manifest = electronManifest(search.from)
  const app = manifest && appFolder(manifest)
  if (manifest === undefined || app === undefined) return undefined
  // Loading the module itself would try to download the binary where it is missing.
  const pathFile = join(dirname(manifest), 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const file = join(dirname(manifest), 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(file) ? { file, app } : undefined
}

function electronManifest(from: string): string | undefined {
  try {
    return createRequire(from).resolve('electron/package.json')
  } catch {
    // The command line alone is installed without it.
    return undefined
  }
}

/** The project whose `node_modules` it lies in, when that is built. */
function appFolder(manifest: string): string | undefined {
  const folder = join(dirname(manifest), '..', '..')
  return existsSync(join(folder, 'dist', 'node', 'electron-main.mjs')) ? folder : undefined
}

/** Resolves when Electron has ended. Rejects when it could not be started. */
export function runElectron(
  { file, app }: ElectronProgram,
  environment: ElectronSearch['environment'],
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [app], { env: { ...environment }, stdio: 'inherit' })
    const end = () => void child.kill()
    signal.addEventListener('abort', end, { once: true })
    if (signal.aborted) end()
    child.once('error', reject)
    child.once('exit', () => {
      signal.removeEventListener('abort', end)
      resolve()
    })
  })
}
