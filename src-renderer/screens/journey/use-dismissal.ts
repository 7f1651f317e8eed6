/** Whoever leaves the screen of an ended journey has seen how it ended: it is taken off the list. */
import { useEffect, useRef } from 'react'
import type { Journey } from '#contract/journey.ts'
import { useApp } from '../../frame/app-context.tsx'
import { isUnderWay } from './journey-words.ts'

export function useDismissal(journey: Journey | undefined): void {
  const { client } = useApp()
  const ended = useRef<string>(undefined)
  useEffect(() => {
    ended.current = journey && !isUnderWay(journey) ? journey.id : undefined
  })
  useEffect(
    () => () => {
      if (ended.current === undefined) return
      // Gone already, or the app is: either way there is nothing to tell the person.
      void client.run('journeys.dismiss', { journeyId: ended.current })
    },
    [client],
  )
}
