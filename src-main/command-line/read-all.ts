/** Reads what a person gives as input: a stream to its end within a limit, or a file they named. */
import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { appError } from '#core/app-error.ts'

const limit = 4 * 1024 * 1024

export async function readAll(stream: Readable, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  const stop = () => stream.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk as Uint8Array)
      size += bytes.length
      if (size > limit) throw tooLong()
      chunks.push(bytes)
    }
    return Buffer.concat(chunks).toString('utf8')
  } finally {
    signal.removeEventListener('abort', stop)
    signal.throwIfAborted()
  }
}

/** The text of a file; `bad-usage` when it cannot be read. */
export async function readInputFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw appError('bad-usage', {
      step: 'input',
      whoseTurn: 'you',
      message: `The file ${file} cannot be read.`,
      next: 'Check its name, or pipe the text into the command.',
      cause,
    })
  }
}

function tooLong(): Error {
  return appError('bad-usage', {
    step: 'input',
    whoseTurn: 'you',
    message: 'The input is longer than 4 MB.',
    next: 'Give a shorter one.',
  })
}
