/** Leads to an examination by the doctor, from wherever something does not work. */
import type { ReactNode } from 'react'
import type { ExaminationSubject } from '#contract/examination.ts'
import { useApp } from '../frame/app-context.tsx'
import { useActing } from '../frame/use-acting.ts'
import { Button } from './button.tsx'

export function ExamineButton(props: {
  readonly subject: ExaminationSubject
  readonly label?: string
  readonly small?: boolean
}): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  return (
    <Button
      small={props.small ?? false}
      isPending={act.busy !== undefined}
      onPress={() => act.run('doctor.examine', props.subject, () => go({ screen: 'doctor' }))}
    >
      {props.label ?? texts.doctor.findOut}
    </Button>
  )
}
