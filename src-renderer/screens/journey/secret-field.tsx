/** A secret: hidden, revealed on demand, replaced as a whole. */
import { useState, type ReactNode } from 'react'
import { useTexts } from '../../frame/app-context.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { TextField } from '../../parts/text-field.tsx'

export function SecretField(props: {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly isNeeded: boolean
}): ReactNode {
  const texts = useTexts()
  const [isShown, setShown] = useState(false)
  const words = texts.client
  return (
    <TextField
      label={words.clientSecret}
      help={props.isNeeded ? words.secretNeeded : words.secretOptional}
      value={props.value}
      onChange={props.onChange}
      secret={!isShown}
      mono
      after={
        props.value !== '' && (
          <>
            <Button
              small
              look="quiet"
              aria-label={isShown ? words.conceal : words.reveal}
              onPress={() => setShown(!isShown)}
            >
              {isShown ? texts.common.hide : texts.common.show}
            </Button>
            <IconButton icon="close" label={words.replace} onPress={() => props.onChange('')} />
          </>
        )
      }
    />
  )
}
