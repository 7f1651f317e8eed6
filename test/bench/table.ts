/** Figures of several runs, and the Markdown table that shows them. */

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  const upper = sorted[Math.floor(half)] ?? Number.NaN
  return Number.isInteger(half) ? ((sorted[half - 1] ?? upper) + upper) / 2 : upper
}

/** A Markdown table as it can be pasted into `docs/benchmarks.md`. */
export function markdown(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const all = [head, head.map(() => '---'), ...rows]
  return all.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}
