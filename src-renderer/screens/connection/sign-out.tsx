/** Signing out: the question before, and the receipt after (R25). */
import { useState, type ReactNode } from 'react'
import type { ConnectionView } from '#contract/app-state.ts'
import type { SignOutReceipt } from '#contract/details.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { ReceiptDialog } from './receipt-dialog.tsx'

export function SignOut(props: {
  readonly connection: ConnectionView
  readonly onClose: () => void
}): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const [receipt, setReceipt] = useState<SignOutReceipt>()
  const { connection, onClose } = props
  const words = texts.connection
  if (receipt) return <ReceiptDialog receipt={receipt} onClose={onClose} />
  return (
    <ConfirmDialog
      title={words.signOutTitle(connection.name)}
      yes={words.signOut}
      isBusy={act.busy !== undefined}
      onNo={onClose}
      onYes={() => act.run('connections.sign-out', { connectionId: connection.id }, setReceipt)}
    >
      <p>{words.signOutText}</p>
      {act.problem && <ProblemCard problem={act.problem} />}
    </ConfirmDialog>
  )
}
