/** An examination by the doctor: each check as it comes, and what to do where something is wrong. */
import type { ReactNode } from 'react'
import type { AppState } from '#contract/app-state.ts'
import type { Check } from '#contract/check.ts'
import type { ExaminationSubject, ExaminationView } from '#contract/examination.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button, Spinner } from '../../parts/button.tsx'
import { ExamineButton } from '../../parts/examine-button.tsx'
import { Page } from '../../parts/page.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { ConnectionIdContext } from '../../parts/way-out-button.tsx'
import { CheckItem } from './check-item.tsx'
import { DoctorReport } from './doctor-report.tsx'

type Begun = Exclude<ExaminationView, { status: 'none' }>
type Words = ReturnType<typeof useTexts>['doctor']

export function DoctorScreen({ state }: { readonly state: AppState }): ReactNode {
  const words = useTexts().doctor
  const { examination } = state
  if (examination.status === 'none') {
    return (
      <Page title={words.title} lead={words.none} narrow>
        <div className="actions">
          <ExamineButton subject={{ kind: 'machine' }} label={words.checkComputer} />
        </div>
      </Page>
    )
  }
  const { subject } = examination
  return (
    <ConnectionIdContext value={subject.kind === 'connection' ? subject.connectionId : undefined}>
      <Page
        title={words.title}
        lead={subjectWords(subject, state, words)}
        actions={<Actions examination={examination} />}
        narrow
      >
        {examination.status === 'failed' ? (
          <ProblemCard problem={examination.problem} />
        ) : (
          <Checks examination={examination} />
        )}
      </Page>
    </ConnectionIdContext>
  )
}

function Actions({ examination }: { readonly examination: Begun }): ReactNode {
  const texts = useTexts()
  const act = useActing()
  if (examination.status === 'running') {
    return (
      <Button isPending={act.busy !== undefined} onPress={() => act.run('doctor.cancel', {})}>
        {texts.common.cancel}
      </Button>
    )
  }
  return (
    <>
      <ExamineButton subject={examination.subject} label={texts.doctor.again} />
      <DoctorReport />
    </>
  )
}

function Checks(props: { readonly examination: Exclude<Begun, { status: 'failed' }> }): ReactNode {
  const words = useTexts().doctor
  const { status, checks } = props.examination
  const failed = checks.filter((each) => each.status === 'fail')
  const warned = checks.filter((each) => each.status === 'warn')
  const wrong = [...failed, ...warned]
  const well = checks.filter((each) => !wrong.includes(each))
  return (
    <div className="stack">
      <p className="inline" role="status">
        {status === 'running' && <Spinner />}
        <strong>{summaryOf(status, checks, words)}</strong>
      </p>
      {/* What needs somebody comes first. */}
      {[wrong, well].map(
        (some, index) =>
          some.length > 0 && (
            <ol className="checks card" key={index === 0 ? 'wrong' : 'well'}>
              {some.map((check) => (
                <CheckItem key={check.id} check={check} />
              ))}
            </ol>
          ),
      )}
    </div>
  )
}

function summaryOf(
  status: 'running' | 'done' | 'cancelled',
  checks: readonly Check[],
  words: Words,
): string {
  const count = (wanted: Check['status']): number =>
    checks.filter((each) => each.status === wanted).length
  if (status === 'running') return words.running
  if (status === 'cancelled') return words.cancelled
  const [failures, warnings] = [count('fail'), count('warn')]
  return failures + warnings === 0 ? words.allWell : words.found(failures, warnings)
}

function subjectWords(subject: ExaminationSubject, state: AppState, words: Words): ReactNode {
  switch (subject.kind) {
    case 'machine':
      return words.ofComputer
    case 'address':
      return <code>{subject.url}</code>
    case 'connection':
      return state.connections.find((each) => each.id === subject.connectionId)?.name ?? ''
  }
}
