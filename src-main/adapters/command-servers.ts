/** Commands as servers for the core: the same code that serves them through the tunnel, as a fetch. */
import type { RequestInit as UndiciRequestInit } from 'undici'
import { appError } from '#core/app-error.ts'
import type { CommandFetch, Log } from '#core/ports.ts'
import { redact } from '#adapters/redact.ts'
import { createCommandServers as createServers } from '#tunnel/stdio/command-servers.ts'
import { say } from '#core/say.ts'

export interface MachineCommands {
  readonly fetchFor: CommandFetch
  end(): Promise<void>
  /** Ends all at once, when there is no time to wait. */
  kill(): void
}

export interface CommandOptions {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly log: Log
}

export function createMachineCommands({ log, ...machine }: CommandOptions): MachineCommands {
  const servers = createServers({
    ...machine,
    redact,
    log: (level, message, facts) => log.write(level, message, facts),
  })
  return {
    fetchFor: (connectionId, command) => async (url, init) => {
      const { fetch } = await import('undici')
      const dispatcher = await servers.dispatcherFor(connectionId, {
        ...command,
        args: [...command.args],
        variables: { ...command.variables },
      })
      try {
        const request = { ...init, dispatcher } as UndiciRequestInit
        // The library's types are older than the ones of the platform; the objects are the same.
        return (await fetch(addressInside(url), request)) as unknown as Response
      } catch (cause) {
        init?.signal?.throwIfAborted()
        throw ended(command.program, servers.why(connectionId), cause)
      }
    },
    end: () => servers.end(),
    kill: () => servers.kill(),
  }
}

/** The dispatcher leads to the command whatever the address; it only has to be one of http. */
function addressInside(url: string): string {
  return /^https?:/.test(url) ? url : 'http://command.invalid/mcp'
}

function ended(program: string, why: string, cause: unknown): Error {
  return appError('unreachable', {
    step: 'verify',
    whoseTurn: 'you',
    message:
      why === '' ? say('command.silent', { program }) : say('command.silent-why', { program, why }),
    next: say('command.silent.next'),
    cause,
  })
}
