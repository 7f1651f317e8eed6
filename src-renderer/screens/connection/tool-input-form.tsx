/** The input of a tool: a field for each property, or the whole as JSON. */
import type { ReactNode } from 'react'
import type { Texts } from '../../texts/language.ts'
import { useTexts } from '../../frame/app-context.tsx'
import { Picker } from '../../parts/choices.tsx'
import { TextField } from '../../parts/text-field.tsx'
import type { Fault, Field, Values } from './tool-input.ts'

export function ToolInput(props: {
  /** Undefined: as JSON. */
  readonly fields: readonly Field[] | undefined
  readonly values: Values
  readonly onValues: (values: Values) => void
  readonly json: string
  readonly onJson: (json: string) => void
  readonly faults: Readonly<Record<string, Fault>>
}): ReactNode {
  const texts = useTexts()
  const { fields, values, faults } = props
  if (fields === undefined) {
    return (
      <TextField
        label={texts.tools.json}
        labelHidden
        value={props.json}
        onChange={props.onJson}
        error={'' in faults ? texts.tools.jsonBad : undefined}
        rows={6}
        mono
      />
    )
  }
  if (fields.length === 0) return <p className="soft">{texts.tools.noInput}</p>
  return fields.map((field) => (
    <InputField
      key={field.name}
      field={field}
      value={values[field.name] ?? ''}
      onChange={(value) => props.onValues({ ...values, [field.name]: value })}
      error={faultText(texts, field, faults[field.name])}
    />
  ))
}

function InputField(props: {
  readonly field: Field
  readonly value: string
  readonly onChange: (value: string) => void
  readonly error: string | undefined
}): ReactNode {
  const texts = useTexts()
  const words = texts.tools
  const { field, value, onChange, error } = props
  const label = field.isRequired ? `${field.title} (${words.required})` : field.title
  const unset = { value: '', label: words.unset }
  if (field.kind === 'yes-no' || field.kind === 'choice') {
    const choices =
      field.kind === 'yes-no'
        ? [
            { value: 'true', label: words.yes },
            { value: 'false', label: words.no },
          ]
        : field.choices.map((each) => ({ value: String(each), label: String(each) }))
    return (
      <div className="stack-tight">
        <Picker label={label} value={value} onChange={onChange} choices={[unset, ...choices]} />
        <p className={error === undefined ? 'field-help' : 'field-error'}>
          {error ?? field.description}
        </p>
      </div>
    )
  }
  const hint = { lines: words.oneEachLine, json: words.asJson, text: '', number: '' }[field.kind]
  const isLong =
    field.kind === 'lines' || field.kind === 'json' || (field.kind === 'text' && field.isLong)
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      error={error}
      help={[field.description, hint].filter(Boolean).join(' · ')}
      mono={field.kind === 'json'}
      {...(isLong && { rows: 3 })}
    />
  )
}

function faultText(texts: Texts, field: Field, fault: Fault | undefined): string | undefined {
  switch (fault) {
    case undefined:
      return undefined
    case 'missing':
      return texts.tools.missing(field.title)
    case 'not-number':
      return texts.tools.notNumber(field.title)
    case 'not-json':
      return texts.tools.notJson(field.title)
  }
}
