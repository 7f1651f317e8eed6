/** How every page of the app runs: in the sandbox, apart from Electron's world, without Node. */
import type { Session, WebPreferences } from 'electron'

/** Most of these are Electron's defaults; written down, a change of a default changes nothing. */
export function lockedPreferences(session: Session): WebPreferences {
  return {
    session,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: false,
  }
}
