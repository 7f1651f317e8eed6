/** What has to hold after a fault. */
import type { Load, Stream } from './calls.ts'

export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

/** Broken off, never ended as if it were complete; milliseconds since `at`. */
export async function mustBreak(stream: Stream, at: number): Promise<number> {
  const ended = await stream.ended
  must(ended === 'broken', 'a stream that was cut ended as if it were complete')
  return Math.round(performance.now() - at)
}

/** Ends the load and says what became of it; `allowed`: the failures there may be. */
export async function mustCount(load: Load, allowed: readonly string[]): Promise<string> {
  const { good, others } = await load.stop()
  must(good > 0, 'no call was good')
  const wrong = Object.keys(others).filter((each) => !allowed.includes(each))
  must(wrong.length === 0, `calls failed with ${wrong.join(', ')}: ${JSON.stringify(others)}`)
  const failures = Object.entries(others).map(([code, count]) => `${count} ${code}`)
  return `${good} calls good, ${failures.length > 0 ? failures.join(', ') : 'none failed'}, none made twice`
}
