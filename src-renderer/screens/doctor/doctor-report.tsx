/** The report of an examination for support, seen before it is passed on. */
import { useState, type ReactNode } from 'react'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { TextDialog } from '../settings/diagnostics.tsx'

export function DoctorReport(): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const [text, setText] = useState<string>()
  const close = (): void => setText(undefined)
  return (
    <>
      <Button
        isPending={act.busy !== undefined}
        onPress={() => act.run('doctor.report', {}, (made) => setText(made.text))}
      >
        {texts.doctor.report}
      </Button>
      {text !== undefined && (
        <TextDialog title={texts.doctor.reportTitle} text={text} onClose={close} />
      )}
    </>
  )
}
