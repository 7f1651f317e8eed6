/** The Edge Tunnel of this computer: linking it, its states one by one, what is reachable, and the calls as they come. */
import { useState, type ReactNode } from 'react'
import type { AppState } from '#contract/app-state.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing, type Acting } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { CopyLine } from '../../parts/copy.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { ExposedCard } from './exposed-card.tsx'
import { LinkForm } from './link-form.tsx'
import { Traffic } from './traffic.tsx'
import { TunnelStates } from './tunnel-states.tsx'

type Linked = Extract<TunnelView, { status: 'linked' }>

export function TunnelScreen({ state }: { readonly state: AppState }): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const words = texts.tunnel
  const { tunnel } = state
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={tunnel.status === 'linked' && <TunnelActions tunnel={tunnel} act={act} />}
    >
      {act.problem && <ProblemCard problem={act.problem} />}
      {tunnel.status === 'not-available' && (
        <section className="card">
          <h2>{words.notAvailable}</h2>
          <p className="soft">{tunnel.reason}</p>
        </section>
      )}
      {tunnel.status === 'not-linked' && <LinkForm problem={tunnel.problem} />}
      {tunnel.status === 'linked' && <LinkedTunnel tunnel={tunnel} state={state} />}
    </Page>
  )
}

function LinkedTunnel(props: { readonly tunnel: Linked; readonly state: AppState }): ReactNode {
  const texts = useTexts()
  const words = texts.tunnel
  const { tunnel, state } = props
  const nameOf = (id: string): string =>
    state.connections.find((each) => each.id === id)?.name ?? ''
  return (
    <div className="stack-wide">
      {tunnel.paused && <p className="banner banner-warn">{words.paused}</p>}
      <TunnelStates tunnel={tunnel} />
      <Section title={words.exposed}>
        {tunnel.exposed.length === 0 && <p className="soft">{words.noneExposed}</p>}
        <div className="stack">
          {tunnel.exposed.map((exposed) => (
            <ExposedCard
              key={exposed.connectionId}
              exposed={exposed}
              name={nameOf(exposed.connectionId)}
            />
          ))}
        </div>
      </Section>
      {tunnel.exposed.length > 0 && (
        <Section title={words.platformTitle}>
          <div className="recipe-fact">
            <span className="label">{words.header}</span>
            <CopyLine label={words.header} value={tunnel.accessKeyHeader} />
            <p className="field-help">{words.headerHelp}</p>
          </div>
        </Section>
      )}
      <Section title={words.traffic}>
        <Traffic lines={tunnel.traffic} nameOf={nameOf} />
      </Section>
    </div>
  )
}

function TunnelActions(props: { readonly tunnel: Linked; readonly act: Acting }): ReactNode {
  const texts = useTexts()
  const [isAsking, setAsking] = useState<'stop' | 'unlink'>()
  const { tunnel, act } = props
  const words = texts.tunnel
  const isStopped = tunnel.agent.status === 'stopped'
  const close = (): void => setAsking(undefined)
  return (
    <>
      {isStopped ? (
        <Button
          look="primary"
          isPending={act.busy === 'tunnel.start'}
          onPress={() => act.run('tunnel.start', {})}
        >
          {words.start}
        </Button>
      ) : (
        <>
          <Button
            isPending={act.busy === 'tunnel.pause' || act.busy === 'tunnel.resume'}
            onPress={() => act.run(tunnel.paused ? 'tunnel.resume' : 'tunnel.pause', {})}
          >
            {tunnel.paused ? words.resume : words.pause}
          </Button>
          <Button isPending={act.busy === 'tunnel.stop'} onPress={() => setAsking('stop')}>
            {words.stop}
          </Button>
        </>
      )}
      <Button look="quiet" onPress={() => setAsking('unlink')}>
        {words.unlink}
      </Button>
      {isAsking === 'stop' && (
        <ConfirmDialog
          title={words.stopTitle}
          yes={words.stop}
          onNo={close}
          onYes={() => {
            close()
            act.run('tunnel.stop', {})
          }}
        >
          <p>{words.stopText}</p>
        </ConfirmDialog>
      )}
      {isAsking === 'unlink' && (
        <ConfirmDialog
          title={words.unlinkTitle}
          yes={words.unlinkYes}
          isDanger
          onNo={close}
          onYes={() => {
            close()
            act.run('tunnel.unlink', {})
          }}
        >
          <p>{words.unlinkText}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
