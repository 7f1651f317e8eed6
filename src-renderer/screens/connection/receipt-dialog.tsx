/** What became of each token at a sign-out (R25). */
import type { ReactNode } from 'react'
import type { SignOutReceipt } from '#contract/details.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Facts } from '../../parts/facts.tsx'

export function ReceiptDialog(props: {
  readonly receipt: SignOutReceipt
  readonly onClose: () => void
}): ReactNode {
  const texts = useTexts()
  const words = texts.connection
  const { receipt } = props
  const said = (result: SignOutReceipt['refreshToken']): string =>
    result.result === 'failed'
      ? words.receipt.failed(texts.tell({ english: result.reason, says: result.says }))
      : words.receipt[result.result]
  return (
    <Dialog
      title={words.receiptTitle}
      onClose={props.onClose}
      actions={
        <Button look="primary" onPress={props.onClose} autoFocus>
          {texts.common.close}
        </Button>
      }
    >
      <p>{words.receiptLead(receipt.name)}</p>
      <Facts
        facts={[
          { name: words.refreshToken, value: said(receipt.refreshToken) },
          { name: words.accessToken, value: said(receipt.accessToken) },
          {
            name: words.registration,
            value: receipt.registrationDeleted ? words.registrationDeleted : words.registrationKept,
          },
        ]}
      />
    </Dialog>
  )
}
