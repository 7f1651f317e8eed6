/** Which spelling of the loopback host to use at an issuer, and remembering which one worked (R04). */
import type { LoopbackSpelling } from '#contract/connection.ts'
import { LoopbackSpelling as Spelling } from '#contract/connection.ts'
import type { Store } from '#core/ports.ts'
import { recipeFor } from './recipes.ts'

const topic = 'callback-spelling'

/** The person's word, then what worked before, then the provider's rule, then `127.0.0.1` (RFC 8252 §8.3). */
export function spellingFor(
  issuer: string,
  store: Store,
  chosen?: LoopbackSpelling,
): LoopbackSpelling {
  return chosen ?? spellingThatWorked(issuer, store) ?? recipeFor(issuer)?.spelling ?? '127.0.0.1'
}

/** The spelling of the last sign-in that succeeded at this issuer. */
export function spellingThatWorked(issuer: string, store: Store): LoopbackSpelling | undefined {
  const parsed = Spelling.safeParse(store.recall(topic, issuer))
  return parsed.success ? parsed.data : undefined
}

export function rememberSpelling(issuer: string, store: Store, spelling: LoopbackSpelling): void {
  store.remember(topic, issuer, spelling)
}
