/** One running command: messages in and out, one a line; what it writes elsewhere goes to the log (MCP, Transports, stdio). */
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { ServerCommand } from '#tunnel/protocol/exposure.ts'
import { commandEnvironment } from './environment.ts'
import { messageIn } from './message.ts'
import type { Message } from './message.ts'
import { endingOf } from './process-group.ts'

/** What this machine provides to every command. */
export interface StdioParts {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  log(level: 'debug' | 'info' | 'warn', message: string, facts: Record<string, unknown>): void
  /** Takes secrets out of what a server wrote. */
  redact(text: string): string
}

export interface ServerProcess {
  /** False: it is gone, or does not read what it is sent. */
  send(message: Message): boolean
  end(): Promise<void>
  kill(): void
}

export interface ProcessListener {
  readonly message: (message: Message) => void
  /** Called once, with the reason in words. */
  readonly ended: (why: string) => void
}

/** The longest line, and the most that waits for a command to read it. */
export const messageBytes = 32 * 1024 * 1024
/** So much of what one command writes to its error output is logged. */
const loggedLines = 500
const loggedLength = 500

export function startServerProcess(
  command: ServerCommand,
  parts: StdioParts,
  listener: ProcessListener,
): ServerProcess {
  const { program, args, folder, variables } = command
  const child = spawn(program, args, {
    cwd: folder,
    env: commandEnvironment(parts.environment, variables, parts.platform),
    stdio: ['pipe', 'pipe', 'pipe'],
    shell: false,
    // A group of its own, so that it can be ended with everything it starts.
    detached: parts.platform !== 'win32',
    windowsHide: true,
  })
  const ending = endingOf(child, parts.platform)
  const hide = hiding(variables, parts)
  let over = false
  let words = ''
  const finish = (why: string) => {
    if (over) return
    over = true
    listener.ended(why)
  }
  const giveUp = (why: string) => {
    finish(why)
    void ending.end()
  }

  eachLine(child.stdout, messageBytes, {
    line: (text) => {
      if (over || text.trim() === '') return
      const message = messageIn(text)
      if (message) listener.message(message)
      else parts.log('debug', 'a command wrote what is no message', { program })
    },
    tooLong: () => giveUp('it wrote a message that is too long'),
  })
  let lines = 0
  eachLine(child.stderr, 65_536, {
    line: (text) => {
      words = hide(text).slice(0, loggedLength)
      if (++lines <= loggedLines) parts.log('info', 'a command says', { program, words })
    },
    tooLong: () => undefined,
  })
  // A pipe that breaks is told of by the end of the process.
  child.stdin.on('error', () => undefined)
  child.once('error', (error) => finish(`it could not be started: ${hide(error.message)}`))
  // Not `exit`: what it has written before is still to be read.
  child.once('close', (code, signal) => finish(endOf(code, signal, words)))

  return {
    send(message) {
      if (over || !child.stdin.writable || child.stdin.writableLength > messageBytes) return false
      child.stdin.write(JSON.stringify(message) + '\n')
      return true
    },
    end: () => {
      finish('it was ended')
      return ending.end()
    },
    kill: () => ending.kill(),
  }
}

/** Cuts a stream into lines of UTF-8. A longer line than `most` bytes is reported and thrown away. */
function eachLine(
  stream: Readable,
  most: number,
  on: { readonly line: (text: string) => void; readonly tooLong: () => void },
): void {
  let parts: Buffer[] = []
  let size = 0
  const take = (part: Buffer) => {
    size += part.length
    if (size <= most) parts.push(part)
  }
  stream.on('error', () => undefined)
  stream.on('data', (chunk: Buffer) => {
    let from = 0
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      take(chunk.subarray(from, at))
      if (size > most) on.tooLong()
      else on.line(Buffer.concat(parts).toString('utf8'))
      parts = []
      size = 0
      from = at + 1
    }
    take(chunk.subarray(from))
    if (size > most) {
      parts = []
      on.tooLong()
    }
  })
}

/** Values of the person's variables are hidden wherever a server repeats them; very short ones would hide every other word. */
function hiding(variables: Record<string, string>, parts: StdioParts): (text: string) => string {
  const secrets = Object.values(variables).filter((each) => each.length >= 6)
  return (text) => {
    const plain = secrets.reduce((rest, each) => rest.replaceAll(each, '[hidden]'), text)
    // oxlint-disable-next-line no-control-regex -- control characters could steer the terminal a log is read in
    return parts.redact(plain).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
  }
}

function endOf(code: number | null, signal: string | null, words: string): string {
  const how = signal === null ? `it ended with code ${code ?? 'unknown'}` : `${signal} ended it`
  return words === '' ? how : `${how}: ${words}`
}
