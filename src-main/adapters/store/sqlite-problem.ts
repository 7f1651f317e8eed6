/** Says in plain words why the data file could not be used; SQLite's own numbers decide which problem it is. */
import { existsSync } from 'node:fs'
import { type AppError, appError, isProblem } from '#core/app-error.ts'
import { backupOf } from './backup.ts'
import { say } from '#core/say.ts'

/** Primary result codes, https://www.sqlite.org/rescode.html; extended codes have the primary one in the low byte. */
const busy = new Set([5, 6])
const damaged = new Set([11, 26])

/** The problem for whatever SQLite or the file system threw. */
export function asStoreProblem(error: unknown, file: string): AppError {
  if (isProblem(error)) return error
  const code = resultCode(error)
  const details = { file, reason: error instanceof Error ? error.message : 'unknown' }
  if (code !== undefined && busy.has(code)) {
    return appError('store-busy', {
      step: 'store',
      whoseTurn: 'you',
      message: say('store.busy'),
      next: say('grant.busy.next'),
      details,
      cause: error,
    })
  }
  if (code !== undefined && damaged.has(code)) {
    return appError('store-unreadable', {
      step: 'store',
      whoseTurn: 'you',
      message: say('store.damaged'),
      next: existsSync(backupOf(file))
        ? say('store.damaged.backup', { backup: backupOf(file) })
        : say('store.damaged.next'),
      details,
      cause: error,
    })
  }
  return appError('store-unwritable', {
    step: 'store',
    whoseTurn: 'you',
    message: say('store.unwritable'),
    next: say('store.unwritable.next'),
    details,
    cause: error,
  })
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}
