/** Every target there is. */
import { callbackTarget } from './callback-target.ts'
import { discoveryTarget } from './discovery-target.ts'
import { readerTargets } from './reader-targets.ts'
import type { Target } from './target.ts'
import { tunnelTargets } from './tunnel-targets.ts'

export async function allTargets(): Promise<Target[]> {
  return [...readerTargets(), ...tunnelTargets(), discoveryTarget(), await callbackTarget()]
}
