/** How long there is still time, counting down. */
import type { ReactNode } from 'react'
import { useNow } from '../../frame/clock.ts'
import { useTexts } from '../../frame/app-context.tsx'

/** `until`: milliseconds since 1970. Not announced: a screen reader would speak each second. */
export function TimeLeft({ until }: { readonly until: number }): ReactNode {
  const texts = useTexts()
  const seconds = Math.max(0, Math.round((until - useNow()) / 1000))
  return <span className="soft time">{texts.journey.timeLeft(texts.common.span(seconds))}</span>
}
