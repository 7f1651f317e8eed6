/** Waits for a condition to come true, looking again and again; fails after a limit that no healthy run comes near. */
import { setTimeout as wait } from 'node:timers/promises'

export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 30_000,
): Promise<void> {
  const end = Date.now() + limitMs
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`It did not happen in ${limitMs} ms: ${what}`)
    await wait(20)
  }
}
