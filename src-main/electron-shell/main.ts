/** The program Electron starts. Only this file and the preload script load Electron itself. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import electron from 'electron'
import { dataFolder } from '#adapters/paths.ts'
import { handOver } from '#adapters/running-app.ts'
import { AppError } from '#core/app-error.ts'
import { createRecentLog } from '#adapters/recent-log.ts'
import { composeShellApp } from './compose.ts'
import { textsFor } from './policy/texts.ts'
import { startShell } from './shell.ts'

const { app, dialog, shell } = electron
const { env, platform } = process
const shellLog = createRecentLog(env['AIP_DEBUG'] === '1')
const root = app.getAppPath()
const folder = dataFolder({
  environment: env,
  platform,
  home: homedir(),
  workingFolder: process.cwd(),
})

// Beside our own data, in the folder only this user may open; one app per data folder follows from it.
app.setPath('userData', join(folder, 'electron'))
process.on('uncaughtException', (error) => report('an error nobody caught', error))
process.on('unhandledRejection', (reason) => report('a rejection nobody caught', reason))

// Not awaited: Electron is not ready before this file is loaded.
startShell({
  electron,
  platform,
  argv: process.argv,
  files: {
    window: join(root, 'dist', 'renderer'),
    preload: join(root, 'dist', 'preload', 'preload.cjs'),
    icons: join(root, 'assets'),
  },
  log: shellLog.log,
  handOver: () => handOver(folder, (link) => shell.openExternal(link)),
  openApp: (door) => composeShellApp(electron, process, shellLog, door),
}).catch((error: unknown) => {
  report('the app did not start', error)
  const words =
    error instanceof AppError ? `${error.message}\n${error.problem.next}` : 'AIP_DEBUG=1'
  dialog.showErrorBox(textsFor('system', app.getPreferredSystemLanguages()).startFailed, words)
  app.exit(1)
})

/** Goes to the log, with its stack; a tunnel that runs must not end because a window made a mistake. */
function report(what: string, error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  shellLog.log.write('error', what, { reason })
}
