/** Takes links of our scheme from the system, shows the person what they propose, and acts only when the person says so. */
import type { Client } from '#contract/transport.ts'
import type { Electron } from './electron.ts'
import { parseDeepLink } from './policy/deep-link.ts'
import type { DeepLink } from './policy/deep-link.ts'
import type { Texts } from './policy/texts.ts'

export interface LinkDoor {
  /** A link that arrived; undefined: the app was only started again. */
  arrived(link: string | undefined): void
  /** From now on links are shown; those that came earlier, the last one first of all. */
  open(parts: LinkParts): void
}

export interface LinkParts {
  readonly client: Client
  readonly texts: () => Texts
  readonly showWindow: () => void
}

/** macOS delivers links by event, also before the app is ready; so this has to be called at once. */
export function createLinkDoor({ app, dialog }: Pick<Electron, 'app' | 'dialog'>): LinkDoor {
  const state: { parts?: LinkParts; waiting?: string; asking: boolean } = { asking: false }
  const arrived = (link: string | undefined) => {
    if (state.parts === undefined) {
      if (link !== undefined) state.waiting = link
      return
    }
    state.parts.showWindow()
    // A page that opens a hundred links gets one question.
    if (link === undefined || state.asking) return
    state.asking = true
    void propose(dialog, parseDeepLink(link), state.parts).finally(() => (state.asking = false))
  }
  app.on('open-url', (event, url) => {
    event.preventDefault()
    arrived(url)
  })
  return {
    arrived,
    open(parts) {
      state.parts = parts
      if (state.waiting !== undefined) arrived(state.waiting)
    },
  }
}

async function propose(
  dialog: Electron['dialog'],
  link: DeepLink,
  { client, texts }: LinkParts,
): Promise<void> {
  const words = texts()
  if (link.kind === 'open') return
  if (link.kind === 'unusable') {
    await dialog.showMessageBox({ type: 'info', message: words.linkUnusable })
    return
  }
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: words.addServerQuestion,
    detail: words.addServerDetail(link.name, link.url),
    buttons: [words.cancel, words.addServer],
    // Enter and Escape both turn the proposal down.
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  })
  if (response === 1) await client.run('setup.look', { text: pastedFrom(link) })
}

/** What the setup wizard would have been given by hand. */
function pastedFrom({ url, name }: Extract<DeepLink, { kind: 'add' }>): string {
  return name === '' ? url : JSON.stringify({ mcpServers: { [name]: { type: 'http', url } } })
}
