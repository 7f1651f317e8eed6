/** Where the window begins: finds the app, follows its state, and shows it. */
import { createRoot } from 'react-dom/client'
import { createClient } from '#contract/transport.ts'
import { createLiveState } from './frame/live-state.ts'
import { AppWindow } from './frame/app-window.tsx'
import { Crashed } from './screens/lost-screen.tsx'
import { languageFor, loadCatalog } from './texts/language.ts'
import { chooseTransport } from './transport/choose.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/buttons.css'
import './styles/parts.css'
import './styles/problem.css'
import './styles/forms.css'
import './styles/overlays.css'
import './styles/frame.css'
import './styles/screens.css'
import './styles/journey.css'
import './styles/connection.css'

const [transport, guess] = await Promise.all([
  chooseTransport(),
  loadCatalog(languageFor('system', navigator.languages)),
])
const client = createClient(transport)
const live = createLiveState(client)

const report = (error: unknown): void => {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  // The log of the app is the only place for it; when the app is gone, there is none.
  void client.run('app.report', { message: message.slice(0, 4000) })
}
addEventListener('error', (event) => report(event.error ?? event.message))
addEventListener('unhandledrejection', (event) => report(event.reason))

const element = document.getElementById('window')
if (element) {
  const root = createRoot(element, {
    onUncaughtError: (error) => {
      report(error)
      createRoot(element).render(<Crashed texts={guess.texts} />)
    },
  })
  root.render(<AppWindow client={client} live={live} guess={guess} />)
}
