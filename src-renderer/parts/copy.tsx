/** Things to copy: a button that says when it is done, and a line that shows what will be copied. */
import { useState, type ReactNode } from 'react'
import { useTexts } from '../frame/app-context.tsx'
import { Button, IconButton } from './button.tsx'

export function CopyButton(props: {
  readonly text: string
  readonly label?: string
  readonly look?: 'primary' | 'normal' | 'quiet'
  readonly small?: boolean
}): ReactNode {
  const texts = useTexts()
  const [copied, setCopied] = useCopied(props.text)
  return (
    <Button
      look={props.look ?? 'normal'}
      small={props.small ?? false}
      icon={copied ? 'check' : 'copy'}
      onPress={setCopied}
    >
      <span aria-live="polite">
        {copied ? texts.common.copied : (props.label ?? texts.common.copy)}
      </span>
    </Button>
  )
}

/** A value that is made to be copied, whole even where it is too long to be seen whole. */
export function CopyLine(props: { readonly label: string; readonly value: string }): ReactNode {
  const texts = useTexts()
  const [copied, setCopied] = useCopied(props.value)
  return (
    <div className="copy-line">
      <code title={props.value}>{props.value}</code>
      <IconButton
        icon={copied ? 'check' : 'copy'}
        label={copied ? texts.common.copied : texts.common.copyThis(props.label)}
        onPress={setCopied}
      />
    </div>
  )
}

function useCopied(text: string): readonly [boolean, () => void] {
  const [copied, setCopied] = useState<string>()
  // "Copied" is true of one text only: with another one the button is fresh again.
  return [copied === text, () => void copy(text).then((done) => done && setCopied(text))]
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Not allowed without a permission in some shells; the old way needs none, only a selection.
    return copySelection(text)
  }
}

function copySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.setAttribute('aria-hidden', 'true')
  area.className = 'off-screen'
  const before = document.activeElement
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  if (before instanceof HTMLElement) before.focus()
  return done
}
