/** The calls through the tunnel, newest first, as they come. */
import type { ReactNode } from 'react'
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components'
import type { TrafficLine } from '#contract/tunnel-view.ts'
import { useApp } from '../../frame/app-context.tsx'

export function Traffic(props: {
  readonly lines: readonly TrafficLine[]
  readonly nameOf: (connectionId: string) => string
}): ReactNode {
  const { texts, language } = useApp()
  const words = texts.tunnel
  const clock = new Intl.DateTimeFormat(language, { timeStyle: 'medium' })
  if (props.lines.length === 0) return <p className="soft">{words.noTraffic}</p>
  const { columns } = words
  return (
    <div className="table-frame">
      <Table aria-label={words.traffic} className="table">
        <TableHeader>
          <Column isRowHeader>{columns.time}</Column>
          <Column>{columns.server}</Column>
          <Column>{columns.method}</Column>
          <Column>{columns.tool}</Column>
          <Column className="number">{columns.status}</Column>
          <Column className="number">{columns.ms}</Column>
          <Column>{columns.caller}</Column>
        </TableHeader>
        <TableBody items={props.lines}>
          {(line) => (
            <Row id={line.id}>
              <Cell className="time">{clock.format(line.at)}</Cell>
              <Cell>{props.nameOf(line.connectionId)}</Cell>
              <Cell>
                <code>{line.method}</code>
              </Cell>
              <Cell>
                <code>{line.tool}</code>
              </Cell>
              <Cell className={line.status >= 400 ? 'number bad' : 'number'}>{line.status}</Cell>
              <Cell className="number">{Math.round(line.ms)}</Cell>
              <Cell>{line.caller}</Cell>
            </Row>
          )}
        </TableBody>
      </Table>
    </div>
  )
}
