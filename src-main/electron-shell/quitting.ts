/** Ends the app: asks when something would stop, then lets go of everything in order, once. */
import type { AppState } from '#contract/app-state.ts'
import type { Electron } from './electron.ts'
import { stopsOnQuit } from './policy/quit.ts'
import type { Stops } from './policy/quit.ts'
import type { Texts } from './policy/texts.ts'

export interface Quitting {
  /** Asks where something would stop. */
  request(): void
  /** Ends without a question: the person was asked already, or the system ends. */
  now(): void
}

export interface QuittingParts {
  readonly state: () => AppState | undefined
  readonly texts: () => Texts
  /** Lets go of everything; may take a moment for calls under way. */
  readonly close: () => Promise<void>
}

/** The longest an ending may take before the process ends anyway, in milliseconds. */
const patienceMs = 10_000

export function createQuitting(
  { app, dialog, powerMonitor }: Pick<Electron, 'app' | 'dialog' | 'powerMonitor'>,
  parts: QuittingParts,
): Quitting {
  const progress: { status: 'running' | 'asking' | 'ending' } = { status: 'running' }

  const end = () => {
    if (progress.status === 'ending') return
    progress.status = 'ending'
    const limit = new Promise<void>((resolve) => setTimeout(resolve, patienceMs).unref())
    // What could not be closed in time ends with the process.
    void Promise.race([parts.close().catch(() => undefined), limit]).then(() => app.exit(0))
  }

  const request = () => {
    if (progress.status !== 'running') return
    const state = parts.state()
    const stops = state && stopsOnQuit(state)
    if (stops === undefined) return end()
    progress.status = 'asking'
    void dialog.showMessageBox(question(stops, parts.texts())).then(({ response }) => {
      progress.status = 'running'
      if (response === 1) end()
    })
  }

  app.on('before-quit', (event) => {
    event.preventDefault()
    request()
  })
  // The system shuts down and waits for nobody's answer.
  powerMonitor.on('shutdown', end)
  // Without a listener Electron quits when the last window closes, popups included.
  app.on('window-all-closed', () => undefined)
  return { request, now: end }
}

function question({ exposed, calls }: Stops, texts: Texts) {
  const lines = [
    exposed.length > 0 ? texts.quitExposed(exposed.join(', ')) : '',
    exposed.length === 0 && calls === 0 ? texts.quitTunnel : '',
    calls > 0 ? texts.quitCalls(calls) : '',
  ]
  return {
    type: 'question' as const,
    message: texts.quitQuestion,
    detail: lines.filter((line) => line !== '').join('\n'),
    buttons: [texts.cancel, texts.quit],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  }
}
