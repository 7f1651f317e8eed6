/** Adding a server, and the window of somebody who has none yet. */
import type { ReactNode } from 'react'
import type { AppState } from '#contract/app-state.ts'
import { useApp } from '../frame/app-context.tsx'
import { Button } from '../parts/button.tsx'
import { Mark } from '../parts/icons.tsx'
import { PasteAddress } from './paste-address.tsx'
import { SampleServers } from './sample-servers.tsx'

export function AddScreen({ state }: { readonly state: AppState }): ReactNode {
  const { texts, go } = useApp()
  const words = texts.connections
  const isFirst = state.connections.length === 0
  return (
    <div className="start">
      <header className="start-head">
        {isFirst && <Mark size={56} />}
        <h1>{isFirst ? words.welcome : texts.setup.title}</h1>
        <p className="soft">{words.welcomeLead}</p>
      </header>
      <PasteAddress />
      <h2 className="start-or">{words.orTry}</h2>
      <div className="offers">
        <SampleServers samples={state.samples} />
        <section className="card offer">
          <div>
            <h2>{words.importOthers}</h2>
            <p className="soft">{words.importHelp}</p>
          </div>
          <Button onPress={() => go({ screen: 'import' })}>{texts.imports.title}</Button>
        </section>
      </div>
    </div>
  )
}
