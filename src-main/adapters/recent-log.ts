/** Keeps the newest lines of the log in memory, for a window to show and a bundle for support to hold. */

export interface RecentLog {
  write(line: string): void
  /** The lines that are still known, oldest first. */
  text(): string
}

const mostLines = 500

/** The lines have to be redacted already, as those of `createLog` are. */
export function createRecentLog(also: (line: string) => void = () => undefined): RecentLog {
  const lines: string[] = []
  return {
    write(line) {
      lines.push(line)
      if (lines.length > mostLines) lines.shift()
      also(line)
    },
    text: () => lines.join(''),
  }
}
