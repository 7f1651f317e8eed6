/** The person's choices for the whole app, kept in the store. */
import { Preferences, type PreferencesChange } from '#contract/preferences.ts'
import type { Store } from '#core/ports.ts'

const topic = 'preferences'
const key = 'all'

/** What was chosen, with the defaults for the rest; a document of another version counts as far as it fits. */
export function readPreferences(store: Store): Preferences {
  const parsed = Preferences.safeParse(store.recall(topic, key) ?? {})
  return parsed.success ? parsed.data : Preferences.parse({})
}

export function changePreferences(
  store: Store,
  before: Preferences,
  change: PreferencesChange,
): Preferences {
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  const next = Preferences.parse({ ...before, ...Object.fromEntries(given) })
  store.remember(topic, key, next)
  return next
}
