/** Puts the app together over this machine for one run of the command line. */
import { homedir } from 'node:os'
import { createLog } from '#adapters/log.ts'
import { openMachine } from '#adapters/machine.ts'
import type { Machine } from '#adapters/machine.ts'
import { findRunningApp } from '#adapters/running-app.ts'
import type { App } from '#core/app/app.ts'
import { createApp } from '#core/app/create-app.ts'
import type { SignInWindow } from '#core/ports.ts'
import { doorVersion } from '../program-door/protocol.ts'
import { remoteApp } from './remote-app.ts'
import { version } from './version.ts'
import type { VerbContext } from './verb.ts'

export interface ComposedApp extends App {
  /** Lets go of the network and the data file, so that the process can end. */
  close(): Promise<void>
}

/** What the demonstration puts in place of this machine's own. */
export interface Instead {
  readonly environment?: Record<string, string | undefined>
  readonly signInWindow?: SignInWindow
}

export async function composeApp(
  context: VerbContext,
  instead: Instead = {},
): Promise<ComposedApp> {
  const machine = await openMachineFor(context, instead)
  return { ...appOver(machine), close: () => machine.close() }
}

/** The app of a run: a client of the app that runs, where one does. */
export function appOver({ ports, folder }: Machine): App {
  return remoteApp({
    own: createApp(ports),
    signInWindow: ports.signInWindow,
    async find() {
      const running = await findRunningApp(folder)
      // One of another version may not understand; both at once are safe.
      return running?.door === doorVersion ? running : undefined
    },
  })
}

/** This machine as one run of the command line uses it. */
export async function openMachineFor(
  { host, signal }: VerbContext,
  instead: Instead = {},
): Promise<Machine> {
  const environment = instead.environment ?? host.env
  const level = environment['AIP_DEBUG'] === '1' ? 'debug' : 'silent'
  return openMachine({
    environment,
    platform: host.platform,
    home: homedir(),
    workingFolder: host.cwd(),
    log: createLog({ level, format: 'text', now: Date.now }),
    version,
    signal,
    ...(instead.signInWindow && { signInWindow: instead.signInWindow }),
  })
}
