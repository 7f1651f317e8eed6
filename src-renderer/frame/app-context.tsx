/** What every screen needs: the way to the app, the texts, and how to go somewhere else in the window. */
import { createContext, useContext } from 'react'
import type { Client } from '#contract/transport.ts'
import type { Language, Texts } from '../texts/language.ts'
import type { Place } from './place.ts'

export interface AppContextValue {
  readonly client: Client
  readonly texts: Texts
  readonly language: Language
  readonly go: (place: Place) => void
}

export const AppContext = createContext<AppContextValue | undefined>(undefined)

export function useApp(): AppContextValue {
  const value = useContext(AppContext)
  if (value === undefined) throw new Error('A screen is shown outside the window frame')
  return value
}

export function useTexts(): Texts {
  return useApp().texts
}
