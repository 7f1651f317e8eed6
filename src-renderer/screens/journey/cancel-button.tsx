/** Cancels a journey by its button and, where nothing typed could be lost, by Esc anywhere on the screen. */
import { useEffect, type ReactNode } from 'react'
import type { Journey } from '#contract/journey.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'

export function CancelButton(props: {
  readonly journey: Journey
  readonly byEscape?: boolean
}): ReactNode {
  const { journey, byEscape = true } = props
  const texts = useTexts()
  const act = useActing()
  const cancel = (): void => act.run('journeys.cancel', { journeyId: journey.id })
  useEscape(cancel, byEscape)
  return (
    <>
      <Button onPress={cancel} isPending={act.busy !== undefined}>
        {texts.common.cancel}
      </Button>
      {byEscape && (
        <span className="soft" aria-hidden="true">
          {texts.journey.cancelHint}
        </span>
      )}
    </>
  )
}

/** Esc that no open dialog or menu took for itself. */
function useEscape(then: () => void, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined
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
