/** Everything a person needs to make an OAuth app by hand, and the two values that come back (R06). */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { SampleServerView } from '#contract/app-state.ts'
import type { Journey, Phase } from '#contract/journey.ts'
import { useApp } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { ClientCheck } from './client-check.tsx'
import { ClientRecipe } from './client-recipe.tsx'
import { callbacksOf, type ComesTo } from './comes-to.ts'
import { SecretField } from './secret-field.tsx'

/** The button that sends the form stands outside it, in the dialog's foot. */
const FORM = 'client-form'

export function ClientDialog(props: {
  readonly journey: Journey
  readonly phase: Extract<Phase, { status: 'client-needed' }>
  readonly sample: SampleServerView['enter']
}): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  const { form, questionId } = props.phase
  const [comesTo, setComesTo] = useState<ComesTo>(form.spelling)
  const [clientId, setClientId] = useState(props.sample?.clientId ?? '')
  const [secret, setSecret] = useState(props.sample?.clientSecret ?? '')
  const words = texts.client
  const id = clientId.trim()
  const toPlatform = comesTo === 'platform'
  const spelling = toPlatform ? form.spelling : comesTo
  const question = {
    journeyId: props.journey.id,
    questionId,
    spelling,
    ...(toPlatform && { toPlatform }),
  }
  const canGo = id !== '' && (form.secret !== 'needed' || secret !== '')
  const turnAway = (): void =>
    act.run('journeys.give-client', { ...question, clientId: '' }, () =>
      go({ screen: 'connections' }),
    )
  const give = (): void => {
    if (!canGo) return
    act.run('journeys.give-client', {
      ...question,
      clientId: id,
      ...(secret !== '' && { clientSecret: secret }),
    })
  }
  return (
    <Dialog
      title={words.title}
      wide
      onClose={turnAway}
      actions={
        <>
          <CopyButton
            look="quiet"
            label={words.forAdmin}
            text={words.adminText({
              issuer: form.issuer,
              callbacks: callbacksOf(form, comesTo),
              scopes: form.scopes,
              method: words.methods[form.authMethod],
            })}
          />
          <span className="spacer" />
          <Button onPress={turnAway}>{words.later}</Button>
          <Button
            look="primary"
            type="submit"
            form={FORM}
            isDisabled={!canGo}
            isPending={act.busy === 'journeys.give-client'}
          >
            {words.submit}
          </Button>
        </>
      }
    >
      <p>{words.lead(form.issuer)}</p>
      <p className="facts-text">
        <strong>{words.why}:</strong> {texts.tell(form.why)}
      </p>
      <ClientRecipe form={form} comesTo={comesTo} onChange={setComesTo} />
      <Form
        id={FORM}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          give()
        }}
      >
        <h3>{words.enterStep}</h3>
        {props.sample && <p className="banner banner-info">{texts.connections.sampleFilled}</p>}
        <div className="two-columns">
          <TextField
            label={words.clientId}
            value={clientId}
            onChange={setClientId}
            mono
            autoFocus
          />
          <SecretField value={secret} onChange={setSecret} isNeeded={form.secret === 'needed'} />
        </div>
        <ClientCheck question={question} clientId={id} onSpelling={setComesTo} />
        {act.problem && <ProblemCard problem={act.problem} />}
      </Form>
    </Dialog>
  )
}
