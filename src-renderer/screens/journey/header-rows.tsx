/** Rows of header names and values; values are hidden as they are typed. */
import type { ReactNode } from 'react'
import { useTexts } from '../../frame/app-context.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { isHeaderName, type HeaderRow } from './header-row.ts'

export function HeaderRows(props: {
  readonly rows: readonly HeaderRow[]
  readonly onChange: (rows: readonly HeaderRow[]) => void
}): ReactNode {
  const texts = useTexts()
  const { rows, onChange } = props
  const change = (id: number, part: Partial<HeaderRow>): void =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)))
  const nextId = 1 + Math.max(0, ...rows.map((row) => row.id))
  return (
    <fieldset className="header-rows">
      <legend>
        {texts.setup.headers} <span className="soft">({texts.common.optional})</span>
      </legend>
      {rows.length > 0 && <p className="field-help">{texts.setup.headersHelp}</p>}
      {rows.map((row) => (
        <div key={row.id} className="header-row">
          <TextField
            label={texts.setup.headerName}
            labelHidden
            mono
            autoFocus
            placeholder={texts.setup.headerName}
            value={row.name}
            onChange={(name) => change(row.id, { name })}
            error={row.name !== '' && !isHeaderName(row) ? texts.setup.headerBad : undefined}
          />
          <TextField
            label={texts.setup.headerValue}
            labelHidden
            mono
            secret
            placeholder={texts.setup.headerValue}
            value={row.value}
            onChange={(value) => change(row.id, { value: value.replace(/[\r\n]/g, '') })}
          />
          <IconButton
            icon="close"
            label={texts.setup.removeHeader(row.name)}
            onPress={() => onChange(rows.filter((each) => each.id !== row.id))}
          />
        </div>
      ))}
      <Button
        small
        look="quiet"
        icon="add"
        onPress={() => onChange([...rows, { id: nextId, name: '', value: '' }])}
      >
        {texts.setup.addHeader}
      </Button>
    </fieldset>
  )
}
