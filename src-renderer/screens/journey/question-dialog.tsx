/** A yes or no that only the person can say, with the facts to decide by. */
import type { ReactNode } from 'react'
import type { Journey } from '#contract/journey.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'

/** Nothing where the journey asks nothing. */
export function QuestionDialog({ journey }: { readonly journey: Journey }): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const { phase } = journey
  if (phase.status !== 'asking') return null
  const answer = (yes: boolean): void =>
    act.run('journeys.answer', { journeyId: journey.id, questionId: phase.questionId, yes })
  return (
    <ConfirmDialog
      title={texts.journey.question[phase.question]}
      yes={texts.journey.yes}
      no={texts.journey.no}
      isBusy={act.busy !== undefined}
      onYes={() => answer(true)}
      onNo={() => answer(false)}
    >
      <p>{texts.journey.questionHelp[phase.question]}</p>
      <p className="facts-text">{texts.tell(phase.text)}</p>
      {act.problem && <ProblemCard problem={act.problem} />}
    </ConfirmDialog>
  )
}
