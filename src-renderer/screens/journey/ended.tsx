/** The end of a journey that did not work, or was cancelled: why, and how to go on. */
import { useState, type ReactNode } from 'react'
import type { VaultView } from '#contract/app-state.ts'
import type { ExaminationSubject } from '#contract/examination.ts'
import type { Journey, Phase, Purpose } from '#contract/journey.ts'
import { useApp } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { ExamineButton } from '../../parts/examine-button.tsx'
import { Fold } from '../../parts/fold.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { ProbeList } from '../probe-list.tsx'
import { VaultDialog } from '../settings/vault-dialog.tsx'
import { isAtVault } from './is-at-vault.ts'

export function Ended(props: {
  readonly journey: Journey
  readonly phase: Extract<Phase, { status: 'failed' | 'cancelled' }>
  readonly vault: VaultView
}): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  const [choosing, setChoosing] = useState(false)
  const { journey, phase } = props
  const needsVault = isAtVault(journey) && props.vault.status === 'failed'
  const journeyId = journey.id
  const { purpose } = journey
  const leave = (): void =>
    go(
      purpose.kind === 'connect'
        ? { screen: 'connections' }
        : { screen: 'connection', connectionId: purpose.connectionId, tab: 'overview' },
    )
  const retry = (): void => {
    setChoosing(false)
    act.run('journeys.retry', { journeyId }, (next) =>
      go({ screen: 'journey', journeyId: next.journeyId }),
    )
  }
  const buttons = (
    <>
      <Button
        look="primary"
        small
        autoFocus
        isPending={act.busy === 'journeys.retry'}
        onPress={needsVault ? () => setChoosing(true) : retry}
      >
        {needsVault ? texts.frame.chooseVault : texts.common.tryAgain}
      </Button>
      {phase.status === 'failed' && !needsVault && (
        <ExamineButton small subject={subjectOf(purpose)} />
      )}
      <Button small onPress={leave}>
        {texts.common.close}
      </Button>
    </>
  )
  return (
    <div className="stack">
      {phase.status === 'failed' ? (
        <ProblemCard problem={phase.problem} actions={buttons} />
      ) : (
        <section className="card">
          <h2>{texts.journey.cancelledTitle}</h2>
          <p className="soft">{texts.journey.cancelledText}</p>
          <div className="actions">{buttons}</div>
        </section>
      )}
      {choosing && <VaultDialog onClose={() => setChoosing(false)} onChosen={retry} />}
      {act.problem && <ProblemCard problem={act.problem} />}
      {journey.probes.length > 0 && (
        <Fold title={texts.setup.showTrace(journey.probes.length)}>
          <ProbeList
            probes={journey.probes}
            isFailed={phase.status === 'failed' && phase.problem.step === 'discovery'}
          />
        </Fold>
      )}
    </div>
  )
}

function subjectOf(purpose: Purpose): ExaminationSubject {
  return purpose.kind === 'connect'
    ? { kind: 'address', url: purpose.url }
    : { kind: 'connection', connectionId: purpose.connectionId }
}
