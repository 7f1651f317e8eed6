/** `aip open`: the window, in Electron where it is installed, else in an installed browser. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { appError } from '#core/app-error.ts'
import { findElectron, runElectron } from '../electron-program.ts'
import { version } from '../version.ts'
import type { Verb } from '../verb.ts'

export interface OpenOptions {
  readonly printLink?: boolean
  /** A browser even where Electron is. */
  readonly browser?: boolean
}

export function open(options: OpenOptions): Verb {
  return async ({ host, output, signal }) => {
    const electron = findElectron({
      from: import.meta.url,
      platform: host.platform,
      environment: host.env,
      userId: process.getuid?.(),
    })
    if (electron && options.printLink !== true && options.browser !== true) {
      return runElectron(electron, host.env, signal)
    }
    const { openWindow } = await import('../../browser-shell/open-window.ts')
    await openWindow({
      environment: host.env,
      platform: host.platform,
      userId: process.getuid?.(),
      workingFolder: host.cwd(),
      version,
      files: windowFolder(),
      printLink: options.printLink === true,
      signal,
      say: (line) => output.note(line),
    })
  }
}

/** Beside the bundle, or in the build of the sources this runs from. */
function windowFolder(): string {
  const here = import.meta.dirname
  const places = [
    join(here, '..', 'renderer'),
    join(here, '..', '..', 'renderer'),
    join(here, '..', '..', '..', 'dist', 'renderer'),
  ]
  const found = places.find((each) => existsSync(join(each, 'index.html')))
  if (found) return found
  throw appError('not-supported', {
    step: 'input',
    whoseTurn: 'aip',
    message: 'The window is not part of this installation.',
    next: 'Build it with npm run build, or use the command line: aip --help.',
  })
}
