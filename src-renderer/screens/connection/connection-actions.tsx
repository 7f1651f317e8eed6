/** What can be done with a connection: what fits best as a button, the rest in a menu, and the questions before what cannot be undone. */
import { useState, type ReactNode } from 'react'
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import type { ConnectionView } from '#contract/app-state.ts'
import { useApp } from '../../frame/app-context.tsx'
import type { Acting } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icons.tsx'
import { RenameDialog } from './rename-dialog.tsx'
import { SignOut } from './sign-out.tsx'

type Open = 'rename' | 'sign-out' | 'remove' | undefined

export function ConnectionActions(props: {
  readonly connection: ConnectionView
  readonly act: Acting
}): ReactNode {
  const { texts, go } = useApp()
  const { connection, act } = props
  const [open, setOpen] = useState<Open>()
  const words = texts.connection
  const connectionId = connection.id
  const close = (): void => setOpen(undefined)
  const signIn = (): void =>
    act.run('connections.sign-in', { connectionId }, ({ journeyId }) =>
      go({ screen: 'journey', journeyId }),
    )
  const examine = (): void =>
    act.run('doctor.examine', { kind: 'connection', connectionId }, () => go({ screen: 'doctor' }))
  const needsSignIn = connection.chip === 'needs-sign-in' || connection.chip === 'needs-client-id'
  return (
    <div className="actions">
      {needsSignIn && (
        <Button look="primary" onPress={signIn} isPending={act.busy === 'connections.sign-in'}>
          {connection.chip === 'needs-client-id' ? words.enterClient : words.signIn}
        </Button>
      )}
      <Button
        isPending={act.busy === 'connections.test'}
        onPress={() => act.run('connections.test', { connectionId })}
      >
        {words.test}
      </Button>
      <MenuTrigger>
        <AriaButton className="button button-normal button-icon" aria-label={words.actions}>
          <Icon name="more" />
        </AriaButton>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu">
            {!needsSignIn && connection.mode !== 'NoAuth' && (
              <MenuItem className="menu-item" onAction={signIn}>
                {words.signIn}
              </MenuItem>
            )}
            <MenuItem className="menu-item" onAction={examine}>
              {texts.doctor.checkConnection}
            </MenuItem>
            <MenuItem className="menu-item" onAction={() => setOpen('rename')}>
              {words.rename}
            </MenuItem>
            {connection.mode !== 'NoAuth' && (
              <MenuItem className="menu-item" onAction={() => setOpen('sign-out')}>
                {words.signOut}
              </MenuItem>
            )}
            <MenuItem className="menu-item menu-danger" onAction={() => setOpen('remove')}>
              {words.remove}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {open === 'rename' && <RenameDialog connection={connection} onClose={close} />}
      {open === 'sign-out' && <SignOut connection={connection} onClose={close} />}
      {open === 'remove' && (
        <ConfirmDialog
          title={words.removeTitle(connection.name)}
          yes={words.removeYes}
          isDanger
          isBusy={act.busy === 'connections.remove'}
          onNo={close}
          onYes={() => {
            close()
            act.run('connections.remove', { connectionId, confirmed: true }, () =>
              go({ screen: 'connections' }),
            )
          }}
        >
          <p>{words.removeText}</p>
        </ConfirmDialog>
      )}
    </div>
  )
}
