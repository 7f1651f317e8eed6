/** A text for support, seen before it is passed on. */
import { useState, type ReactNode } from 'react'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { ExamineButton } from '../../parts/examine-button.tsx'
import { CopyButton } from '../../parts/copy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'

export function Diagnostics(): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const [text, setText] = useState<string>()
  const words = texts.settings
  return (
    <Section title={words.diagnostics}>
      <div className="card offer">
        <p className="soft">{words.diagnosticsHelp}</p>
        <ExamineButton subject={{ kind: 'machine' }} label={texts.doctor.checkComputer} />
        <Button
          isPending={act.busy !== undefined}
          onPress={() => act.run('app.diagnostics', {}, (made) => setText(made.text))}
        >
          {words.makeDiagnostics}
        </Button>
      </div>
      {act.problem && <ProblemCard problem={act.problem} />}
      {text !== undefined && (
        <TextDialog title={words.diagnosticsTitle} text={text} onClose={() => setText(undefined)} />
      )}
    </Section>
  )
}

/** A long text to look at and to copy. */
export function TextDialog(props: {
  readonly title: string
  readonly text: string
  readonly onClose: () => void
}): ReactNode {
  const texts = useTexts()
  return (
    <Dialog
      title={props.title}
      wide
      onClose={props.onClose}
      actions={
        <>
          <Button onPress={props.onClose}>{texts.common.close}</Button>
          <CopyButton look="primary" text={props.text} />
        </>
      }
    >
      <pre className="preview" tabIndex={0}>
        {props.text}
      </pre>
    </Dialog>
  )
}
