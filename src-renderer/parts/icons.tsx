/** The few pictures of the window: drawn with the colour of the text beside them, hidden from screen readers. */
import type { ReactNode } from 'react'

const shapes = {
  add: <path d="M8 3v10M3 8h10" />,
  back: <path d="M10 3 5 8l5 5" />,
  close: <path d="m4 4 8 8m0-8-8 8" />,
  check: <path d="m3 8.5 3.2 3.2L13 5" />,
  copy: <path d="M6 6h7v7H6zM10 3H3v7" />,
  more: (
    <>
      <circle cx="3.5" cy="8" r=".8" />
      <circle cx="8" cy="8" r=".8" />
      <circle cx="12.5" cy="8" r=".8" />
    </>
  ),
  next: <path d="m6 3 5 5-5 5" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4" />
      <path d="m10 10 3.5 3.5" />
    </>
  ),
  servers: (
    <>
      <rect x="2.5" y="2.5" width="11" height="4.5" rx="1.2" />
      <rect x="2.5" y="9" width="11" height="4.5" rx="1.2" />
      <path d="M5 4.75h.01M5 11.25h.01" />
    </>
  ),
  tunnel: <path d="M2.5 13.5V8a5.5 5.5 0 0 1 11 0v5.5M6 13.5V8.5a2 2 0 0 1 4 0v5" />,
  settings: (
    <>
      <path d="M2.5 5h6m3 0h2M2.5 11h2m3 0h6" />
      <circle cx="10" cy="5" r="1.6" />
      <circle cx="6" cy="11" r="1.6" />
    </>
  ),
  open: <path d="M9 3h4v4M13 3 7.5 8.5M7 4H3.5v8.5H12V9" />,
  stop: <rect x="4" y="4" width="8" height="8" rx="1" />,
  key: (
    <>
      <circle cx="5.5" cy="10.5" r="2.5" />
      <path d="M7.3 8.7 13 3m-2.2 2.2 1.8 1.8" />
    </>
  ),
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1.5" />
      <path d="M5.5 7V5.2a2.5 2.5 0 0 1 5 0V7" />
    </>
  ),
  warning: <path d="M8 2.5 14 13H2zM8 6.5v3m0 1.8v.01" />,
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  )
}

/** The product's mark: a tunnel mouth that is a keyhole. */
export function Mark({ size }: { readonly size: number }): ReactNode {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect className="mark-ground" width="32" height="32" rx="8" />
      <path className="mark-arch" d="M8 25V15a8 8 0 0 1 16 0v10" />
      <circle className="mark-key" cx="16" cy="16" r="3" />
      <path className="mark-way" d="M16 18v7" />
    </svg>
  )
}
