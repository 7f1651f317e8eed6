/** A journey that could not go on because the vault does not open: its own screen leads out. */
import type { Journey } from '#contract/journey.ts'

export function isAtVault({ phase }: Journey): boolean {
  return phase.status === 'failed' && phase.problem.step === 'vault'
}
