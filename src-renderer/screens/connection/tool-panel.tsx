/** One tool: what it does, how far it is trusted, its input as a form, and what came back. */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import type { Details, ToolView } from '#contract/details.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Segments } from '../../parts/choices.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { CallResult } from './call-result.tsx'
import { RiskChip } from './tools-tab.tsx'
import { fieldsOf, inputFrom, jsonFrom, readInput, type Values } from './tool-input.ts'
import { ToolInput } from './tool-input-form.tsx'

export function ToolPanel(props: {
  readonly details: Details
  readonly tool: ToolView
}): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const words = texts.tools
  const { details, tool } = props
  const { connectionId } = details
  const fields = fieldsOf(tool.inputSchema)
  const [way, setWay] = useState<'form' | 'json'>(fields ? 'form' : 'json')
  const [values, setValues] = useState<Values>({})
  const [json, setJson] = useState('{}')
  const [isAsking, setAsking] = useState(false)
  const [wasSent, setSent] = useState(false)
  const read = way === 'form' && fields ? inputFrom(fields, values) : readInput(json)
  const calls = details.calls.filter((each) => each.tool === tool.name)
  const running = calls.find((each) => each.status === 'running')

  const call = (confirmed: boolean): void => {
    setAsking(false)
    if (read.ok) {
      act.run('tools.call', { connectionId, tool: tool.name, input: read.input, confirmed })
    }
  }
  const submit = (): void => {
    setSent(true)
    if (!read.ok || running) return
    if (tool.policy === 'ask') setAsking(true)
    else call(false)
  }
  const switchWay = (to: 'form' | 'json'): void => {
    if (to === 'json' && fields) setJson(jsonFrom(fields, values))
    setWay(to)
  }

  return (
    <div className="tool stack">
      <header>
        <div className="inline">
          <h2>{tool.title === '' ? tool.name : tool.title}</h2>
          <RiskChip risk={tool.risk} />
        </div>
        <p className="soft tool-description">{tool.description}</p>
      </header>
      <Approval tool={tool} connectionId={connectionId} />
      <Segments
        label={words.policy}
        value={tool.policy}
        onChange={(policy) =>
          act.run('tools.set-policy', { connectionId, tool: tool.name, policy })
        }
        choices={(['allow', 'ask', 'block'] as const).map((value) => ({
          value,
          label: words.policies[value],
        }))}
      />
      <Form
        className="card stack"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <div className="inline between">
          <h3>{words.input}</h3>
          {fields && fields.length > 0 && (
            <Segments
              label={words.input}
              labelHidden
              value={way}
              onChange={switchWay}
              choices={[
                { value: 'form', label: words.form },
                { value: 'json', label: words.json },
              ]}
            />
          )}
        </div>
        <ToolInput
          fields={way === 'form' ? fields : undefined}
          values={values}
          onValues={setValues}
          json={json}
          onJson={setJson}
          faults={wasSent && !read.ok ? read.faults : {}}
        />
        <div className="actions">
          <Button
            look="primary"
            type="submit"
            isDisabled={tool.policy === 'block'}
            isPending={act.busy === 'tools.call' || running !== undefined}
          >
            {words.call}
          </Button>
          {running && (
            <Button onPress={() => act.run('tools.cancel-call', { callId: running.id })}>
              {words.cancelCall}
            </Button>
          )}
          {tool.policy === 'block' && <span className="soft">{words.blocked}</span>}
        </div>
      </Form>
      {act.problem && <ProblemCard problem={act.problem} />}
      {calls.map((each) => (
        <CallResult key={each.id} call={each} />
      ))}
      {isAsking && (
        <ConfirmDialog
          title={words.confirmTitle(tool.name)}
          yes={words.confirmYes}
          isDanger={tool.risk === 'destructive'}
          onYes={() => call(true)}
          onNo={() => setAsking(false)}
        >
          <p>{tool.risk === 'destructive' ? words.confirmDestructive : words.confirmWrite}</p>
        </ConfirmDialog>
      )}
    </div>
  )
}

/** What changed since the person approved the tool (R28). */
function Approval(props: { readonly tool: ToolView; readonly connectionId: string }): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const { change, name } = props.tool
  if (change.status === 'approved') return null
  return (
    <section className="banner banner-warn">
      <strong>{change.status === 'new' ? texts.tools.fresh : texts.tools.changed}</strong>
      {change.status === 'changed' && (
        <ul>
          {change.differences.map((each) => (
            <li key={each.english}>{texts.tell(each)}</li>
          ))}
        </ul>
      )}
      <div className="actions">
        <Button
          small
          isPending={act.busy !== undefined}
          onPress={() =>
            act.run('tools.approve', { connectionId: props.connectionId, tools: [name] })
          }
        >
          {texts.tools.approve}
        </Button>
      </div>
      {act.problem && <ProblemCard problem={act.problem} />}
    </section>
  )
}
