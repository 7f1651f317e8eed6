/** The end of a journey that worked: who is signed in, what is there, and what to enter on the platform. */
import type { ReactNode } from 'react'
import type { AppState } from '#contract/app-state.ts'
import type { Journey, Phase } from '#contract/journey.ts'
import { useApp } from '../../frame/app-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { PlatformCard } from '../tunnel/platform-card.tsx'
import { journeyName } from './journey-words.ts'

export function Done(props: {
  readonly journey: Journey
  readonly phase: Extract<Phase, { status: 'done' }>
  readonly state: AppState
}): ReactNode {
  const { texts, go } = useApp()
  const { journey, phase, state } = props
  const words = texts.journey
  const { signedIn } = journey
  const toTab = (tab: 'overview' | 'tools') => (): void =>
    go({ screen: 'connection', connectionId: phase.connectionId, tab })
  return (
    <div className="stack">
      <section className="verdict verdict-good" role="status">
        <span className="verdict-mark">
          <Icon name="check" />
        </span>
        <div>
          <h2>{words.doneTitle(journeyName(journey, state.connections))}</h2>
          <Facts
            facts={[
              signedIn && {
                name: texts.connection.account,
                value: signedIn.account === '' ? texts.common.unknown : signedIn.account,
              },
              phase.tools !== undefined && {
                name: texts.tools.list,
                value: words.doneTools(phase.tools),
              },
              signedIn !== undefined &&
                signedIn.scopes.length > 0 && {
                  name: words.doneScopes,
                  value: <code>{signedIn.scopes.join(' ')}</code>,
                },
            ]}
          />
        </div>
      </section>
      {phase.tunnelProblem && (
        <ProblemCard
          problem={phase.tunnelProblem}
          actions={
            <Button small onPress={() => go({ screen: 'tunnel' })}>
              {texts.tunnel.goLink}
            </Button>
          }
        />
      )}
      <PlatformCard tunnel={state.tunnel} connectionId={phase.connectionId} />
      <div className="actions">
        <Button look="primary" autoFocus onPress={toTab('tools')}>
          {words.seeTools}
        </Button>
        <Button onPress={toTab('overview')}>{words.toConnection}</Button>
        <Button look="quiet" onPress={() => go({ screen: 'add' })}>
          {words.addAnother}
        </Button>
      </div>
    </div>
  )
}
