/** Which language the window speaks: what the person chose, else the first of the system's that there is a catalog for. */
import type { Preferences } from '#contract/preferences.ts'
import { en } from './en.ts'

/** English is the measure: a catalog that lacks one of its texts does not compile. */
export type Texts = typeof en
export type Language = 'en' | 'ko' | 'ja'

export interface Catalog {
  readonly language: Language
  readonly texts: Texts
}

export const english: Catalog = { language: 'en', texts: en }

/** Loads a catalog; only English is in the window's first file. Should its file be gone, English is what is left. */
export async function loadCatalog(language: Language): Promise<Catalog> {
  try {
    switch (language) {
      case 'en':
        return english
      case 'ko':
        return { language, texts: (await import('./ko.ts')).ko }
      case 'ja':
        return { language, texts: (await import('./ja.ts')).ja }
    }
  } catch {
    // The app that has the files may have ended; a window in English is better than none.
    return english
  }
}

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
