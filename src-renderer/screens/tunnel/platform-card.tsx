/** What to enter on the AI platform so that it finds an exposed server. */
import type { ReactNode } from 'react'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { CopyLine } from '../../parts/copy.tsx'

/** Nothing where the connection is not exposed. */
export function PlatformCard(props: {
  readonly tunnel: TunnelView
  readonly connectionId: string
}): ReactNode {
  const texts = useTexts()
  const { tunnel } = props
  if (tunnel.status !== 'linked') return null
  const exposed = tunnel.exposed.find((each) => each.connectionId === props.connectionId)
  if (!exposed) return null
  const words = texts.journey
  return (
    <section className="card stack platform">
      <div>
        <h2>{words.platformTitle}</h2>
        <p className="soft">{words.platformText}</p>
      </div>
      <div className="recipe-fact">
        <span className="label">{words.platformUrl}</span>
        <CopyLine label={words.platformUrl} value={exposed.publicUrl} />
      </div>
      <div className="recipe-fact">
        <span className="label">{words.platformHeader}</span>
        <CopyLine label={words.platformHeader} value={tunnel.accessKeyHeader} />
        <p className="field-help">{words.platformHeaderHelp}</p>
      </div>
    </section>
  )
}
