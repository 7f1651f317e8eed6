/** The state of a connection in a word. */
import type { ReactNode } from 'react'
import type { Chip as ChipName } from '#contract/app-state.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { Chip, type Tone } from '../../parts/chip.tsx'

const tones: Readonly<Record<ChipName, Tone>> = {
  working: 'info',
  'needs-sign-in': 'warn',
  'needs-client-id': 'warn',
  unreachable: 'bad',
  'tunnel-offline': 'bad',
  ready: 'good',
  new: 'still',
}

export function ChipOf({ chip }: { readonly chip: ChipName }): ReactNode {
  const texts = useTexts()
  return <Chip tone={tones[chip]}>{texts.connections.chip[chip]}</Chip>
}
