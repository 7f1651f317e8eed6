/** When the app ends: with its window, unless a tunnel runs or nobody has a window of ours. */

/** What the decision is made of. */
export interface Presence {
  /** Windows that watch the state now. */
  readonly windows: number
  /** A window was there before. */
  readonly hadWindow: boolean
  /** The browser process we started still runs. */
  readonly browserRuns: boolean
  readonly platform: NodeJS.Platform
  readonly tunnelRuns: boolean
  /** The link was printed for a browser somewhere else. */
  readonly linkPrinted: boolean
}

/** `stay-for-tunnel`: the window is closed and the app goes on without it. */
export type Ending = 'stay' | 'stay-for-tunnel' | 'end'

/** Asked when nothing changed for a moment, so that a reload is no end. */
export function endingOf(presence: Presence): Ending {
  const { windows, hadWindow, browserRuns, platform, tunnelRuns, linkPrinted } = presence
  if (linkPrinted || windows > 0) return 'stay'
  // A window that sleeps loses its line; its browser shows that it is there. On macOS browsers outlive their windows.
  if (browserRuns && platform !== 'darwin') return 'stay'
  if (!hadWindow && browserRuns) return 'stay'
  return tunnelRuns ? 'stay-for-tunnel' : 'end'
}

export interface UntilOver {
  readonly decide: () => Ending
  /** How long after a change to decide. */
  readonly patienceMs: () => number
  /** Gives a listener to call when something changed. */
  readonly onChange: (listener: () => void) => void
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** Waits until the window is closed and nothing keeps the app, or the signal ends it. */
export function untilOver(parts: UntilOver): Promise<void> {
  const { decide, patienceMs, onChange, signal, say } = parts
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let said = false
    let isOver = false
    const over = () => {
      isOver = true
      clearTimeout(timer)
      resolve()
    }
    const lookLater = () => {
      // Its windows are closed at the end; what changes then must not keep the process.
      if (isOver) return
      clearTimeout(timer)
      timer = setTimeout(look, patienceMs())
    }
    const look = () => {
      const ending = decide()
      if (ending === 'end') return over()
      if (ending === 'stay') return
      if (!said) say('The window is closed; the Edge Tunnel goes on. Ctrl+C ends it.')
      said = true
      // The tunnel may end by itself, and nobody tells.
      lookLater()
    }
    if (signal.aborted) return over()
    signal.addEventListener('abort', over, { once: true })
    onChange(lookLater)
  })
}
