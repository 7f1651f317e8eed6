/** The next action of a problem as a button, where this window has one for it. */
import { createContext, useContext, type ReactNode } from 'react'
import type { ProblemCode } from '#contract/problem.ts'
import { useApp } from '../frame/app-context.tsx'
import { useActing } from '../frame/use-acting.ts'
import { Button } from './button.tsx'
import { ExamineButton } from './examine-button.tsx'
import { wayOut } from './way-out.ts'

/** The connection whose screen this is. */
export const ConnectionIdContext = createContext<string | undefined>(undefined)

export function WayOutButton({ code }: { readonly code: ProblemCode }): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  const connectionId = useContext(ConnectionIdContext)
  const way = wayOut(code)
  if (way === 'tunnel' || way === 'settings') {
    return (
      <Button small onPress={() => go({ screen: way })}>
        {way === 'tunnel' ? texts.tunnel.goLink : texts.problem.goSettings}
      </Button>
    )
  }
  if (connectionId === undefined) return null
  if (way === undefined)
    return <ExamineButton small subject={{ kind: 'connection', connectionId }} />
  if (way === 'connection-settings') {
    return (
      <Button small onPress={() => go({ screen: 'connection', connectionId, tab: 'settings' })}>
        {texts.problem.goSettings}
      </Button>
    )
  }
  return (
    <Button
      small
      look="primary"
      isPending={act.busy !== undefined}
      onPress={() =>
        act.run('connections.sign-in', { connectionId }, ({ journeyId }) =>
          go({ screen: 'journey', journeyId }),
        )
      }
    >
      {way === 'sign-in' ? texts.connection.signIn : texts.connection.enterClient}
    </Button>
  )
}
