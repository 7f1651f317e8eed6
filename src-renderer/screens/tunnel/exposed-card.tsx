/** One server that is reachable through the tunnel: its public address, and target and sign-in each with a state. */
import type { ReactNode } from 'react'
import type { ExposedView } from '#contract/tunnel-view.ts'
import { useApp } from '../../frame/app-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Chip, type Tone } from '../../parts/chip.tsx'
import { CopyLine } from '../../parts/copy.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'

const targetTones: Readonly<Record<ExposedView['target']['status'], Tone>> = {
  unknown: 'still',
  reachable: 'good',
  unreachable: 'bad',
}
const signInTones: Readonly<Record<ExposedView['signIn'], Tone>> = {
  ready: 'good',
  'not-needed': 'still',
  needed: 'warn',
}

export function ExposedCard(props: {
  readonly exposed: ExposedView
  readonly name: string
}): ReactNode {
  const { texts, go } = useApp()
  const words = texts.tunnel
  const { exposed } = props
  const { target, connectionId } = exposed
  const toTools = (): void => go({ screen: 'connection', connectionId, tab: 'tools' })
  const toToken = (): void => go({ screen: 'connection', connectionId, tab: 'token' })
  return (
    <article className="card exposed">
      <header className="inline between">
        <strong>{props.name}</strong>
        <span className="inline">
          <span className="state-pair">
            <span className="soft">{words.target}</span>
            <Chip tone={targetTones[target.status]}>{words.targets[target.status]}</Chip>
          </span>
          <span className="state-pair">
            <span className="soft">{words.signIn}</span>
            <Chip tone={signInTones[exposed.signIn]}>{words.signIns[exposed.signIn]}</Chip>
          </span>
        </span>
      </header>
      <CopyLine label={words.publicUrl} value={exposed.publicUrl} />
      {exposed.signIn === 'needed' && (
        <p className="banner banner-warn inline between">
          {texts.connections.chip['needs-sign-in']}
          <Button small onPress={toToken}>
            {texts.journey.toConnection}
          </Button>
        </p>
      )}
      {target.status === 'unreachable' && <ProblemCard problem={target.problem} />}
      {exposed.heldBackTools.length > 0 && (
        <p className="banner banner-warn inline between">
          {words.heldBack(exposed.heldBackTools.length)}
          <Button small onPress={toTools}>
            {texts.journey.seeTools}
          </Button>
        </p>
      )}
    </article>
  )
}
