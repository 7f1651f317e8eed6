/** The texts of the window: those of the language that is wanted, and until they are loaded the ones there were before. */
import { useEffect, useState } from 'react'
import type { AppState } from '#contract/app-state.ts'
import { languageFor, loadCatalog, type Catalog } from '../texts/language.ts'

interface Shown extends Catalog {
  /** False: the window still has to show its first state, in the language that state asks for. */
  readonly isReady: boolean
}

/** `guess`: what the system speaks. `state` undefined: the app has not said yet what the person chose. */
export function useCatalog(guess: Catalog, state: AppState | undefined): Shown {
  const wanted = languageFor(state?.preferences.language ?? 'system', navigator.languages)
  const isLive = state !== undefined
  const [shown, setShown] = useState<Shown>({ ...guess, isReady: false })
  useEffect(() => {
    if (!isLive) return undefined
    let isWanted = true
    void loadCatalog(wanted).then((catalog) => {
      if (isWanted) setShown({ ...catalog, isReady: true })
    })
    return () => {
      isWanted = false
    }
  }, [wanted, isLive])
  return shown
}
