/** The last discovery of a connection as a sequence, with the step that failed, and what was found. */
import type { ReactNode } from 'react'
import type { ConnectionView } from '#contract/app-state.ts'
import type { TraceView } from '#contract/details.ts'
import type { Discovery } from '#contract/discovery.ts'
import { useApp } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button, Spinner } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy.tsx'
import { Facts } from '../../parts/facts.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { ProbeList } from '../probe-list.tsx'

export function TraceTab(props: {
  readonly connection: ConnectionView
  readonly trace: TraceView
}): ReactNode {
  const { texts } = useApp()
  const act = useActing()
  const { trace } = props
  const words = texts.trace
  const copyable = trace.status === 'found' ? trace.discovery : trace
  return (
    <div className="stack">
      <div className="inline between">
        <p className="soft">{trace.status === 'none' ? words.none : words.lead}</p>
        <div className="actions">
          {(trace.status === 'found' || trace.status === 'failed') && (
            <CopyButton small label={words.copy} text={JSON.stringify(copyable, null, 2)} />
          )}
          <Button
            small
            isPending={act.busy === 'connections.trace' || trace.status === 'looking'}
            onPress={() => act.run('connections.trace', { connectionId: props.connection.id })}
          >
            {trace.status === 'none' ? words.takeFirst : words.take}
          </Button>
        </div>
      </div>
      {act.problem && <ProblemCard problem={act.problem} />}
      <Body trace={trace} />
    </div>
  )
}

function Body({ trace }: { readonly trace: TraceView }): ReactNode {
  const { texts } = useApp()
  switch (trace.status) {
    case 'none':
      return null
    case 'looking':
      return (
        <>
          <p className="inline" role="status">
            <Spinner /> {texts.trace.looking}
          </p>
          <ProbeList probes={trace.probes} />
        </>
      )
    case 'failed':
      return (
        <>
          <ProblemCard problem={trace.problem} />
          <ProbeList probes={trace.probes} isFailed />
        </>
      )
    case 'found':
      return (
        <>
          <ProbeList probes={trace.discovery.trace} />
          <Found discovery={trace.discovery} />
        </>
      )
  }
}

function Found({ discovery }: { readonly discovery: Discovery }): ReactNode {
  const { texts } = useApp()
  const words = texts.trace
  const { authorizationEndpoint, tokenEndpoint } = discovery
  return (
    <section className="card">
      <h2>{words.facts}</h2>
      <Facts
        facts={[
          { name: words.result, value: texts.connection.modes[discovery.mode] },
          discovery.issuer !== '' && {
            name: texts.connection.issuer,
            value: <code>{discovery.issuer}</code>,
          },
          discovery.registration.length > 0 && {
            name: words.ways,
            value: discovery.registration.map((way) => words.wayNames[way]).join(' → '),
          },
          discovery.scopes.length > 0 && {
            name: words.scopes,
            value: <code>{discovery.scopes.join(' ')}</code>,
          },
          discovery.pkce !== '' && { name: words.pkce, value: discovery.pkce },
          authorizationEndpoint !== '' && {
            name: words.authorizationEndpoint,
            value: <code>{authorizationEndpoint}</code>,
          },
          tokenEndpoint !== '' && {
            name: words.tokenEndpoint,
            value: <code>{tokenEndpoint}</code>,
          },
        ]}
      />
      {discovery.notes.length > 0 && (
        <>
          <h3>{words.notes}</h3>
          <ul className="notes">
            {discovery.notes.map((note) => (
              <li key={note.code + note.message}>
                {texts.tell({ english: note.message, says: note.says })}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
