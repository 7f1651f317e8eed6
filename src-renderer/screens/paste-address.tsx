/** The one field everything begins with: whatever is pasted is looked at. */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { useApp } from '../frame/app-context.tsx'
import { useActing } from '../frame/use-acting.ts'
import { Button } from '../parts/button.tsx'
import { ProblemCard } from '../parts/problem-card.tsx'
import { TextField } from '../parts/text-field.tsx'

export function PasteAddress(): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  const [text, setText] = useState('')
  const words = texts.connections
  const look = (): void => {
    if (text.trim() === '') return
    act.run('setup.look', { text }, ({ journeyId }) => go({ screen: 'journey', journeyId }))
  }
  return (
    <Form
      className="paste"
      onSubmit={(event) => {
        event.preventDefault()
        look()
      }}
    >
      <TextField
        label={words.pasteAddress}
        value={text}
        onChange={setText}
        placeholder={words.pasteExample}
        help={words.pasteHelp}
        mono
        autoFocus
        after={
          <Button look="primary" type="submit" isPending={act.busy === 'setup.look'}>
            {words.look}
          </Button>
        }
      />
      {act.problem && <ProblemCard problem={act.problem} />}
    </Form>
  )
}
