/** Cancels a journey, by its button or by Esc anywhere on the screen. */
import { useEffect, type ReactNode } from 'react'
import type { Journey } from '#contract/journey.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'

export function CancelButton({ journey }: { readonly journey: Journey }): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const cancel = (): void => act.run('journeys.cancel', { journeyId: journey.id })
  useEscape(cancel)
  return (
    <>
      <Button onPress={cancel} isPending={act.busy !== undefined}>
        {texts.common.cancel}
      </Button>
      <span className="soft" aria-hidden="true">
        {texts.journey.cancelHint}
      </span>
    </>
  )
}

/** Esc that no open dialog or menu took for itself. */
function useEscape(then: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const inOverlay = document.querySelector(
        '[role=dialog], [role=alertdialog], [role=listbox][data-open]',
      )
      if (event.key === 'Escape' && !event.defaultPrevented && !inOverlay) then()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}
