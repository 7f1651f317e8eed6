/** Asks the server before the browser opens whether it knows the client id and the callback address; offers the other spelling. */
import { useState, type ReactNode } from 'react'
import type { CommandInput, CommandOutput } from '#contract/commands.ts'
import type { LoopbackSpelling } from '#contract/connection.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'

type Question = Omit<CommandInput<'journeys.check-client'>, 'clientId'>

export function ClientCheck(props: {
  readonly question: Question
  readonly clientId: string
  readonly onSpelling: (spelling: LoopbackSpelling) => void
}): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const { question, clientId } = props
  const [answer, setAnswer] = useState<{
    readonly to: string
    readonly checked: CommandOutput<'journeys.check-client'>
  }>()
  const words = texts.client
  const other = question.spelling === 'localhost' ? '127.0.0.1' : 'localhost'
  const about = (spelling: LoopbackSpelling): string => `${spelling} ${clientId}`
  // An answer about another id or another address says nothing about these.
  const checked = answer?.to === about(question.spelling) ? answer.checked : undefined
  const check = (spelling: LoopbackSpelling): void =>
    act.run('journeys.check-client', { ...question, spelling, clientId }, (said) =>
      setAnswer({ to: about(spelling), checked: said }),
    )
  const checkOther = (): void => {
    props.onSpelling(other)
    check(other)
  }
  return (
    <>
      <div className="inline">
        <Button
          small
          isDisabled={clientId === ''}
          isPending={act.busy !== undefined}
          onPress={() => check(question.spelling)}
        >
          {words.check}
        </Button>
        {checked && (
          <p role="status" className={`check check-${checked.verdict}`}>
            {words.verdict[checked.verdict]} {checked.said !== '' && <q>{checked.said}</q>}
          </p>
        )}
        {checked?.verdict === 'callback-refused' && (
          <Button small onPress={checkOther}>
            {words.checkOther(other)}
          </Button>
        )}
      </div>
      {act.problem && <ProblemCard problem={act.problem} />}
    </>
  )
}
