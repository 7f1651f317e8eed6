/** The side of the window: where one can go, what is under way, and adding a server. */
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import type { AppState } from '#contract/app-state.ts'
import type { Journey } from '#contract/journey.ts'
import { Button } from '../parts/button.tsx'
import { Icon, Mark, type IconName } from '../parts/icons.tsx'
import { journeyName, needsPerson } from '../screens/journey/journey-words.ts'
import { tunnelTone } from '../screens/tunnel/tunnel-words.ts'
import { useApp } from './app-context.tsx'
import type { Place } from './place.ts'

export function Rail(props: { readonly state: AppState; readonly place: Place }): ReactNode {
  const { texts, go } = useApp()
  const { state, place } = props
  const underWay = state.journeys.filter(isWorthVisiting)
  const atList = place.screen === 'connections' || place.screen === 'connection'
  return (
    <nav className="rail" aria-label={texts.frame.navigation}>
      <div className="brand">
        <Mark size={28} />
        <span>{texts.common.product}</span>
      </div>
      <Button look="primary" icon="add" onPress={() => go({ screen: 'add' })}>
        {texts.frame.add}
      </Button>
      <ul className="rail-list">
        <Entry
          icon="servers"
          name={texts.frame.connections}
          isHere={atList}
          onPress={() => go({ screen: 'connections' })}
          after={state.connections.length > 0 && <span>{state.connections.length}</span>}
        />
        <Entry
          icon="tunnel"
          name={texts.frame.tunnel}
          isHere={place.screen === 'tunnel'}
          onPress={() => go({ screen: 'tunnel' })}
          after={<span className={`dot dot-${tunnelTone(state.tunnel)}`} />}
        />
        <Entry
          icon="settings"
          name={texts.frame.settings}
          isHere={place.screen === 'settings'}
          onPress={() => go({ screen: 'settings' })}
        />
      </ul>
      {underWay.length > 0 && (
        <section className="rail-journeys" aria-label={texts.frame.underWay}>
          <h2>{texts.frame.underWay}</h2>
          <ul className="rail-list">
            {underWay.map((journey) => (
              <JourneyEntry key={journey.id} journey={journey} state={state} place={place} />
            ))}
          </ul>
        </section>
      )}
    </nav>
  )
}

/** A failed or finished journey is, until somebody has seen how it ended; calls only while they need the person. */
function isWorthVisiting(journey: Journey): boolean {
  if (journey.purpose.kind === 'use') return needsPerson(journey)
  return journey.phase.status !== 'cancelled'
}

function JourneyEntry(props: {
  readonly journey: Journey
  readonly state: AppState
  readonly place: Place
}): ReactNode {
  const { go } = useApp()
  const { journey, place } = props
  const name = journeyName(journey, props.state.connections)
  return (
    <Entry
      icon="next"
      name={name}
      isHere={place.screen === 'journey' && place.journeyId === journey.id}
      onPress={() => go({ screen: 'journey', journeyId: journey.id })}
      after={<JourneyDot journey={journey} />}
    />
  )
}

function JourneyDot({ journey }: { readonly journey: Journey }): ReactNode {
  const { texts } = useApp()
  const { status } = journey.phase
  const dot =
    status === 'failed'
      ? { tone: 'bad', label: texts.frame.failed }
      : status === 'done'
        ? { tone: 'good', label: texts.setup.steps.done }
        : needsPerson(journey)
          ? { tone: 'warn', label: texts.frame.needsYou }
          : undefined
  return dot && <span className={`dot dot-${dot.tone}`} role="img" aria-label={dot.label} />
}

function Entry(props: {
  readonly icon: IconName
  readonly name: string
  readonly isHere: boolean
  readonly onPress: () => void
  readonly after?: ReactNode
}): ReactNode {
  return (
    <li>
      <AriaButton
        className="rail-entry"
        onPress={props.onPress}
        {...(props.isHere && { 'aria-current': 'page' })}
      >
        <Icon name={props.icon} />
        <span className="rail-name">{props.name}</span>
        {props.after}
      </AriaButton>
    </li>
  )
}
