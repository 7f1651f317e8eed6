/** The facts of a connection, and why it is not ready where it is not. */
import type { ReactNode } from 'react'
import type { ConnectionView } from '#contract/app-state.ts'
import type { Details } from '#contract/details.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { useApp } from '../../frame/app-context.tsx'
import { Button } from '../../parts/button.tsx'
import { CopyLine } from '../../parts/copy.tsx'
import { Facts } from '../../parts/facts.tsx'
import { PlatformCard } from '../tunnel/platform-card.tsx'

export function OverviewTab(props: {
  readonly connection: ConnectionView
  readonly details: Details
  readonly tunnel: TunnelView
}): ReactNode {
  const { texts, language, go } = useApp()
  const { connection, details, tunnel } = props
  const words = texts.connection
  const tools = 'tools' in details.tools ? details.tools.tools : undefined
  const waiting = tools?.filter((tool) => tool.change.status !== 'approved').length ?? 0
  const toTools = (): void =>
    go({ screen: 'connection', connectionId: connection.id, tab: 'tools' })
  return (
    <div className="stack">
      {connection.reason !== undefined && connection.status !== 'ready' && (
        <p className="banner banner-warn">
          {texts.tell({ english: connection.reason, says: connection.says })}
        </p>
      )}
      {waiting > 0 && (
        <p className="banner banner-warn inline between">
          {words.toolsHeldBack(waiting)}
          <Button small onPress={toTools}>
            {texts.journey.seeTools}
          </Button>
        </p>
      )}
      <section className="card">
        <Facts
          facts={[
            {
              name: words.address,
              value: <CopyLine label={words.address} value={connection.url} />,
            },
            connection.settings.description !== undefined && {
              name: words.description,
              value: connection.settings.description,
            },
            { name: words.mode, value: words.modes[connection.mode] },
            connection.mode !== 'NoAuth' && {
              name: words.account,
              value: connection.account === '' ? texts.common.unknown : connection.account,
            },
            connection.issuer !== '' && {
              name: words.issuer,
              value: <code>{connection.issuer}</code>,
            },
            tools !== undefined && {
              name: words.toolsCount,
              value: (
                <Button small look="quiet" onPress={toTools}>
                  {texts.journey.doneTools(tools.length)}
                </Button>
              ),
            },
            connection.settings.headers.length > 0 && {
              name: words.headers,
              value: connection.settings.headers.join(', '),
            },
            connection.era !== undefined && {
              name: words.era,
              value: words.eras[connection.era],
            },
            {
              name: words.added,
              value: new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(
                connection.createdAt,
              ),
            },
          ]}
        />
      </section>
      <PlatformCard tunnel={tunnel} connectionId={connection.id} />
    </div>
  )
}
