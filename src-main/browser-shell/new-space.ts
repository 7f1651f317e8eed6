/** Keeps the engine from holding tens of megabytes of garbage for an app that has little to do most of the time. */
import { setFlagsFromString } from 'node:v8'

/**
 * V8's space for new objects stays as large as it is by now. V8 doubles it while much is under way at once, up to 64 MB, and gives that back late or never; what
 * lives with fifty connections, all code included, is 26 MB. A smaller space is collected more often and each time sooner; docs/benchmarks.md has what that costs. V8 reads this
 * number whenever it is about to grow the space (`SemiSpaceNewSpace::Grow`); a V8 that does not know it says so on stderr and goes on as before.
 */
export function keepNewSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}
