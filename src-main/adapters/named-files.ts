/** The small text files a person named in a setting. */
import { open } from 'node:fs/promises'
import { appError } from '#core/app-error.ts'
import type { NamedFiles } from '#core/ports.ts'
import { say } from '#core/say.ts'

const limit = 64 * 1024

export function createNamedFiles(): NamedFiles {
  return { read: readSmall }
}

/** Reads no more than the limit, whatever the path leads to. */
async function readSmall(path: string): Promise<string> {
  try {
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(limit + 1), 0, limit + 1, 0)
      if (bytesRead > limit) throw new Error(`it is longer than ${limit} bytes`)
      return buffer.subarray(0, bytesRead).toString('utf8')
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw appError('credential-file-unreadable', {
      step: 'input',
      whoseTurn: 'you',
      message: say('file.unreadable', { path }),
      next: say('file.unreadable.next'),
      details: { path, reason: cause instanceof Error ? cause.message : String(cause) },
      cause,
    })
  }
}
