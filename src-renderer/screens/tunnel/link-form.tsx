/** Links this computer to a tunnel with a one-time key. */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { Problem } from '#contract/problem.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { TextField } from '../../parts/text-field.tsx'

export function LinkForm({ problem }: { readonly problem: Problem | undefined }): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const [key, setKey] = useState('')
  const words = texts.tunnel
  const shown = act.problem ?? problem
  return (
    <Form
      className="card stack link-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (key.trim() !== '') act.run('tunnel.link', { key: key.trim() }, () => setKey(''))
      }}
    >
      <div>
        <h2>{words.linkTitle}</h2>
        <p className="soft">{words.linkLead}</p>
      </div>
      <TextField
        label={words.key}
        value={key}
        onChange={setKey}
        secret
        mono
        maxLength={4096}
        after={
          <Button
            look="primary"
            type="submit"
            isDisabled={key.trim() === ''}
            isPending={act.busy !== undefined}
          >
            {words.link}
          </Button>
        }
      />
      {shown && <ProblemCard problem={shown} />}
    </Form>
  )
}
