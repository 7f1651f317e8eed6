/** Reads answers from standard input: lines, and secrets that are not shown. */
import { createInterface } from 'node:readline'
import type { Interface } from 'node:readline'
import { Writable } from 'node:stream'
import type { Host } from './verb.ts'

export interface Questions {
  /** Undefined: standard input has ended. Rejects with the signal's reason. */
  line(prompt: string, signal: AbortSignal): Promise<string | undefined>
  /** As `line`, but what is typed is not shown. */
  secret(prompt: string, signal: AbortSignal): Promise<string | undefined>
  /** Every further line until the signal aborts or the input ends. */
  lines(signal: AbortSignal): AsyncIterable<string>
  close(): void
}

export function createQuestions(host: Host): Questions {
  let reader: Interface | undefined
  let hidden = false
  const waiting: string[] = []
  let ended = false
  let wake: (() => void) | undefined

  function open(): Interface {
    if (reader) return reader
    const terminal = host.stdin.isTTY === true
    const screen = new Writable({
      write(chunk: Buffer, _encoding, done) {
        if (!hidden) host.stderr.write(chunk)
        done()
      },
    })
    reader = createInterface({ input: host.stdin, output: screen, terminal })
    reader.on('line', (line) => {
      waiting.push(line)
      wake?.()
    })
    reader.on('close', () => {
      ended = true
      wake?.()
    })
    // In raw mode Ctrl+C is a key, not a signal: hand it on as one.
    reader.on('SIGINT', () => process.kill(host.pid, 'SIGINT'))
    return reader
  }

  async function next(signal: AbortSignal): Promise<string | undefined> {
    open()
    while (waiting.length === 0 && !ended) {
      signal.throwIfAborted()
      await new Promise<void>((resolve) => {
        wake = resolve
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
    signal.throwIfAborted()
    return waiting.shift()
  }

  return {
    line: (prompt, signal) => {
      open()
      host.stderr.write(prompt)
      return next(signal)
    },
    secret: async (prompt, signal) => {
      open()
      host.stderr.write(prompt)
      hidden = true
      try {
        return await next(signal)
      } finally {
        hidden = false
        if (host.stdin.isTTY === true) host.stderr.write('\n')
      }
    },
    async *lines(signal) {
      while (!signal.aborted) {
        const line = await next(signal).catch(() => undefined)
        if (line === undefined) return
        if (line.trim() !== '') yield line.trim()
      }
    },
    close: () => {
      reader?.close()
      host.stdin.unref?.()
    },
  }
}
