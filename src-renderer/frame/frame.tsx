/** The frame around every screen: the rail at the side, what concerns the whole app on top, and the screen itself. */
import { useEffect, useRef, type ReactNode } from 'react'
import type { AppState } from '#contract/app-state.ts'
import { AddScreen } from '../screens/add-screen.tsx'
import { ConnectionsScreen } from '../screens/connections/connections-screen.tsx'
import { DoctorScreen } from '../screens/doctor/doctor-screen.tsx'
import { ImportScreen } from '../screens/import-screen.tsx'
import { JourneyScreen } from '../screens/journey/journey-screen.tsx'
import { SettingsScreen } from '../screens/settings/settings-screen.tsx'
import { TunnelScreen } from '../screens/tunnel/tunnel-screen.tsx'
import { GlobalNotices } from './global-notices.tsx'
import type { Place } from './place.ts'
import { Rail } from './rail.tsx'

export function Frame(props: { readonly state: AppState; readonly place: Place }): ReactNode {
  const { state, place } = props
  const main = useRef<HTMLElement>(null)
  const here = place.screen === 'journey' ? place.journeyId : place.screen
  useEffect(() => {
    main.current?.scrollTo(0, 0)
    // What was pressed may be gone with its screen; the keyboard goes on from the new one.
    if (document.activeElement === document.body) main.current?.focus()
  }, [here])
  return (
    <div className="frame">
      <Rail state={state} place={place} />
      <main className="main" ref={main} tabIndex={-1}>
        <GlobalNotices state={state} place={place} />
        <Screen state={state} place={place} />
      </main>
    </div>
  )
}

function Screen({ state, place }: { readonly state: AppState; readonly place: Place }): ReactNode {
  switch (place.screen) {
    case 'connections':
    case 'connection':
      return <ConnectionsScreen state={state} place={place} />
    case 'add':
      return <AddScreen state={state} />
    case 'import':
      return <ImportScreen />
    case 'journey':
      return <JourneyScreen key={place.journeyId} state={state} journeyId={place.journeyId} />
    case 'tunnel':
      return <TunnelScreen state={state} />
    case 'settings':
      return <SettingsScreen state={state} />
    case 'doctor':
      return <DoctorScreen state={state} />
  }
}
