/** Dialogs over the window: focus stays inside, Esc closes, the heading names them. */
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTexts } from '../frame/app-context.tsx'
import { Button, IconButton } from './button.tsx'

export function Dialog(props: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly actions: ReactNode
  readonly wide?: boolean
  readonly isUrgent?: boolean
}): ReactNode {
  const texts = useTexts()
  const { onClose } = props
  return (
    <ModalOverlay className="shade" isOpen onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Modal className={`modal${props.wide ? ' modal-wide' : ''}`}>
        <AriaDialog className="dialog" role={props.isUrgent ? 'alertdialog' : 'dialog'}>
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {props.title}
            </Heading>
            <IconButton icon="close" label={texts.common.close} onPress={onClose} />
          </header>
          <div className="dialog-body">{props.children}</div>
          <footer className="dialog-foot">{props.actions}</footer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

/** A question with two answers; Esc is the harmless one. */
export function ConfirmDialog(props: {
  readonly title: string
  readonly children: ReactNode
  readonly yes: string
  readonly no?: string
  readonly isDanger?: boolean
  readonly isBusy?: boolean
  readonly onYes: () => void
  readonly onNo: () => void
}): ReactNode {
  const texts = useTexts()
  return (
    <Dialog
      title={props.title}
      onClose={props.onNo}
      isUrgent
      actions={
        <>
          <Button onPress={props.onNo} autoFocus>
            {props.no ?? texts.common.cancel}
          </Button>
          <Button
            look={props.isDanger ? 'danger' : 'primary'}
            onPress={props.onYes}
            isPending={props.isBusy ?? false}
          >
            {props.yes}
          </Button>
        </>
      }
    >
      {props.children}
    </Dialog>
  )
}
