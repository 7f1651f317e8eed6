/** What has to be entered at the provider, ready to copy, with its recipe where one is known. */
import type { ReactNode } from 'react'
import type { ClientForm } from '#contract/journey.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Segments } from '../../parts/choices.tsx'
import { CopyLine } from '../../parts/copy.tsx'
import { Fold } from '../../parts/fold.tsx'
import { callbacksOf, type ComesTo } from './comes-to.ts'

export function ClientRecipe(props: {
  readonly form: ClientForm
  readonly comesTo: ComesTo
  readonly onChange: (comesTo: ComesTo) => void
}): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const words = texts.client
  const { form, comesTo } = props
  const { recipe } = form
  return (
    <section className="stack">
      <h3>{words.makeStep}</h3>
      <div className="recipe-facts">
        <div className="recipe-fact">
          <div className="inline between">
            <span className="label">{words.callback}</span>
            <Segments
              label={words.spelling}
              labelHidden
              value={comesTo}
              onChange={props.onChange}
              choices={[
                { value: '127.0.0.1', label: '127.0.0.1' },
                { value: 'localhost', label: 'localhost' },
                ...(form.platformCallback === undefined
                  ? []
                  : [{ value: 'platform' as const, label: words.platform }]),
              ]}
            />
          </div>
          {callbacksOf(form, comesTo).map((url) => (
            <CopyLine key={url} label={words.callback} value={url} />
          ))}
          <p className="field-help">
            {comesTo === 'platform' ? words.platformHelp : words.callbackHelp}
          </p>
        </div>
        <div className="recipe-fact">
          <span className="label">{words.scopes}</span>
          {form.scopes.length > 0 ? (
            <CopyLine label={words.scopes} value={form.scopes.join(' ')} />
          ) : (
            <p className="soft">{words.noScopes}</p>
          )}
        </div>
        <div className="recipe-fact">
          <span className="label">{words.method}</span>
          <p>{words.methods[form.authMethod]}</p>
        </div>
      </div>
      {recipe && (
        <Fold title={words.recipe(recipe.provider)} isOpen>
          <ol className="recipe">
            {recipe.steps.map((step) => (
              <li key={step.english}>{texts.tell(step)}</li>
            ))}
          </ol>
          <Button
            small
            look="quiet"
            icon="open"
            onPress={() => act.run('app.show-page', { url: recipe.source })}
          >
            {`${words.recipeSource}: ${new URL(recipe.source).host}`}
          </Button>
        </Fold>
      )}
    </section>
  )
}
