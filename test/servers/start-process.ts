/** Starts a server as a real process and waits until it says that it is ready. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

export interface ServerProcess {
  /** What the ready line matched. */
  readonly match: RegExpExecArray
  close(): Promise<void>
}

export interface StartOptions {
  readonly command: string
  readonly arguments: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Looked for in everything the process prints. */
  readonly ready: RegExp
}

/** Resolves when the ready line came; rejects with the output when the process ends before. */
export async function startProcess(options: StartOptions): Promise<ServerProcess> {
  const child = spawn(options.command, options.arguments, {
    env: { PATH: process.env['PATH'] ?? '', ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit').then(() => undefined)
  let output = ''
  const ready = new Promise<RegExpExecArray>((resolve) => {
    const read = (part: Buffer): void => {
      if (output.length < 100_000) output += part.toString()
      const match = options.ready.exec(output)
      if (match) resolve(match)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
  })
  const match = await Promise.race([ready, ended])
  if (!match) throw new Error(`${options.command} ended before it was ready:\n${output}`)
  return {
    match,
    async close() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}

/** A port that is free at this moment, for programs that cannot choose one themselves. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
