/** The tools of a connection: the list at the left, the chosen tool with its form and its results at the right. */
import { useEffect, useState, type ReactNode } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import type { ConnectionView } from '#contract/app-state.ts'
import type { Details, Risk, ToolView } from '#contract/details.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing, type Acting } from '../../frame/use-acting.ts'
import { Button, Spinner } from '../../parts/button.tsx'
import { Chip, type Tone } from '../../parts/chip.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { WayOutButton } from '../../parts/way-out-button.tsx'
import { Search } from '../connections/connection-list.tsx'
import { ToolPanel } from './tool-panel.tsx'

const tones: Readonly<Record<Risk, Tone>> = {
  'read-only': 'good',
  write: 'info',
  destructive: 'bad',
}

export function ToolsTab(props: {
  readonly connection: ConnectionView
  readonly details: Details
}): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const words = texts.tools
  const { connection, details } = props
  const { tools, connectionId } = details
  // Whoever looks at the tools wants them; where a sign-in is missing, asking would only fail.
  const isWanted = tools.status === 'unread' && connection.status === 'ready'
  useEffect(() => {
    if (isWanted) act.run('tools.list', { connectionId })
  }, [isWanted, connectionId])
  const list = (
    <Button
      small
      isPending={act.busy === 'tools.list' || tools.status === 'listing'}
      onPress={() => act.run('tools.list', { connectionId })}
    >
      {tools.status === 'unread' ? words.listNow : words.listAgain}
    </Button>
  )
  switch (tools.status) {
    case 'unread':
      return (
        <section className="card offer">
          <p className="soft">{words.unread}</p>
          {list}
          {act.problem && <ProblemCard problem={act.problem} />}
        </section>
      )
    case 'failed':
      return (
        <ProblemCard
          problem={tools.problem}
          actions={
            <>
              <WayOutButton code={tools.problem.code} />
              {list}
            </>
          }
        />
      )
    case 'listing':
    case 'listed':
      if (tools.tools.length > 0) {
        return <Tools details={details} tools={tools.tools} act={act} list={list} />
      }
      return tools.status === 'listing' ? (
        <p className="inline" role="status">
          <Spinner /> {words.listing}
        </p>
      ) : (
        <section className="card offer">
          <p className="soft">{words.empty}</p>
          {list}
        </section>
      )
  }
}

function Tools(props: {
  readonly details: Details
  readonly tools: readonly ToolView[]
  readonly act: Acting
  readonly list: ReactNode
}): ReactNode {
  const texts = useTexts()
  const words = texts.tools
  const { details, tools, act } = props
  const [search, setSearch] = useState('')
  const [chosenName, setChosen] = useState(tools[0]?.name)
  const chosen = tools.find((tool) => tool.name === chosenName)
  const waiting = tools.filter((tool) => tool.change.status !== 'approved').length
  const found = tools.filter((tool) =>
    `${tool.name} ${tool.title} ${tool.description}`
      .toLocaleLowerCase()
      .includes(search.toLocaleLowerCase()),
  )
  return (
    <div className="stack">
      {waiting > 0 && (
        <div className="banner banner-warn inline between">
          <span>
            <strong>{words.approvalTitle(waiting)}</strong> {words.approvalText}
          </span>
          <Button
            small
            isPending={act.busy === 'tools.approve'}
            onPress={() => act.run('tools.approve', { connectionId: details.connectionId })}
          >
            {words.approveAll}
          </Button>
        </div>
      )}
      {act.problem && <ProblemCard problem={act.problem} />}
      <div className="tools">
        <div className="tools-list">
          <div className="inline">
            <Search label={words.search} value={search} onChange={setSearch} />
            {props.list}
          </div>
          <ListBox
            aria-label={words.list}
            className="connection-list"
            items={found.map((tool) => ({ ...tool, id: tool.name }))}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={chosen ? [chosen.name] : []}
            onSelectionChange={(keys) => {
              const [name] = keys === 'all' ? [] : [...keys]
              setChosen(typeof name === 'string' ? name : undefined)
            }}
            renderEmptyState={() => <p className="soft empty-line">{words.noMatch}</p>}
          >
            {(tool) => (
              <ListBoxItem id={tool.name} textValue={tool.title} className="connection-row">
                <span className="row-name">{tool.title === '' ? tool.name : tool.title}</span>
                <RiskChip risk={tool.risk} />
                <span className="row-facts soft">
                  {tool.change.status === 'approved' ? (
                    tool.name
                  ) : (
                    <strong className="warn">
                      {tool.change.status === 'new' ? words.fresh : words.changed}
                    </strong>
                  )}
                </span>
              </ListBoxItem>
            )}
          </ListBox>
        </div>
        {chosen ? (
          <ToolPanel key={chosen.name} details={details} tool={chosen} />
        ) : (
          <p className="soft">{words.choose}</p>
        )}
      </div>
    </div>
  )
}

export function RiskChip({ risk }: { readonly risk: Risk }): ReactNode {
  const texts = useTexts()
  return <Chip tone={tones[risk]}>{texts.tools.risk[risk]}</Chip>
}
