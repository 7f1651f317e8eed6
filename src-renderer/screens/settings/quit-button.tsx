/** Ends the app; with a running tunnel only after saying what stops. */
import { useState, type ReactNode } from 'react'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'

export function QuitButton({ tunnel }: { readonly tunnel: TunnelView }): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const [isAsking, setAsking] = useState(false)
  const words = texts.settings
  const runs = tunnel.status === 'linked' && tunnel.agent.status !== 'stopped'
  const quit = (): void => {
    setAsking(false)
    act.run('app.quit', { evenWithTunnel: runs })
  }
  return (
    <>
      <Button isPending={act.busy !== undefined} onPress={() => (runs ? setAsking(true) : quit())}>
        {words.quit}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={words.quitTitle}
          yes={words.quit}
          isDanger
          onYes={quit}
          onNo={() => setAsking(false)}
        >
          <p>{words.quitText}</p>
        </ConfirmDialog>
      )}
      {act.problem && <ProblemCard problem={act.problem} />}
    </>
  )
}
