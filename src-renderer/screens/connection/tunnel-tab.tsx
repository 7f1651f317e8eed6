/** "Use Edge Tunnel" for one connection. */
import type { ReactNode } from 'react'
import type { ConnectionView } from '#contract/app-state.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { useApp } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Switch } from '../../parts/choices.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { ExposedCard } from '../tunnel/exposed-card.tsx'
import { PlatformCard } from '../tunnel/platform-card.tsx'

export function TunnelTab(props: {
  readonly connection: ConnectionView
  readonly tunnel: TunnelView
}): ReactNode {
  const { texts, go } = useApp()
  const act = useActing()
  const { connection, tunnel } = props
  const connectionId = connection.id
  const exposed =
    tunnel.status === 'linked'
      ? tunnel.exposed.find((each) => each.connectionId === connectionId)
      : undefined
  return (
    <div className="stack">
      <section className="card stack">
        <Switch
          label={texts.tunnel.use}
          help={texts.tunnel.useHelp}
          isOn={connection.exposed}
          isDisabled={tunnel.status !== 'linked' || act.busy !== undefined}
          onChange={(isOn) =>
            act.run(isOn ? 'connections.expose' : 'connections.unexpose', { connectionId })
          }
        />
        {tunnel.status === 'not-available' && <p className="soft">{tunnel.reason}</p>}
        {tunnel.status === 'not-linked' && (
          <p className="inline soft">
            {texts.tunnel.offHelp}
            <Button small onPress={() => go({ screen: 'tunnel' })}>
              {texts.tunnel.goLink}
            </Button>
          </p>
        )}
        {act.problem && <ProblemCard problem={act.problem} />}
      </section>
      {exposed && <ExposedCard exposed={exposed} name={connection.name} />}
      <PlatformCard tunnel={tunnel} connectionId={connectionId} />
    </div>
  )
}
