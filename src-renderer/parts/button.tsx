/** Buttons: one look for each weight, a busy state that is announced, and a picture alone only with a name. */
import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  ProgressBar,
  Tooltip,
  TooltipTrigger,
  type ButtonProps as AriaButtonProps,
} from 'react-aria-components'
import { Icon, type IconName } from './icons.tsx'

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly look?: 'primary' | 'normal' | 'quiet' | 'danger' | undefined
  readonly small?: boolean
  readonly icon?: IconName | undefined
  readonly children: ReactNode
}

export function Button({
  look = 'normal',
  small = false,
  icon,
  children,
  isPending = false,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <AriaButton
      {...rest}
      isPending={isPending}
      className={`button button-${look}${small ? ' button-small' : ''}`}
    >
      {isPending ? <Spinner /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </AriaButton>
  )
}

/** A button that shows only a picture; its name is read out and shown as a tooltip. */
export function IconButton({
  icon,
  label,
  ...rest
}: Omit<AriaButtonProps, 'className' | 'children'> & {
  readonly icon: IconName
  readonly label: string
}): ReactNode {
  return (
    <TooltipTrigger delay={500}>
      <AriaButton {...rest} aria-label={label} className="button button-quiet button-icon">
        <Icon name={icon} />
      </AriaButton>
      <Tooltip className="tooltip">{label}</Tooltip>
    </TooltipTrigger>
  )
}

export function Spinner({ label }: { readonly label?: string }): ReactNode {
  return (
    <ProgressBar className="spinner" isIndeterminate aria-label={label ?? '…'}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <circle cx="8" cy="8" r="6" />
        <path d="M8 2a6 6 0 0 1 6 6" />
      </svg>
    </ProgressBar>
  )
}
