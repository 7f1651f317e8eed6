/** The connections: the list at the left, the chosen one beside it; with none yet, the way to the first. */
import type { ReactNode } from 'react'
import type { AppState } from '#contract/app-state.ts'
import { useTexts } from '../../frame/app-context.tsx'
import type { Place } from '../../frame/place.ts'
import { Mark } from '../../parts/icons.tsx'
import { AddScreen } from '../add-screen.tsx'
import { ConnectionScreen } from '../connection/connection-screen.tsx'
import { ConnectionList } from './connection-list.tsx'

export function ConnectionsScreen(props: {
  readonly state: AppState
  readonly place: Extract<Place, { screen: 'connections' | 'connection' }>
}): ReactNode {
  const texts = useTexts()
  const { state, place } = props
  if (state.connections.length === 0) return <AddScreen state={state} />
  const chosen = place.screen === 'connection' ? place : undefined
  return (
    <div className={`split${chosen ? ' split-chosen' : ''}`}>
      <ConnectionList connections={state.connections} chosen={chosen?.connectionId} />
      <div className="split-detail">
        {chosen ? (
          <ConnectionScreen
            key={chosen.connectionId}
            state={state}
            connectionId={chosen.connectionId}
            tab={chosen.tab}
          />
        ) : (
          <div className="centre">
            <div className="hint">
              <Mark size={40} />
              <p className="soft">{texts.connections.chooseOne}</p>
            </div>
          </div>
        )}
      </div>
    </div>
  )
}
