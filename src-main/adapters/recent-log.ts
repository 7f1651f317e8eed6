/** Keeps the newest lines of the log in memory, for the diagnostics a person copies. */
import { createLog } from '#adapters/log.ts'
import type { Log } from '#core/ports.ts'

const most = 500

/** Lines are redacted before they are kept. With `echo` they go to stderr as well. */
export function createRecentLog(echo: boolean): { readonly log: Log; text(): string } {
  const lines: string[] = []
  const log = createLog({
    level: 'debug',
    format: 'text',
    now: Date.now,
    write(line) {
      lines.push(line)
      lines.splice(0, lines.length - most)
      if (echo) process.stderr.write(line)
    },
  })
  return { log, text: () => lines.join('') }
}
