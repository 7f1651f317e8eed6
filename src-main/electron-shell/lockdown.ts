/** Denies by default what Electron allows by default, for every session and every page there will ever be. */
import type {
  Certificate,
  HandlerDetails,
  Session,
  WebContents,
  WindowOpenHandlerResponse,
} from 'electron'
import type { Electron } from './electron.ts'
import { mayHavePermission } from './policy/permissions.ts'
import { windowScheme } from './policy/window-address.ts'
import type { Navigation } from './policy/sign-in-page.ts'

/** What the pages of one session may do beyond nothing. */
export interface Guard {
  /** True lets the navigation or redirect happen. */
  mayNavigate(navigation: Navigation): boolean
  openWindow(details: HandlerDetails): WindowOpenHandlerResponse
  /** Undefined: no certificate is shown. */
  chooseCertificate(
    host: string,
    certificates: readonly Certificate[],
  ): Promise<Certificate | undefined>
}

export interface Lockdown {
  /** From now on `guard` decides for the pages of this session; pages of a session without one can do nothing. */
  admit(session: Session, guard: Guard): void
}

/** Electron's security checklist, items 4, 5, 11, 13, 14. Has to be called before the app is ready. */
export function lockDown({ app, protocol }: Pick<Electron, 'app' | 'protocol'>): Lockdown {
  const guards = new WeakMap<Session, Guard>()
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([
    {
      scheme: windowScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
  app.on('session-created', lockSession)
  app.on('web-contents-created', (_event, contents) => {
    lockContents(contents, () => guards.get(contents.session))
  })
  // Electron would show the first certificate it finds to whoever asks.
  app.on('select-client-certificate', (event, contents, url, certificates, callback) => {
    event.preventDefault()
    const answer = async () => {
      const host = URL.parse(url)?.host ?? url
      const guard = contents ? guards.get(contents.session) : undefined
      const chosen = await guard?.chooseCertificate(host, certificates)
      if (chosen) callback(chosen)
      else callback()
    }
    void answer()
  })
  return { admit: (session, guard) => void guards.set(session, guard) }
}

/** No verify procedure and no `certificate-error` handler is ever set: a certificate Chromium refuses is refused. */
function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) =>
    callback(mayHavePermission(permission, details.requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    mayHavePermission(permission, origin),
  )
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  // Dictionaries are downloaded from a server that is nobody's business here.
  session.setSpellCheckerEnabled(false)
}

function lockContents(contents: WebContents, guard: () => Guard | undefined): void {
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    const navigation = { address: event.url, isMainFrame: event.isMainFrame }
    if (!(guard()?.mayNavigate(navigation) ?? false)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    const navigation = { address: event.url, isMainFrame: event.isMainFrame }
    if (!(guard()?.mayNavigate(navigation) ?? false)) event.preventDefault()
  })
  contents.setWindowOpenHandler((details) => guard()?.openWindow(details) ?? { action: 'deny' })
}
