/** Where in the setup one is. */
import type { ReactNode } from 'react'
import type { Journey } from '#contract/journey.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { Icon } from '../../parts/icons.tsx'

const steps = ['look', 'details', 'signIn', 'done'] as const

export function Stepper({ journey }: { readonly journey: Journey }): ReactNode {
  const texts = useTexts()
  const here = stepOf(journey)
  return (
    <ol className="stepper" aria-label={texts.setup.stepsLabel}>
      {steps.map((step, index) => {
        const isDone = index < here || (step === 'done' && journey.phase.status === 'done')
        return (
          <li
            key={step}
            className={isDone ? 'step step-done' : index === here ? 'step step-here' : 'step'}
            {...(index === here && { 'aria-current': 'step' })}
          >
            <span className="step-mark" aria-hidden="true">
              {isDone ? <Icon name="check" /> : index + 1}
            </span>
            {texts.setup.steps[step]}
          </li>
        )
      })}
    </ol>
  )
}

function stepOf({ phase, found, signedIn }: Journey): number {
  switch (phase.status) {
    case 'discovering':
      return 0
    case 'found':
      return 1
    case 'registering':
    case 'client-needed':
    case 'waiting-for-sign-in':
    case 'waiting-for-device':
    case 'verifying':
      return 2
    case 'asking':
      return found ? 2 : 0
    case 'done':
      return 3
    case 'failed':
    case 'cancelled':
      return signedIn || found ? 2 : 0
  }
}
