/** The settings of one connection, saved together, with an undo. */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { ConnectionView } from '#contract/app-state.ts'
import type { CommandOutput } from '#contract/commands.ts'
import type { ConnectionSettings } from '#contract/connection.ts'
import { useApp } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Picker } from '../../parts/choices.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { TextField } from '../../parts/text-field.tsx'

type Before = CommandOutput<'connections.change'>['before']

const texty = [
  'scope',
  'loginHost',
  'clientMetadataUrl',
  'callbackUrl',
  'caFile',
  'clientCertificateFile',
] as const

export function SettingsTab({ connection }: { readonly connection: ConnectionView }): ReactNode {
  const { texts } = useApp()
  const act = useActing()
  const [before, setBefore] = useState<Before>()
  const words = texts.connectionSettings
  const connectionId = connection.id
  const undo = (): void => {
    if (before) {
      act.run('connections.change', { connectionId, settings: before }, () => setBefore(undefined))
    }
  }
  const saved = before && (
    <>
      <span role="status">{words.saved}</span>
      <Button look="quiet" isPending={act.busy !== undefined} onPress={undo}>
        {words.undo}
      </Button>
    </>
  )
  // Begun anew when the settings changed, so that it always shows what is stored.
  return (
    <div className="stack">
      <SettingsForm
        key={JSON.stringify(connection.settings)}
        connection={connection}
        onSaved={setBefore}
        after={saved}
      />
      {connection.mode !== 'NoAuth' && <ForgetRegistration connectionId={connectionId} />}
      {act.problem && <ProblemCard problem={act.problem} />}
    </div>
  )
}

function SettingsForm(props: {
  readonly connection: ConnectionView
  readonly onSaved: (before: Before) => void
  readonly after: ReactNode
}): ReactNode {
  const { texts } = useApp()
  const act = useActing()
  const { connection } = props
  const [draft, setDraft] = useState(connection.settings)
  const words = texts.connectionSettings
  const connectionId = connection.id
  const change = (part: Partial<ConnectionSettings>): void => setDraft({ ...draft, ...part })
  const helps = {
    scope: words.scopeHelp,
    loginHost: words.loginHostHelp,
    caFile: words.caFileHelp,
    clientMetadataUrl: undefined,
    callbackUrl: words.callbackUrlHelp,
    clientCertificateFile: undefined,
  }
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        act.run('connections.change', { connectionId, settings: changeFrom(draft) }, (changed) =>
          props.onSaved(changed.before),
        )
      }}
    >
      <p className="soft">{words.lead}</p>
      <section className="card stack">
        <TextField
          label={texts.connection.description}
          value={draft.description ?? ''}
          onChange={(description) => change({ description })}
          help={words.descriptionHelp}
          rows={2}
        />
        <div className="two-columns">
          {texty.map((name) => (
            <TextField
              key={name}
              label={words[name]}
              value={draft[name] ?? ''}
              onChange={(value) => change({ [name]: value })}
              help={helps[name]}
              mono
            />
          ))}
          <Picker
            label={words.grantType}
            value={draft.grantType}
            onChange={(grantType) => change({ grantType })}
            choices={(
              ['code', 'device', 'client-credentials', 'enterprise', 'workload'] as const
            ).map((value) => ({ value, label: words.grantTypes[value] }))}
          />
          <Picker
            label={words.resource}
            help={words.resourceHelp}
            value={draft.resource}
            onChange={(resource) => change({ resource })}
            choices={(['auto', 'send', 'omit'] as const).map((value) => ({
              value,
              label: words.resources[value],
            }))}
          />
          <Picker
            label={words.spelling}
            value={draft.spelling ?? 'auto'}
            onChange={(spelling) =>
              change({ spelling: spelling === 'auto' ? undefined : spelling })
            }
            choices={[
              { value: 'auto', label: words.spellingAuto },
              { value: '127.0.0.1', label: '127.0.0.1' },
              { value: 'localhost', label: 'localhost' },
            ]}
          />
        </div>
      </section>
      <div className="actions">
        <Button look="primary" type="submit" isPending={act.busy === 'connections.change'}>
          {words.save}
        </Button>
        {props.after}
      </div>
      {act.problem && <ProblemCard problem={act.problem} />}
    </Form>
  )
}

function ForgetRegistration({ connectionId }: { readonly connectionId: string }): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  const words = texts.connectionSettings
  return (
    <section className="card offer">
      <p className="soft">{words.forgetRegistrationHelp}</p>
      <Button
        isPending={act.busy !== undefined}
        onPress={() =>
          act.run(
            'connections.sign-in',
            { connectionId, forgetRegistration: true },
            ({ journeyId }) => go({ screen: 'journey', journeyId }),
          )
        }
      >
        {words.forgetRegistration}
      </Button>
      {act.problem && <ProblemCard problem={act.problem} />}
    </section>
  )
}

/** Empty fields take a setting away. */
function changeFrom(draft: ConnectionSettings): Before {
  const orNull = (value: string | undefined): string | null =>
    value === undefined || value.trim() === '' ? null : value.trim()
  return {
    description: orNull(draft.description),
    scope: orNull(draft.scope),
    loginHost: orNull(draft.loginHost),
    clientMetadataUrl: orNull(draft.clientMetadataUrl),
    callbackUrl: orNull(draft.callbackUrl),
    caFile: orNull(draft.caFile),
    clientCertificateFile: orNull(draft.clientCertificateFile),
    resource: draft.resource,
    grantType: draft.grantType,
    spelling: draft.spelling ?? null,
  }
}
