/** `aip connect --stdio`: a server that is a command of this computer, after the person has seen it. */
import { resolve } from 'node:path'
import { homedir } from 'node:os'
import { appError } from '#core/app-error.ts'
import type { CommandRequest } from '#core/app/command.ts'
import { linkFacts, notLinked } from '#core/tunnel/link-record.ts'
import { appOver, openMachineFor } from '../compose.ts'
import { tunnelOver } from '../compose-tunnel.ts'
import { createTerminalGuide } from '../terminal-guide.ts'
import type { Verb, VerbContext } from '../verb.ts'
import { showConnected } from './connect.ts'

interface Options {
  name?: string
  env: string[]
  folder?: string
  tunnel?: boolean
  yes?: boolean
}

export function connectCommand(words: readonly string[], options: Options): Verb {
  return async (context) => {
    const request = requestOf(words, options, context)
    const machine = await openMachineFor(context)
    // The person typed the command, so `--yes` agrees to what they see themselves.
    const guide = createTerminalGuide(context, {
      opensBrowser: false,
      yes: options.yes === true,
    })
    try {
      if (options.tunnel === true && !linkFacts(machine.ports.store)) throw notLinked()
      const connected = await appOver(machine).connectCommand(request, guide, context.signal)
      const { name } = connected.connection
      const exposing =
        options.tunnel === true
          ? await tunnelOver(machine, context).expose(name, { passThrough: false }, context.signal)
          : undefined
      showConnected(connected, context.output, exposing?.publicUrl)
    } finally {
      guide.close()
      await machine.close()
    }
  }
}

function requestOf(
  [program, ...args]: readonly string[],
  { name, env, folder }: Options,
  { host }: VerbContext,
): CommandRequest {
  if (program === undefined) {
    throw usage(
      'The command is missing.',
      'Write it after --, as in: aip connect --stdio -- npx -y some-server',
    )
  }
  const variables = env.map((each) => [each, valueOf(each, host.env)] as const)
  return {
    command: {
      program,
      args,
      folder: folder === undefined ? homedir() : resolve(host.cwd(), folder),
      variables: Object.fromEntries(variables),
    },
    ...(name !== undefined && { name }),
  }
}

/** Values are taken from the environment: on a command line every program of this computer could read them. */
function valueOf(name: string, environment: Readonly<Record<string, string | undefined>>): string {
  const value = environment[name]
  if (/^\w+$/.test(name) && value !== undefined) return value
  throw usage(
    'An environment variable was not found.',
    'Set it and give only its name: --env NAME, once for each.',
  )
}

function usage(message: string, next: string): Error {
  return appError('bad-usage', { step: 'input', whoseTurn: 'you', message, next })
}
