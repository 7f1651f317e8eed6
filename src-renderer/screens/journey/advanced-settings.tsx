/** The special cases of a setup, folded away: most servers need none of them. */
import type { ReactNode } from 'react'
import { useTexts } from '../../frame/app-context.tsx'
import { Button } from '../../parts/button.tsx'
import { Picker } from '../../parts/choices.tsx'
import { Fold } from '../../parts/fold.tsx'
import { TextField } from '../../parts/text-field.tsx'
import type { SetupWishes } from './setup-wishes.ts'

export function AdvancedSettings(props: {
  readonly wishes: SetupWishes
  readonly onChange: (wishes: SetupWishes) => void
  readonly onLookAgain: () => void
  readonly isLooking: boolean
  readonly isOpen: boolean
}): ReactNode {
  const texts = useTexts()
  const words = texts.connectionSettings
  const { wishes } = props
  const change = (part: Partial<SetupWishes>): void => props.onChange({ ...wishes, ...part })
  return (
    <Fold title={texts.setup.advanced} isOpen={props.isOpen}>
      <div className="two-columns">
        <TextField
          label={words.loginHost}
          help={words.loginHostHelp}
          value={wishes.loginHost}
          onChange={(loginHost) => change({ loginHost })}
          mono
        />
        <TextField
          label={words.scope}
          help={words.scopeHelp}
          value={wishes.scope}
          onChange={(scope) => change({ scope })}
          mono
        />
        <Picker
          label={words.grantType}
          value={wishes.grantType}
          onChange={(grantType) => change({ grantType })}
          choices={(['code', 'device'] as const).map((value) => ({
            value,
            label: words.grantTypes[value],
          }))}
        />
        <Picker
          label={words.resource}
          value={wishes.resource}
          onChange={(resource) => change({ resource })}
          choices={(['auto', 'send', 'omit'] as const).map((value) => ({
            value,
            label: words.resources[value],
          }))}
        />
        <Picker
          label={words.spelling}
          value={wishes.spelling}
          onChange={(spelling) => change({ spelling })}
          choices={[
            { value: 'auto', label: words.spellingAuto },
            { value: '127.0.0.1', label: '127.0.0.1' },
            { value: 'localhost', label: 'localhost' },
          ]}
        />
        <TextField
          label={words.caFile}
          value={wishes.caFile}
          onChange={(caFile) => change({ caFile })}
          mono
        />
        <TextField
          label={words.clientCertificateFile}
          value={wishes.clientCertificateFile}
          onChange={(clientCertificateFile) => change({ clientCertificateFile })}
          mono
        />
      </div>
      <Button small onPress={props.onLookAgain} isPending={props.isLooking}>
        {texts.setup.lookAgain}
      </Button>
    </Fold>
  )
}
