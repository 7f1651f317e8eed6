/** The window without its app, and the window that broke. */
import type { ReactNode } from 'react'
import type { Problem } from '#contract/problem.ts'
import { useTexts } from '../frame/app-context.tsx'
import { Button } from '../parts/button.tsx'
import { CopyLine } from '../parts/copy.tsx'
import { Fold } from '../parts/fold.tsx'
import { Mark } from '../parts/icons.tsx'
import type { Texts } from '../texts/language.ts'

/** Opens a window, in every language. */
const COMMAND = 'aip open'

export function LostScreen({ problem }: { readonly problem: Problem }): ReactNode {
  const texts = useTexts()
  // The app may well run: nothing is to be read here that makes anybody fear for it.
  const isStranger = problem.code === 'session-ended'
  return (
    <main className="centre">
      <div className="farewell" role="alert">
        <Mark size={48} />
        <h1>{isStranger ? texts.lost.strangerTitle : texts.lost.title}</h1>
        <p>{isStranger ? texts.lost.strangerText : texts.lost.text}</p>
        <p className="soft">{texts.lost.how}</p>
        <CopyLine label={COMMAND} value={COMMAND} />
        <Fold title={texts.problem.details}>
          <p className="soft">
            <code>{problem.code}</code> {problem.details?.['reason']}
          </p>
        </Fold>
      </div>
    </main>
  )
}

/** Shown after a mistake of the window itself; nothing of its state can be trusted, so it stands alone. */
export function Crashed({ texts }: { readonly texts: Texts }): ReactNode {
  return (
    <main className="centre">
      <div className="farewell" role="alert">
        <Mark size={48} />
        <h1>{texts.lost.crashed}</h1>
        <p>{texts.lost.crashedText}</p>
        <Button look="primary" onPress={() => location.reload()}>
          {texts.lost.reload}
        </Button>
      </div>
    </main>
  )
}
