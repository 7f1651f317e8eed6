/** The outer form of a screen: its heading, what can be done, and the content in a readable width. */
import type { ReactNode } from 'react'

export function Page(props: {
  readonly title: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly narrow?: boolean
}): ReactNode {
  return (
    <div className={`page${props.narrow ? ' page-narrow' : ''}`}>
      <header className="page-head">
        <div>
          <h1>{props.title}</h1>
          {props.lead !== undefined && <p className="soft">{props.lead}</p>}
        </div>
        {props.actions !== undefined && <div className="actions">{props.actions}</div>}
      </header>
      {props.children}
    </div>
  )
}

/** A part of a page with a heading of its own. */
export function Section(props: {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}): ReactNode {
  return (
    <section className="section">
      <header className="section-head">
        <h2>{props.title}</h2>
        {props.actions !== undefined && <div className="actions">{props.actions}</div>}
      </header>
      {props.children}
    </section>
  )
}
