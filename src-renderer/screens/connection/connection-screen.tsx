/** One connection: its state, what can be done, and a tab for each thing to know about it. */
import { useEffect, type ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import type { AppState, ConnectionView } from '#contract/app-state.ts'
import { useApp } from '../../frame/app-context.tsx'
import { connectionTabs, type ConnectionTab } from '../../frame/place.ts'
import { useActing } from '../../frame/use-acting.ts'
import { IconButton, Spinner } from '../../parts/button.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { ConnectionIdContext } from '../../parts/way-out-button.tsx'
import { ChipOf } from '../connections/chip-of.tsx'
import { ConnectionActions } from './connection-actions.tsx'
import { OverviewTab } from './overview-tab.tsx'
import { SettingsTab } from './settings-tab.tsx'
import { TokenTab } from './token-tab.tsx'
import { ToolsTab } from './tools-tab.tsx'
import { TraceTab } from './trace-tab.tsx'
import { TunnelTab } from './tunnel-tab.tsx'

export function ConnectionScreen(props: {
  readonly state: AppState
  readonly connectionId: string
  readonly tab: ConnectionTab
}): ReactNode {
  const { client, texts, go } = useApp()
  const { state, connectionId } = props
  useEffect(() => {
    // Should it fail, the details stay away and the screen says so.
    void client.run('connections.open', { connectionId })
    return () => void client.run('connections.close', { connectionId })
  }, [client, connectionId])
  const connection = state.connections.find((each) => each.id === connectionId)
  if (!connection) {
    return (
      <div className="page">
        <p className="soft">{texts.connection.gone}</p>
      </div>
    )
  }
  return (
    <ConnectionIdContext value={connectionId}>
      <div className="page connection">
        <ConnectionHead connection={connection} />
        <Tabs
          className="tabs"
          selectedKey={props.tab}
          onSelectionChange={(key) => {
            const tab = connectionTabs.find((each) => each === key)
            if (tab) go({ screen: 'connection', connectionId, tab })
          }}
        >
          <TabList className="tab-list" aria-label={connection.name}>
            {connectionTabs.map((tab) => (
              <Tab key={tab} id={tab} className="tab">
                {texts.connection.tabs[tab]}
              </Tab>
            ))}
          </TabList>
          {connectionTabs.map((tab) => (
            <TabPanel key={tab} id={tab} className="tab-panel">
              <Content tab={tab} state={state} connection={connection} />
            </TabPanel>
          ))}
        </Tabs>
      </div>
    </ConnectionIdContext>
  )
}

function ConnectionHead({ connection }: { readonly connection: ConnectionView }): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  return (
    <header className="connection-head">
      <span className="only-narrow">
        <IconButton
          icon="back"
          label={texts.common.back}
          onPress={() => go({ screen: 'connections' })}
        />
      </span>
      <div className="connection-title">
        <h1>{connection.name}</h1>
        <ChipOf chip={connection.chip} />
        <code className="soft">{connection.url}</code>
      </div>
      <ConnectionActions connection={connection} act={act} />
      {act.problem && <ProblemCard problem={act.problem} />}
    </header>
  )
}

function Content(props: {
  readonly tab: ConnectionTab
  readonly state: AppState
  readonly connection: ConnectionView
}): ReactNode {
  const { texts } = useApp()
  const { state, connection } = props
  const details = state.details.find((each) => each.connectionId === connection.id)
  if (!details) {
    return (
      <p className="inline soft" role="status">
        <Spinner /> {texts.connection.loading}
      </p>
    )
  }
  switch (props.tab) {
    case 'overview':
      return <OverviewTab connection={connection} details={details} tunnel={state.tunnel} />
    case 'tools':
      return <ToolsTab connection={connection} details={details} />
    case 'token':
      return <TokenTab connection={connection} token={details.token} />
    case 'tunnel':
      return <TunnelTab connection={connection} tunnel={state.tunnel} />
    case 'trace':
      return <TraceTab connection={connection} trace={details.trace} />
    case 'settings':
      return <SettingsTab connection={connection} />
  }
}
