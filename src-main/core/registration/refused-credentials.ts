/** Marks credentials a person typed as refused, with the server's words; they are never deleted for it (decision 8). */
import type { Store } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'

const topic = 'client-refused'

function nameOf(registration: Registration): string {
  return `${registration.issuer} ${registration.clientId}`
}

/** Why these credentials are not tried again; undefined while they are believed to be right. */
export function refusalOfTyped(registration: Registration, store: Store): string | undefined {
  const words = store.recall(topic, nameOf(registration))
  return typeof words === 'string' && words !== '' ? words : undefined
}

export function rememberRefusal(registration: Registration, store: Store, words: string): void {
  store.remember(topic, nameOf(registration), words)
}

export function forgetRefusal(registration: Registration, store: Store): void {
  if (refusalOfTyped(registration, store) !== undefined)
    store.remember(topic, nameOf(registration), '')
}
