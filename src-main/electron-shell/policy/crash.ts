/** Whether a window whose process died is loaded again. */

/** Electron's reasons for a process that is gone. */
export type GoneReason =
  | 'clean-exit'
  | 'abnormal-exit'
  | 'killed'
  | 'crashed'
  | 'oom'
  | 'launch-failed'
  | 'integrity-failure'
  | 'memory-eviction'

const mostReloads = 3
const withinMs = 60_000

/**
 * `earlier` are the times of the reloads before this one, in milliseconds. A process that does not start, or whose files are not what was
 * shipped, would only die again.
 */
export function afterCrash(
  reason: GoneReason,
  earlier: readonly number[],
  now: number,
): 'nothing' | 'reload' | 'give-up' {
  if (reason === 'clean-exit') return 'nothing'
  if (reason === 'launch-failed' || reason === 'integrity-failure') return 'give-up'
  const recent = earlier.filter((time) => now - time < withinMs).length
  return recent < mostReloads ? 'reload' : 'give-up'
}
