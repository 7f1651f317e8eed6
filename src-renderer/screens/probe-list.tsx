/** The questions of a discovery in their order, what came back, and what that means. */
import type { ReactNode } from 'react'
import type { Probe } from '#contract/discovery.ts'
import { useTexts } from '../frame/app-context.tsx'

export function ProbeList(props: {
  readonly probes: readonly Probe[]
  /** The last one is where it ended. */
  readonly isFailed?: boolean
}): ReactNode {
  const texts = useTexts()
  const last = props.probes.length - 1
  return (
    <ol className="probes">
      {props.probes.map((probe, index) => {
        const failed = props.isFailed === true && index === last
        return (
          <li key={index} className={`probe probe-${failed ? 'bad' : toneOf(probe.status)}`}>
            <p className="probe-step">
              {texts.setup.probeStep[probe.step]}
              {failed && <strong className="bad"> · {texts.trace.failedHere}</strong>}
            </p>
            <p className="probe-verdict">
              {texts.tell({ english: probe.verdict, says: probe.says })}
            </p>
            <p className="probe-facts soft">
              <code>
                {probe.method} {probe.url}
              </code>
              <span>
                {probe.status === 0 ? texts.trace.noAnswer : probe.status} ·{' '}
                {texts.common.milliseconds(probe.ms)}
              </span>
            </p>
          </li>
        )
      })}
    </ol>
  )
}

function toneOf(status: number): string {
  if (status === 0 || status >= 500) return 'warn'
  return status >= 200 && status < 300 ? 'good' : 'still'
}
