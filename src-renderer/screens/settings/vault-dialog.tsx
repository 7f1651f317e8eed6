/** Where to keep the tokens when the keychain cannot be used: nothing is chosen without the person (R23). */
import { useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components'
import { useTexts } from '../../frame/app-context.tsx'
import { useActing } from '../../frame/use-acting.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ProblemCard } from '../../parts/problem-card.tsx'
import { TextField } from '../../parts/text-field.tsx'

export function VaultDialog({
  onClose,
  onChosen = onClose,
}: {
  readonly onClose: () => void
  /** The vault is open; the dialog is to be closed. */
  readonly onChosen?: () => void
}): ReactNode {
  const texts = useTexts()
  const act = useActing()
  const [passphrase, setPassphrase] = useState('')
  const words = texts.frame
  return (
    <Dialog
      title={words.vaultDialog}
      onClose={onClose}
      actions={<Button onPress={onClose}>{texts.common.close}</Button>}
    >
      <p>{words.vaultLead}</p>
      {act.problem && <ProblemCard problem={act.problem} />}
      <div className="ways">
        <section className="card offer">
          <h3>{words.vaultKeychain}</h3>
          <Button
            isPending={act.busy === 'vault.choose'}
            onPress={() => act.run('vault.choose', { kind: 'keychain' }, onChosen)}
          >
            {texts.common.tryAgain}
          </Button>
        </section>
        <Form
          className="card stack"
          onSubmit={(event) => {
            event.preventDefault()
            if (passphrase !== '') {
              act.run('vault.choose', { kind: 'passphrase', passphrase }, onChosen)
            }
          }}
        >
          <h3>{words.vaultPassphrase}</h3>
          <TextField
            label={words.passphrase}
            help={words.vaultPassphraseHelp}
            value={passphrase}
            onChange={setPassphrase}
            secret
            maxLength={1024}
            after={
              <Button type="submit" isDisabled={passphrase === ''}>
                {words.unlock}
              </Button>
            }
          />
        </Form>
        <section className="card offer">
          <div>
            <h3>{words.vaultSession}</h3>
            <p className="soft">{words.vaultSessionHelp}</p>
          </div>
          <Button onPress={() => act.run('vault.choose', { kind: 'session' }, onChosen)}>
            {words.chooseSession}
          </Button>
        </section>
      </div>
    </Dialog>
  )
}
