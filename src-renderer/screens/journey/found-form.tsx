/** What discovery found, in plain words, and the form that turns it into a connection. */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { SampleServerView } from '#contract/app-state.ts'
import type { Findings, Journey } from '#contract/journey.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Fold } from '../../parts/fold.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { ProbeList } from '../probe-list.tsx'
import { AdvancedSettings } from './advanced-settings.tsx'
import { CancelButton } from './cancel-button.tsx'
import { HeaderRows } from './header-rows.tsx'
import { goodHeaders, isHeaderName, replacesLogin, type HeaderRow } from './header-row.ts'
import { emptyWishes, settingsFrom } from './setup-wishes.ts'
import { TunnelChoice } from './tunnel-choice.tsx'
import { VerdictCard } from './verdict-card.tsx'

export function FoundForm(props: {
  readonly journey: Journey
  readonly found: Findings
  readonly tunnel: TunnelView
  readonly sample: SampleServerView['enter']
}): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const { journey, found, tunnel, sample } = props
  const [name, setName] = useState(found.suggestedName)
  const [description, setDescription] = useState('')
  const [headers, setHeaders] = useState<readonly HeaderRow[]>([])
  const [useTunnel, setUseTunnel] = useState(found.tunnelAdvised && tunnel.status === 'linked')
  const [wishes, setWishes] = useState({ ...emptyWishes, loginHost: sample?.loginHost ?? '' })
  const isHeaderLogin = replacesLogin(headers)
  const canConnect = name.trim() !== '' && headers.every((row) => isEmpty(row) || isHeaderName(row))
  const needsNoSignIn = isHeaderLogin || found.verdict === 'no-login'
  const given = { headers: goodHeaders(headers), settings: settingsFrom(wishes) }

  const connect = (): void => {
    if (!canConnect) return
    act.run('setup.connect', {
      journeyId: journey.id,
      name: name.trim(),
      description,
      useTunnel,
      ...given,
    })
  }

  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        connect()
      }}
    >
      <VerdictCard found={found} isHeaderLogin={isHeaderLogin} />
      <Fold title={texts.setup.showTrace(found.discovery.trace.length)}>
        <ProbeList probes={found.discovery.trace} />
      </Fold>
      {journey.understood && <Understood understood={journey.understood} />}
      <section className="card stack">
        <div className="two-columns">
          <TextField
            label={texts.setup.name}
            value={name}
            onChange={setName}
            maxLength={100}
            error={name.trim() === '' ? texts.setup.nameMissing : undefined}
            autoFocus
          />
          <TextField
            label={`${texts.setup.description} (${texts.common.optional})`}
            value={description}
            onChange={setDescription}
            placeholder={texts.setup.descriptionHelp}
            maxLength={2000}
          />
        </div>
        <HeaderRows rows={headers} onChange={setHeaders} />
        {isHeaderLogin && <p className="banner banner-info">{texts.setup.bearerNotice}</p>}
        <TunnelChoice found={found} tunnel={tunnel} isOn={useTunnel} onChange={setUseTunnel} />
        <AdvancedSettings
          isOpen={wishes.loginHost !== '' && sample !== undefined}
          wishes={wishes}
          onChange={setWishes}
          onLookAgain={() => act.run('setup.look-again', { journeyId: journey.id, ...given })}
          isLooking={act.busy === 'setup.look-again'}
        />
      </section>
      {sample && <p className="banner banner-info">{texts.connections.sampleFilled}</p>}
      {act.problem && <ProblemCard problem={act.problem} />}
      <div className="actions">
        <Button
          look="primary"
          type="submit"
          isDisabled={!canConnect}
          isPending={act.busy === 'setup.connect'}
        >
          {needsNoSignIn ? texts.setup.connect : texts.setup.connectSignIn}
        </Button>
        <CancelButton journey={journey} byEscape={false} />
      </div>
    </Form>
  )
}

function Understood(props: { readonly understood: NonNullable<Journey['understood']> }): ReactNode {
  const texts = useTexts()
  const { headers, clientId } = props.understood
  if (headers.length === 0 && clientId === '') return null
  return (
    <section className="card">
      <h3>{texts.setup.understood}</h3>
      <Facts
        facts={[
          headers.length > 0 && { name: texts.setup.headers, value: headers.join(', ') },
          clientId !== '' && { name: texts.client.clientId, value: <code>{clientId}</code> },
        ]}
      />
    </section>
  )
}

function isEmpty(row: HeaderRow): boolean {
  return row.name.trim() === '' && row.value === ''
}
