/** What came of a call: running, its result in parts, or why it failed. */
import { useState, type ReactNode } from 'react'
import type { CallView, ResultPart } from '#contract/details.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button, Spinner } from '../../parts/button.tsx'
import { Chip } from '../../parts/chip.tsx'
import { CopyButton } from '../../parts/copy.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'

export function CallResult({ call }: { readonly call: CallView }): ReactNode {
  const texts = useTexts()
  const words = texts.tools
  switch (call.status) {
    case 'running':
      return (
        <p className="inline" role="status">
          <Spinner /> {words.running}
        </p>
      )
    case 'failed':
      return <ProblemCard problem={call.problem} />
    case 'cancelled':
      return <p className="soft">{words.cancelled}</p>
    case 'done':
      return (
        <section className="card result" aria-label={words.result}>
          <header className="inline between">
            <span className="inline">
              <h3>{words.result}</h3>
              {call.isError && <Chip tone="bad">{words.toolFailed}</Chip>}
              <span className="soft" role="status">
                {words.doneIn(call.ms)}
              </span>
            </span>
            <WholeResult callId={call.id} />
          </header>
          {call.parts.map((part, index) => (
            <Part key={index} part={part} />
          ))}
        </section>
      )
  }
}

/** The whole result is fetched only when somebody wants it. */
function WholeResult({ callId }: { readonly callId: string }): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const [json, setJson] = useState<string>()
  if (json !== undefined) return <CopyButton small look="primary" text={json} />
  return (
    <Button
      small
      look="quiet"
      isPending={act.busy !== undefined}
      onPress={() => act.run('tools.result', { callId }, (result) => setJson(result.json))}
    >
      {texts.tools.copyResult}
    </Button>
  )
}

function Part({ part }: { readonly part: ResultPart }): ReactNode {
  const texts = useTexts()
  const words = texts.tools
  switch (part.kind) {
    case 'text':
    case 'json':
      return (
        <>
          <pre tabIndex={0}>{part.text}</pre>
          {part.cut && <p className="soft">{words.cut}</p>}
        </>
      )
    case 'image':
      return (
        <img
          className="result-picture"
          src={`data:${part.mimeType};base64,${part.base64}`}
          alt={words.picture(part.mimeType)}
        />
      )
    case 'link':
      return (
        <p>
          {part.title === '' ? null : `${part.title}: `}
          <code>{part.uri}</code>
        </p>
      )
    case 'other':
      return <p className="soft">{words.other(texts.tell(part.what), part.bytes)}</p>
  }
}
