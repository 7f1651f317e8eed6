/** Gives a connection another name. */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { ConnectionView } from '#contract/app-state.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { TextField } from '../../parts/text-field.tsx'

export function RenameDialog(props: {
  readonly connection: ConnectionView
  readonly onClose: () => void
}): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const [name, setName] = useState(props.connection.name)
  const rename = (): void =>
    act.run(
      'connections.rename',
      { connectionId: props.connection.id, name: name.trim() },
      props.onClose,
    )
  return (
    <Dialog
      title={texts.connection.renameTitle}
      onClose={props.onClose}
      actions={
        <>
          <Button onPress={props.onClose}>{texts.common.cancel}</Button>
          <Button
            look="primary"
            isDisabled={name.trim() === ''}
            isPending={act.busy !== undefined}
            onPress={rename}
          >
            {texts.common.save}
          </Button>
        </>
      }
    >
      <Form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') rename()
        }}
      >
        <TextField
          label={texts.connection.name}
          value={name}
          onChange={setName}
          maxLength={100}
          autoFocus
        />
      </Form>
      {act.problem && <ProblemCard problem={act.problem} />}
    </Dialog>
  )
}
