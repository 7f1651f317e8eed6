/** The callback of the AI platform, for apps that are registered with it. */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { Preferences } from '#contract/preferences.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { TextField } from '../../parts/text-field.tsx'

export function PlatformForm({ preferences }: { readonly preferences: Preferences }): ReactNode {
  const words = useTexts().settings
  const act = useActing()
  const [callback, setCallback] = useState(preferences.platformCallback)
  return (
    <Form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault()
        act.run('preferences.change', { platformCallback: callback.trim() })
      }}
    >
      <TextField
        label={words.platformCallback}
        help={words.platformCallbackHelp}
        placeholder={words.platformExample}
        value={callback}
        onChange={setCallback}
        mono
        after={
          <Button type="submit" isPending={act.busy !== undefined}>
            {words.save}
          </Button>
        }
      />
      {act.problem && <ProblemCard problem={act.problem} />}
    </Form>
  )
}
