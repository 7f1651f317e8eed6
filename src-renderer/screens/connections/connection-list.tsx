/** All connections with their state in a word, to search and to choose from. */
import { memo, useState, type ReactNode } from 'react'
import {
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListLayout,
  SearchField,
  Virtualizer,
} from 'react-aria-components'
import type { ConnectionView } from '#contract/app-state.ts'
import { useApp, useTexts } from '../../frame/app-context.tsx'
import { Icon } from '../../parts/icons.tsx'
import { ChipOf } from './chip-of.tsx'
import { matching } from './matching.ts'

/** Only the rows in sight are made; pixels, as in styles/frame.css. */
const rows = { rowHeight: 58, gap: 2, padding: 2 }

interface ListProps {
  readonly connections: readonly ConnectionView[]
  readonly chosen: string | undefined
}

/** Painted again only when a connection changed, not with every call through the tunnel. */
export const ConnectionList = memo(function ConnectionList(props: ListProps): ReactNode {
  const { texts, go } = useApp()
  const [search, setSearch] = useState('')
  const words = texts.connections
  const found = matching(props.connections, search)
  return (
    <div className="split-list">
      <header className="list-head">
        <h1>{words.title}</h1>
        <span className="soft">{words.count(props.connections.length)}</span>
      </header>
      <Search value={search} onChange={setSearch} label={words.search} />
      <Virtualizer layout={ListLayout} layoutOptions={rows}>
        <ListBox
          aria-label={words.title}
          className="connection-list"
          items={found}
          selectionMode="single"
          selectedKeys={props.chosen === undefined ? [] : [props.chosen]}
          onSelectionChange={(keys) => {
            const [id] = keys === 'all' ? [] : [...keys]
            if (typeof id === 'string') {
              go({ screen: 'connection', connectionId: id, tab: 'overview' })
            }
          }}
          renderEmptyState={() => <p className="soft empty-line">{words.noMatch}</p>}
        >
          {(connection) => (
            <ListBoxItem id={connection.id} textValue={connection.name} className="connection-row">
              <Row connection={connection} />
            </ListBoxItem>
          )}
        </ListBox>
      </Virtualizer>
    </div>
  )
})

const Row = memo(function Row({ connection }: { readonly connection: ConnectionView }): ReactNode {
  const texts = useTexts()
  return (
    <>
      <span className="row-name">{connection.name}</span>
      <ChipOf chip={connection.chip} />
      <span className="row-facts soft">
        {connection.exposed && (
          <span className="row-tunnel" role="img" aria-label={texts.frame.tunnel}>
            <Icon name="tunnel" />
          </span>
        )}
        {connection.account === '' ? hostOf(connection.url) : connection.account}
      </span>
    </>
  )
})

export function Search(props: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}): ReactNode {
  return (
    <SearchField className="search" value={props.value} onChange={props.onChange}>
      <Label className="visually-hidden">{props.label}</Label>
      <Icon name="search" />
      <Input className="input" placeholder={props.label} />
    </SearchField>
  )
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
