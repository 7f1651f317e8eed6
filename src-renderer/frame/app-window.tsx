/** The whole window: waits for the first state, then shows the frame; says so when the app is gone. */
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import type { AppState } from '#contract/app-state.ts'
import type { Client } from '#contract/transport.ts'
import { Spinner } from '../parts/button.tsx'
import { LostScreen } from '../screens/lost-screen.tsx'
import type { Catalog } from '../texts/language.ts'
import { AppContext } from './app-context.tsx'
import { Frame } from './frame.tsx'
import type { LiveState } from './live-state.ts'
import type { Place } from './place.ts'
import { useCatalog } from './use-catalog.ts'

export function AppWindow(props: {
  readonly client: Client
  readonly live: LiveState
  /** The texts for what the system speaks: good enough until the app says what the person chose. */
  readonly guess: Catalog
}): ReactNode {
  const live = useSyncExternalStore(props.live.subscribe, props.live.read)
  const [place, go] = useState<Place>({ screen: 'connections' })
  const state = live.status === 'live' ? live.state : undefined
  const { language, texts, isReady } = useCatalog(props.guess, state)
  useLook(state, language)
  return (
    <I18nProvider locale={language}>
      <AppContext value={{ client: props.client, texts, language, go }}>
        {(live.status === 'waiting' || (state && !isReady)) && (
          <main className="centre">
            <Spinner label={texts.frame.loading} />
          </main>
        )}
        {live.status === 'lost' && <LostScreen problem={live.problem} />}
        {state && isReady && <Frame state={state} place={place} />}
      </AppContext>
    </I18nProvider>
  )
}

/** Theme and language on the document itself, where style sheets and screen readers look. */
function useLook(state: AppState | undefined, language: string): void {
  const theme = state?.preferences.theme ?? 'system'
  useEffect(() => {
    document.documentElement.lang = language
    document.documentElement.dataset['theme'] = theme
  }, [theme, language])
}
