/** "Use Edge Tunnel" with the app's own advice and its reason. */
import type { ReactNode } from 'react'
import type { Findings } from '#contract/journey.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { useApp } from '../../frame/app-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Chip } from '../../parts/chip.tsx'
import { Switch } from '../../parts/choices.tsx'

export function TunnelChoice(props: {
  readonly found: Findings
  readonly tunnel: TunnelView
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}): ReactNode {
  const { texts, go } = useApp()
  const { found, tunnel } = props
  const isLinked = tunnel.status === 'linked'
  return (
    <div className="tunnel-choice">
      <Switch
        label={texts.setup.tunnel}
        help={texts.setup.tunnelAdvice[found.zone]}
        isOn={props.isOn}
        isDisabled={!isLinked}
        onChange={props.onChange}
      />
      {found.tunnelAdvised && <Chip tone="info">{texts.setup.recommended}</Chip>}
      {tunnel.status === 'not-linked' && (
        <p className="inline soft">
          {texts.setup.tunnelNotLinked}
          <Button small look="quiet" onPress={() => go({ screen: 'tunnel' })}>
            {texts.setup.linkNow}
          </Button>
        </p>
      )}
      {tunnel.status === 'not-available' && <p className="soft">{tunnel.reason}</p>}
    </div>
  )
}
