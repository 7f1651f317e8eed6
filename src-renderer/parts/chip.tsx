/** A state in a word, with a colour that only repeats it. */
import type { ReactNode } from 'react'

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'still'

export function Chip(props: { readonly tone: Tone; readonly children: ReactNode }): ReactNode {
  return <span className={`chip chip-${props.tone}`}>{props.children}</span>
}
