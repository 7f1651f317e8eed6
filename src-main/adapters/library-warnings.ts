/** Libraries warn on the console in a server's own words: those go to the log, redacted and in one line, and never to a terminal as they came. */
import type { Log } from '#core/ports.ts'

/** From now on, for the whole process. */
export function warningsToLog(log: Log): void {
  // oxlint-disable-next-line no-console -- to keep everybody else from it
  console.warn = (...words: unknown[]) => {
    log.write('warn', 'a library warns', { words: words.map(String).join(' ') })
  }
}
