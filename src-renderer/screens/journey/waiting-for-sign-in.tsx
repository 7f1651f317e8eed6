/** While the person signs in in the browser: every other way to get there is on the same screen. */
import { useState, type ReactNode } from 'react'
import type { Journey, Phase } from '#contract/journey.ts'
import { useApp } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button, Spinner } from '../../parts/button.tsx'
import { CopyButton, CopyLine } from '../../parts/copy.tsx'
import { Fold } from '../../parts/fold.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { CancelButton } from './cancel-button.tsx'
import { TimeLeft } from './time-left.tsx'

/** Notes that say why what was pasted was not taken. */
const refusals = ['reply-state-mismatch', 'pasted-address-unusable']

export function WaitingForSignIn(props: {
  readonly journey: Journey
  readonly phase: Extract<Phase, { status: 'waiting-for-sign-in' }>
  /** Pages of other computers do not open in windows of the app then. */
  readonly asRoot: boolean
}): ReactNode {
  const { texts } = useApp()
  const act = useActing()
  const { journey, phase } = props
  const words = texts.journey
  const journeyId = journey.id
  const isElsewhere = !isOfThisComputer(phase.redirectUri)
  return (
    <section className="card waiting">
      <header className="waiting-head">
        <Spinner />
        <div role="status">
          <h2>{words.waitingTitle}</h2>
          <p className="soft">{phase.browserOpened ? words.waitingText : words.waitingLink}</p>
        </div>
        <TimeLeft until={phase.expiresAt} />
      </header>
      {props.asRoot && !isOfThisComputer(phase.url) && (
        <p className="banner banner-warn">{words.waitingAsRoot}</p>
      )}
      {phase.attempt > 1 && <p className="soft">{words.attempt(phase.attempt)}</p>}
      <CopyLine label={words.copyLink} value={phase.url} />
      <div className="actions">
        <Button
          look={phase.browserOpened ? 'normal' : 'primary'}
          icon="open"
          autoFocus
          isPending={act.busy === 'journeys.open-again'}
          onPress={() => act.run('journeys.open-again', { journeyId })}
        >
          {phase.browserOpened ? words.openAgain : words.openPage}
        </Button>
        <CopyButton text={phase.url} label={words.copyLink} />
        <CancelButton journey={journey} />
      </div>
      {isElsewhere && <p className="banner banner-info">{words.waitingElsewhere}</p>}
      <OtherWays journey={journey} isOpen={isElsewhere} />
      {act.problem && <ProblemCard problem={act.problem} />}
    </section>
  )
}

function isOfThisComputer(address: string): boolean {
  return ['127.0.0.1', 'localhost'].includes(URL.parse(address)?.hostname ?? '')
}

function OtherWays(props: { readonly journey: Journey; readonly isOpen: boolean }): ReactNode {
  const { journey } = props
  const { texts, go } = useApp()
  const act = useActing()
  const [pasted, setPasted] = useState('')
  const words = texts.journey
  const journeyId = journey.id
  const newest = journey.notes.at(-1)
  const refused = newest && refusals.includes(newest.code) ? newest : undefined
  return (
    <Fold title={words.pasteTitle} isOpen={props.isOpen}>
      <div className="stack">
        <TextField
          label={words.pasteLabel}
          help={words.pasteHelp}
          value={pasted}
          onChange={setPasted}
          mono
          after={
            <Button
              isDisabled={pasted.trim() === ''}
              isPending={act.busy === 'journeys.paste'}
              onPress={() =>
                act.run('journeys.paste', { journeyId, text: pasted }, () => setPasted(''))
              }
            >
              {words.pasteSend}
            </Button>
          }
        />
        {refused && (
          <p className="banner banner-warn" role="alert">
            {texts.tell({ english: refused.message, says: refused.says })}
          </p>
        )}
        <div className="offer">
          <p className="soft">{words.useDeviceHelp}</p>
          <Button
            isPending={act.busy === 'journeys.use-device-code'}
            onPress={() =>
              act.run('journeys.use-device-code', { journeyId }, (next) =>
                go({ screen: 'journey', journeyId: next.journeyId }),
              )
            }
          >
            {words.useDevice}
          </Button>
        </div>
        {act.problem && <ProblemCard problem={act.problem} />}
      </div>
    </Fold>
  )
}
