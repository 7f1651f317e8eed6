/** The sample servers: start them, and set one up with a click. */
import type { ReactNode } from 'react'
import type { SamplesView } from '#contract/app-state.ts'
import { useApp } from '../frame/app-context.tsx'
import { useActing } from '../frame/use-acting.ts'
import { Button, Spinner } from '../parts/button.tsx'
import { ProblemCard } from '../parts/problem-card.tsx'

export function SampleServers({ samples }: { readonly samples: SamplesView }): ReactNode {
  const { texts } = useApp()
  const act = useActing()
  const words = texts.connections
  const start = (
    <Button isPending={act.busy === 'samples.start'} onPress={() => act.run('samples.start', {})}>
      {words.startSamples}
    </Button>
  )
  if (samples.status === 'running') return <Running samples={samples} />
  return (
    <section className="card offer">
      <div>
        <h2>{words.trySamples}</h2>
        <p className="soft">{words.trySamplesHelp}</p>
      </div>
      {samples.status === 'off' && start}
      {samples.status === 'starting' && (
        <p className="inline" role="status">
          <Spinner /> {words.startingSamples}
        </p>
      )}
      {samples.status === 'failed' && <ProblemCard problem={samples.problem} actions={start} />}
      {act.problem && <ProblemCard problem={act.problem} />}
    </section>
  )
}

function Running(props: {
  readonly samples: Extract<SamplesView, { status: 'running' }>
}): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  const words = texts.connections
  return (
    <section className="card samples">
      <header className="section-head">
        <h2>{words.samplesRunning}</h2>
        <Button
          small
          look="quiet"
          icon="stop"
          isPending={act.busy === 'samples.stop'}
          onPress={() => act.run('samples.stop', {})}
        >
          {words.stopSamples}
        </Button>
      </header>
      <ul className="plain-list">
        {props.samples.servers.map((server) => (
          <li key={server.url} className="sample">
            <div>
              <strong>{words.sampleKinds[server.kind]}</strong>
              <code className="soft">{server.url}</code>
              {server.enter && (
                <p className="soft">
                  {words.enterThere}: <code>{server.enter.clientId}</code>
                  {server.enter.loginHost !== '' && (
                    <>
                      , {texts.connectionSettings.loginHost} <code>{server.enter.loginHost}</code>
                    </>
                  )}
                </p>
              )}
            </div>
            <Button
              small
              aria-label={`${words.useSample}: ${words.sampleKinds[server.kind]}`}
              isDisabled={act.busy === 'setup.look'}
              onPress={() =>
                act.run('setup.look', { text: server.url }, ({ journeyId }) =>
                  go({ screen: 'journey', journeyId }),
                )
              }
            >
              {words.useSample}
            </Button>
          </li>
        ))}
      </ul>
      {act.problem && <ProblemCard problem={act.problem} />}
    </section>
  )
}
