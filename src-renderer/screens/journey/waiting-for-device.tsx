/** Signing in with a short code on any device (RFC 8628 §3.3). */
import type { ReactNode } from 'react'
import type { Journey, Phase } from '#contract/journey.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { CopyButton, CopyLine } from '../../parts/copy.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { CancelButton } from './cancel-button.tsx'
import { TimeLeft } from './time-left.tsx'

export function WaitingForDevice(props: {
  readonly journey: Journey
  readonly phase: Extract<Phase, { status: 'waiting-for-device' }>
}): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const { journey, phase } = props
  const words = texts.journey
  return (
    <section className="card waiting">
      <header className="waiting-head">
        <div role="status">
          <h2>{words.deviceTitle}</h2>
          <p className="soft">{words.deviceText}</p>
        </div>
        <TimeLeft until={phase.expiresAt} />
      </header>
      <p className="device-code">
        <span className="visually-hidden">{words.deviceCode}: </span>
        <code>{phase.userCode}</code>
      </p>
      <CopyLine label={words.devicePage} value={phase.verificationUri} />
      <div className="actions">
        <Button
          look="primary"
          icon="open"
          autoFocus
          isPending={act.busy === 'app.show-page'}
          onPress={() => act.run('app.show-page', { url: phase.verificationUri })}
        >
          {words.openPage}
        </Button>
        <CopyButton text={phase.userCode} />
        <CancelButton journey={journey} />
      </div>
      {act.problem && <ProblemCard problem={act.problem} />}
    </section>
  )
}
