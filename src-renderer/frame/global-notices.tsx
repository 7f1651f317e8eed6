/** What concerns the whole app, above every screen: the vault, the app's own problem, and questions of calls under way. */
import { useState, type ReactNode } from 'react'
import type { AppState } from '#contract/app-state.ts'
import { Button } from '../parts/button.tsx'
import { ProblemCard } from '../parts/problem-card.tsx'
import { isAtVault } from '../screens/journey/is-at-vault.ts'
import { QuestionDialog } from '../screens/journey/question-dialog.tsx'
import { VaultDialog } from '../screens/settings/vault-dialog.tsx'
import { useTexts } from './app-context.tsx'
import type { Place } from './place.ts'
import { useActing } from './use-acting.ts'

export function GlobalNotices(props: {
  readonly state: AppState
  readonly place: Place
}): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const [choosing, setChoosing] = useState(false)
  const { vault, problem, journeys } = props.state
  const shown = props.place.screen === 'journey' ? props.place.journeyId : undefined
  // A problem is not shown twice: the screen of that journey has the same one, and goes on by itself afterwards.
  const saidBelow = journeys.some((each) => each.id === shown && isAtVault(each))
  const asking = journeys.find((each) => each.purpose.kind === 'use' && each.id !== shown)
  return (
    <>
      {vault.status === 'failed' && !saidBelow && (
        <div className="notice">
          <ProblemCard
            problem={vault.problem}
            actions={
              <>
                <Button look="primary" small onPress={() => setChoosing(true)}>
                  {texts.frame.chooseVault}
                </Button>
                <Button
                  small
                  isPending={act.busy === 'vault.retry'}
                  onPress={() => act.run('vault.retry', {})}
                >
                  {texts.common.tryAgain}
                </Button>
              </>
            }
          />
        </div>
      )}
      {problem && (
        <div className="notice">
          <ProblemCard
            problem={problem}
            actions={
              <Button small onPress={() => act.run('app.dismiss-problem', {})}>
                {texts.frame.dismiss}
              </Button>
            }
          />
        </div>
      )}
      {choosing && vault.status === 'failed' && <VaultDialog onClose={() => setChoosing(false)} />}
      {asking && <QuestionDialog journey={asking} />}
    </>
  )
}
