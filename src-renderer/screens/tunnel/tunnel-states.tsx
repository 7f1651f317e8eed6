/** Agent and line, each with its own state and the time it was last proven: a socket that is open proves nothing (R21). */
import type { ReactNode } from 'react'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useNow } from '../../frame/clock.ts'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Chip, type Tone } from '../../parts/chip.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'

type Linked = Extract<TunnelView, { status: 'linked' }>

const agentTones: Readonly<Record<Linked['agent']['status'], Tone>> = {
  stopped: 'still',
  starting: 'info',
  running: 'good',
  failed: 'bad',
}
const carrierTones: Readonly<Record<Linked['carrier']['status'], Tone>> = {
  offline: 'bad',
  connecting: 'info',
  online: 'good',
}

export function TunnelStates({ tunnel }: { readonly tunnel: Linked }): ReactNode {
  const texts = useTexts()
  const words = texts.tunnel
  const { agent, carrier } = tunnel
  const act = useActing()
  const start = (
    <Button
      small
      look="primary"
      isPending={act.busy !== undefined}
      onPress={() => act.run('tunnel.start', {})}
    >
      {agent.status === 'failed' ? words.start : texts.common.tryAgain}
    </Button>
  )
  return (
    <div className="stack">
      <p className="inline">
        <strong>{words.linked(tunnel.tunnel, tunnel.relay)}</strong>
        <Chip tone="still">{words.kinds[tunnel.kind]}</Chip>
      </p>
      <div className="states">
        <section className="card state">
          <h2>{words.agent}</h2>
          <Chip tone={agentTones[agent.status]}>{words.agents[agent.status]}</Chip>
          {agent.status === 'running' && <Ago since={agent.since} say={words.since} />}
          {agent.status === 'failed' && agent.retryAt !== undefined && <Until at={agent.retryAt} />}
        </section>
        <section className="card state">
          <h2>{words.carrier}</h2>
          <Chip tone={agent.status === 'stopped' ? 'still' : carrierTones[carrier.status]}>
            {words.carriers[carrier.status]}
          </Chip>
          {carrier.status === 'offline' && carrier.since !== undefined && (
            <Ago since={carrier.since} say={words.since} />
          )}
          {carrier.status === 'online' && (
            <>
              <Ago since={carrier.provenAt} say={words.proven} />
              <span className="soft">{words.lines(carrier.connections.length)}</span>
              {carrier.connections.map((line, index) => (
                <span key={index} className="soft">
                  <code>{line.node}</code> {line.rttMs !== null && words.rtt(line.rttMs)}
                </span>
              ))}
            </>
          )}
        </section>
      </div>
      {agent.status === 'failed' && <ProblemCard problem={agent.problem} actions={start} />}
      {agent.status !== 'failed' && carrier.status === 'offline' && carrier.problem && (
        <ProblemCard problem={carrier.problem} actions={start} />
      )}
      {act.problem && <ProblemCard problem={act.problem} />}
    </div>
  )
}

function Until({ at }: { readonly at: number }): ReactNode {
  const texts = useTexts()
  const seconds = Math.max(0, Math.round((at - useNow()) / 1000))
  return <span className="soft time">{texts.tunnel.retryIn(texts.common.span(seconds))}</span>
}

/** How long ago it was. */
function Ago(props: { readonly since: number; readonly say: (span: string) => string }): ReactNode {
  const texts = useTexts()
  const seconds = Math.max(0, Math.round((useNow() - props.since) / 1000))
  return <span className="soft time">{props.say(texts.common.span(seconds))}</span>
}
