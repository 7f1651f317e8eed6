/** The verdict of the discovery, in words anybody understands. */
import type { ReactNode } from 'react'
import type { Findings, Verdict } from '#contract/journey.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'

const looks: Readonly<Record<Verdict, { readonly icon: IconName; readonly tone: string }>> = {
  'registers-itself': { icon: 'check', tone: 'good' },
  'identified-by-document': { icon: 'check', tone: 'good' },
  'app-by-hand': { icon: 'key', tone: 'warn' },
  'no-login': { icon: 'check', tone: 'good' },
  'login-optional': { icon: 'check', tone: 'good' },
  'login-not-discoverable': { icon: 'lock', tone: 'warn' },
}

export function VerdictCard(props: {
  readonly found: Findings
  readonly isHeaderLogin: boolean
}): ReactNode {
  const texts = useTexts()
  const { verdict } = props.found
  const look = props.isHeaderLogin ? { icon: 'key' as const, tone: 'good' } : looks[verdict]
  return (
    <section className={`verdict verdict-${look.tone}`} role="status">
      <span className="verdict-mark">
        <Icon name={look.icon} />
      </span>
      <div>
        <h2>{props.isHeaderLogin ? texts.setup.headerVerdict : texts.setup.verdict[verdict]}</h2>
        <p className="soft">
          {props.isHeaderLogin ? texts.setup.headerVerdictHelp : texts.setup.verdictHelp[verdict]}
        </p>
      </div>
    </section>
  )
}
