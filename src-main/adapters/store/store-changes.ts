/** Notices that another process wrote to the store, so that a window shows what the command line did. */
import type { Database } from './database.ts'

/** How often it looks; SQLite tells nobody by itself. */
const everyMs = 700

/** Calls `listener` after another connection committed a change. Does not keep the process alive. Returns how to stop. */
export function watchStore(database: Database, listener: () => void): () => void {
  const version = () => Number(database.get('PRAGMA data_version')?.['data_version'] ?? 0)
  let seen = version()
  const timer = setInterval(() => {
    const now = version()
    if (now === seen) return
    seen = now
    listener()
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
