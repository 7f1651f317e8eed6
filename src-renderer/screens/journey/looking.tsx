/** Discovery while it goes on: each question to the server as it is answered. */
import type { ReactNode } from 'react'
import type { Journey } from '#contract/journey.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { Spinner } from '../../parts/button.tsx'
import { ProbeList } from '../probe-list.tsx'
import { CancelButton } from './cancel-button.tsx'

export function Looking({ journey }: { readonly journey: Journey }): ReactNode {
  const texts = useTexts()
  return (
    <section className="card">
      <p className="inline" role="status">
        <Spinner /> <strong>{texts.setup.looking}</strong>
      </p>
      <ProbeList probes={journey.probes} />
      <div className="actions">
        <CancelButton journey={journey} />
      </div>
    </section>
  )
}
