/** Something that is there for those who want to know, folded away for everybody else. */
import type { ReactNode } from 'react'
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components'
import { Icon } from './icons.tsx'

export function Fold(props: {
  readonly title: ReactNode
  readonly children: ReactNode
  readonly isOpen?: boolean
}): ReactNode {
  return (
    <Disclosure className="fold" defaultExpanded={props.isOpen ?? false}>
      <div className="fold-head">
        <Button slot="trigger" className="fold-button">
          <Icon name="next" />
          {props.title}
        </Button>
      </div>
      <DisclosurePanel className="fold-panel">{props.children}</DisclosurePanel>
    </Disclosure>
  )
}
