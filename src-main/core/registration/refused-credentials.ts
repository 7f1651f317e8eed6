/** Marks credentials a person typed as refused, with the server's words; they are never deleted for it (decision 8). */
import { Sentence } from '#contract/saying.ts'
import type { Store } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'

const topic = 'client-refused'

function nameOf(registration: Registration): string {
  return `${registration.issuer} ${registration.clientId}`
}

/** Why these credentials are not tried again; undefined while they are believed to be right. */
export function refusalOfTyped(registration: Registration, store: Store): Sentence | undefined {
  const words = store.recall(topic, nameOf(registration))
  // A plain text is what earlier versions wrote.
  if (typeof words === 'string') return words === '' ? undefined : { english: words }
  return Sentence.safeParse(words).data
}

export function rememberRefusal(registration: Registration, store: Store, words: Sentence): void {
  store.remember(topic, nameOf(registration), words)
}

export function forgetRefusal(registration: Registration, store: Store): void {
  if (refusalOfTyped(registration, store) !== undefined)
    store.remember(topic, nameOf(registration), '')
}
