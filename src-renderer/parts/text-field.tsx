/** One line or several lines of text with their label, help and error. */
import type { ReactNode } from 'react'
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components'

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly help?: ReactNode
  readonly error?: string | undefined
  readonly placeholder?: string
  readonly mono?: boolean
  readonly rows?: number
  readonly secret?: boolean
  readonly isRequired?: boolean
  readonly isReadOnly?: boolean
  readonly isDisabled?: boolean
  readonly autoFocus?: boolean
  readonly maxLength?: number
  /** Label read out but not shown, where the place says what it is. */
  readonly labelHidden?: boolean
  /** Stands at the end of the line: reveal, remove. */
  readonly after?: ReactNode
}

export function TextField({
  label,
  help,
  error,
  placeholder,
  mono = false,
  rows,
  secret = false,
  labelHidden = false,
  after,
  ...rest
}: TextFieldProps): ReactNode {
  const look = { className: `input${mono ? ' mono' : ''}`, placeholder: placeholder ?? '' }
  return (
    <AriaTextField
      {...rest}
      type={secret ? 'password' : 'text'}
      autoComplete="off"
      spellCheck="false"
      isInvalid={error !== undefined}
      className="field"
      {...(labelHidden && { 'aria-label': label })}
    >
      {!labelHidden && <Label>{label}</Label>}
      <span className="field-line">
        {rows === undefined ? <Input {...look} /> : <TextArea {...look} rows={rows} />}
        {after}
      </span>
      {help !== undefined && error === undefined && (
        <Text slot="description" className="field-help">
          {help}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  )
}
