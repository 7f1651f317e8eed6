/** Says in plain words why the data file could not be used; SQLite's own numbers decide which problem it is. */
import { existsSync } from 'node:fs'
import { type AppError, appError, isProblem } from '#core/app-error.ts'
import { backupOf } from './backup.ts'

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
      message: 'Another AIP Desktop process is using the saved data and did not finish in time.',
      next: 'Try again; if it stays, close the other AIP Desktop windows and commands.',
      details,
      cause: error,
    })
  }
  if (code !== undefined && damaged.has(code)) {
    return appError('store-unreadable', {
      step: 'store',
      whoseTurn: 'you',
      message: 'The file with the saved connections is damaged or is not a file of AIP Desktop.',
      next: existsSync(backupOf(file))
        ? `Move it away and give ${backupOf(file)} its name: that is the backup, with everything but the sign-ins. Nothing was changed.`
        : 'Restore the file from a backup, or move it away to start afresh; nothing in it was changed.',
      details,
      cause: error,
    })
  }
  return appError('store-unwritable', {
    step: 'store',
    whoseTurn: 'you',
    message: 'The folder or file with the saved data cannot be written.',
    next: 'Check that the folder belongs to you, is not read-only and that the disk has space.',
    details,
    cause: error,
  })
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}
