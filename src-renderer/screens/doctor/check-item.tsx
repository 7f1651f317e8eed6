/** One check: how it went and what was seen; where something is wrong also why it matters, what to do, and whose turn it is. */
import type { ReactNode } from 'react'
import type { Check } from '#contract/check.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { Chip, type Tone } from '../../parts/chip.tsx'
import { wayOut } from '../../parts/way-out.ts'
import { WayOutButton } from '../../parts/way-out-button.tsx'

const tones: Readonly<Record<Check['status'], Tone>> = {
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
  skip: 'still',
}

export function CheckItem({ check }: { readonly check: Check }): ReactNode {
  const words = useTexts().doctor
  const { id, status, evidence } = check
  const isWrong = status === 'fail' || status === 'warn'
  return (
    <li className={`check check-${status}`}>
      <div className="check-head">
        <h2>{words.titles[id]}</h2>
        <Chip tone={tones[status]}>{words.statuses[status]}</Chip>
      </div>
      {evidence !== '' && <p className={isWrong ? '' : 'soft'}>{words.seen(check)}</p>}
      {isWrong && <WhatToDo check={check} />}
    </li>
  )
}

function WhatToDo({ check }: { readonly check: Check }): ReactNode {
  const texts = useTexts()
  const words = texts.doctor
  const { whoseTurn, code } = check
  return (
    <>
      <p className="check-next">{words.next(check)}</p>
      <p className="soft">{words.why(check)}</p>
      <p className="problem-where soft">
        {whoseTurn && <span>{texts.problem.turn[whoseTurn]}</span>}
        {code && <code>{code}</code>}
      </p>
      {code && wayOut(code) && (
        <div className="actions">
          <WayOutButton code={code} />
        </div>
      )}
    </>
  )
}
