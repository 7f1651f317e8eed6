/** Choosing: a switch, one of a few side by side, one of a list. */
import type { ReactNode } from 'react'
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select,
  SelectValue,
  Switch as AriaSwitch,
  Text,
} from 'react-aria-components'
import { Icon } from './icons.tsx'

export interface Choice<Value extends string> {
  readonly value: Value
  readonly label: string
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly choices: readonly Choice<Value>[]
  readonly onChange: (value: Value) => void
  readonly labelHidden?: boolean
  readonly isDisabled?: boolean
  readonly help?: string
}

export function Switch(props: {
  readonly label: string
  readonly help?: ReactNode
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly isDisabled?: boolean
}): ReactNode {
  return (
    <AriaSwitch
      className="switch"
      isSelected={props.isOn}
      onChange={props.onChange}
      isDisabled={props.isDisabled ?? false}
    >
      <span className="switch-track" aria-hidden="true">
        <span className="switch-thumb" />
      </span>
      <span className="switch-text">
        <span>{props.label}</span>
        {props.help !== undefined && <span className="soft">{props.help}</span>}
      </span>
    </AriaSwitch>
  )
}

/** A few choices side by side. */
export function Segments<Value extends string>(props: ChoiceProps<Value>): ReactNode {
  return (
    <RadioGroup
      className="segments-group"
      orientation="horizontal"
      value={props.value}
      isDisabled={props.isDisabled ?? false}
      {...(props.labelHidden && { 'aria-label': props.label })}
      onChange={(value) => props.onChange(known(props, value))}
    >
      {!props.labelHidden && <Label>{props.label}</Label>}
      <span className="segments">
        {props.choices.map((each) => (
          <Radio key={each.value} value={each.value} className="segment">
            {each.label}
          </Radio>
        ))}
      </span>
    </RadioGroup>
  )
}

/** One of a list that opens. */
export function Picker<Value extends string>(props: ChoiceProps<Value>): ReactNode {
  return (
    <Select
      className="field"
      value={props.value}
      isDisabled={props.isDisabled ?? false}
      {...(props.labelHidden && { 'aria-label': props.label })}
      onChange={(value) => props.onChange(known(props, String(value)))}
    >
      {!props.labelHidden && <Label>{props.label}</Label>}
      <Button className="input picker">
        <SelectValue />
        <Icon name="next" />
      </Button>
      {props.help !== undefined && (
        <Text slot="description" className="field-help">
          {props.help}
        </Text>
      )}
      <Popover className="popover">
        <ListBox className="menu">
          {props.choices.map((each) => (
            <ListBoxItem key={each.value} id={each.value} className="menu-item">
              {each.label}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}

/** The primitives deal in strings; what they give back was one of the choices. */
function known<Value extends string>(props: ChoiceProps<Value>, value: string): Value {
  return props.choices.find((each) => each.value === value)?.value ?? props.value
}
