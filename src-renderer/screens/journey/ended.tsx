/** The end of a journey that did not work, or was cancelled: why, and how to go on. */
import type { ReactNode } from 'react'
import type { Journey, Phase } from '#contract/journey.ts'
import { useApp } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Fold } from '../../parts/fold.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { ProbeList } from '../probe-list.tsx'

export function Ended(props: {
  readonly journey: Journey
  readonly phase: Extract<Phase, { status: 'failed' | 'cancelled' }>
}): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  const { journey, phase } = props
  const journeyId = journey.id
  const { purpose } = journey
  const leave = (): void =>
    go(
      purpose.kind === 'connect'
        ? { screen: 'connections' }
        : { screen: 'connection', connectionId: purpose.connectionId, tab: 'overview' },
    )
  const buttons = (
    <>
      <Button
        look="primary"
        small
        autoFocus
        isPending={act.busy === 'journeys.retry'}
        onPress={() =>
          act.run('journeys.retry', { journeyId }, (next) =>
            go({ screen: 'journey', journeyId: next.journeyId }),
          )
        }
      >
        {texts.common.tryAgain}
      </Button>
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
