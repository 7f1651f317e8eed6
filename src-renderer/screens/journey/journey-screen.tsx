/** A journey, from the pasted address or a sign-in to its end: one view for each thing it can be waiting for. */
import type { ReactNode } from 'react'
import type { AppState } from '#contract/app-state.ts'
import type { Journey } from '#contract/journey.ts'
import { useApp } from '../../frame/app-context.tsx'
import { Button, Spinner } from '../../parts/button.tsx'
import { Fold } from '../../parts/fold.tsx'
import { Page } from '../../parts/page.tsx'
import { ClientDialog } from './client-dialog.tsx'
import { Done } from './done.tsx'
import { Ended } from './ended.tsx'
import { FoundForm } from './found-form.tsx'
import { journeyName } from './journey-words.ts'
import { Looking } from './looking.tsx'
import { QuestionDialog } from './question-dialog.tsx'
import { sampleOf } from './sample-of.ts'
import { Stepper } from './stepper.tsx'
import { useDismissal } from './use-dismissal.ts'
import { WaitingForDevice } from './waiting-for-device.tsx'
import { WaitingForSignIn } from './waiting-for-sign-in.tsx'
import { CancelButton } from './cancel-button.tsx'

export function JourneyScreen(props: {
  readonly state: AppState
  readonly journeyId: string
}): ReactNode {
  const { texts, go } = useApp()
  const { state } = props
  const journey = state.journeys.find((each) => each.id === props.journeyId)
  useDismissal(journey)
  // The answer to a command can come before the state that knows of it.
  if (!journey) {
    return (
      <Page title={texts.setup.title} narrow>
        <p className="soft">{texts.journey.gone}</p>
        <Button onPress={() => go({ screen: 'connections' })}>{texts.imports.toList}</Button>
      </Page>
    )
  }
  const name = journeyName(journey, state.connections)
  return (
    <Page
      title={titleOf(journey, name, texts)}
      lead={<code>{addressOf(journey, state)}</code>}
      narrow
    >
      {journey.purpose.kind === 'connect' && <Stepper journey={journey} />}
      {journey.resumed && <p className="banner banner-info">{texts.journey.resumed}</p>}
      <PhaseView journey={journey} state={state} />
      {journey.notes.length > 0 && (
        <Fold title={texts.journey.notes(journey.notes.length)}>
          <ul className="notes">
            {journey.notes.map((note, index) => (
              <li key={`${index}-${note.code}`}>
                {texts.tell({ english: note.message, says: note.says })}
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </Page>
  )
}

function PhaseView(props: { readonly journey: Journey; readonly state: AppState }): ReactNode {
  const { texts } = useApp()
  const { journey, state } = props
  const { phase } = journey
  switch (phase.status) {
    case 'discovering':
      return <Looking journey={journey} />
    case 'found':
      return journey.found ? (
        <FoundForm
          journey={journey}
          found={journey.found}
          tunnel={state.tunnel}
          sample={sampleOf(journey, state.samples)}
        />
      ) : null
    case 'registering':
      return (
        <Busy
          journey={journey}
          text={texts.journey.registering[phase.way]}
          more={texts.tell(phase.reason)}
        />
      )
    case 'verifying':
      return <Busy journey={journey} text={texts.journey.verifying} />
    case 'client-needed':
      return (
        <>
          <Busy journey={journey} text={texts.journey.registering.manual} />
          <ClientDialog
            key={phase.questionId}
            journey={journey}
            phase={phase}
            sample={sampleOf(journey, state.samples)}
          />
        </>
      )
    case 'asking':
      return (
        <>
          <Busy journey={journey} text={texts.journey.question[phase.question]} />
          <QuestionDialog journey={journey} />
        </>
      )
    case 'waiting-for-sign-in':
      return <WaitingForSignIn journey={journey} phase={phase} asRoot={state.shell.asRoot} />
    case 'waiting-for-device':
      return <WaitingForDevice journey={journey} phase={phase} />
    case 'done':
      return <Done journey={journey} phase={phase} state={state} />
    case 'failed':
    case 'cancelled':
      return <Ended journey={journey} phase={phase} vault={state.vault} />
  }
}

function Busy(props: {
  readonly journey: Journey
  readonly text: string
  readonly more?: string
}): ReactNode {
  return (
    <section className="card">
      <p className="inline" role="status">
        <Spinner /> <strong>{props.text}</strong>
      </p>
      {props.more !== undefined && <p className="soft">{props.more}</p>}
      <div className="actions">
        <CancelButton journey={props.journey} />
      </div>
    </section>
  )
}

function titleOf(
  journey: Journey,
  name: string,
  texts: ReturnType<typeof useApp>['texts'],
): string {
  switch (journey.purpose.kind) {
    case 'connect':
      return texts.setup.title
    case 'sign-in':
      return texts.journey.signInTitle(name)
    case 'use':
      return texts.journey.useTitle(name)
  }
}

function addressOf(journey: Journey, state: AppState): string {
  const { purpose } = journey
  if (purpose.kind === 'connect') return purpose.url
  return state.connections.find((each) => each.id === purpose.connectionId)?.url ?? ''
}
