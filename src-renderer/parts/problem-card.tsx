/** Every failure looks like this: what happened, where, whose turn it is, what to do, and the facts for a ticket. */
import type { ReactNode } from 'react'
import type { Problem } from '#contract/problem.ts'
import { useTexts } from '../frame/app-context.tsx'
import { CopyButton } from './copy.tsx'
import { Facts } from './facts.tsx'
import { Fold } from './fold.tsx'
import { Icon } from './icons.tsx'
import { problemReport } from './problem-report.ts'
import { WayOutButton } from './way-out-button.tsx'

export function ProblemCard(props: {
  readonly problem: Problem
  /** What can be done from here, as buttons, in the place of what the code alone suggests. */
  readonly actions?: ReactNode
}): ReactNode {
  const texts = useTexts()
  const { problem } = props
  const { says, next } = texts.problem.words(problem)
  const details = Object.entries(problem.details ?? {})
  return (
    <section className={`problem problem-${problem.whoseTurn}`} role="alert">
      <Icon name="warning" />
      <div className="problem-body">
        <p className="problem-says">{says}</p>
        <p className="problem-next">{next}</p>
        <p className="problem-where soft">
          <span>{texts.problem.step[problem.step]}</span>
          <span>{texts.problem.turn[problem.whoseTurn]}</span>
          <code>{problem.code}</code>
        </p>
        <div className="actions">
          {props.actions ?? <WayOutButton code={problem.code} />}
          <CopyButton
            small
            text={problemReport(problem)}
            label={
              problem.whoseTurn === 'you' ? texts.problem.copyDetails : texts.problem.copyForThem
            }
          />
        </div>
        {details.length > 0 && (
          <Fold title={texts.problem.details}>
            <Facts
              facts={details.map(([name, value]) => ({ name, value: <code>{value}</code> }))}
            />
          </Fold>
        )}
      </div>
    </section>
  )
}
