/** Which language the window speaks: what the person chose, else the first of the system's that there is a catalog for. */
import type { Preferences } from '#contract/preferences.ts'
import { en } from './en.ts'
import { ja } from './ja.ts'
import { ko } from './ko.ts'

/** English is the measure: a catalog that lacks one of its texts does not compile. */
export type Texts = typeof en
export type Language = 'en' | 'ko' | 'ja'

export const catalogs: Readonly<Record<Language, Texts>> = { en, ko, ja }

/** `system`: the languages of the system, best first, as BCP 47 tags. */
export function languageFor(
  preference: Preferences['language'],
  system: readonly string[],
): Language {
  if (preference !== 'system') return preference
  for (const tag of system) {
    const [first] = tag.toLowerCase().split('-')
    if (first === 'en' || first === 'ko' || first === 'ja') return first
  }
  return 'en'
}
