/** The app of a command line: what needs tokens is done by the app that runs, if one does; all else here, on the same store. */
import type { RunningApp } from '#adapters/running-app.ts'
import type { App } from '#core/app/app.ts'
import type { Guide } from '#core/guide.ts'
import type { SignInWindow } from '#core/ports.ts'
import { runThere } from '../program-door/door-client.ts'

export interface RemoteAppParts {
  /** Does the work where no app runs. */
  readonly own: App
  /** Asked once, when the first verb needs to know: a run that only lists connections asks nobody. */
  readonly find: () => Promise<RunningApp | undefined>
  readonly signInWindow: SignInWindow
}

/** Decided once for a run: an app that ends in the middle is a problem, not a reason to begin again here. */
export function remoteApp({ own, find, signInWindow }: RemoteAppParts): App {
  let found: Promise<RunningApp | undefined> | undefined
  const running = () => (found ??= find())
  const here = (guide: Guide) => ({ guide, signInWindow })
  return {
    ...own,
    async connect(request, guide, signal) {
      const app = await running()
      // What an earlier process chose or found is its own; a journey of the command line begins anew.
      const { agreed, connectionId, survival, ...rest } = request
      if (!app || agreed || connectionId !== undefined || survival) {
        return own.connect(request, guide, signal)
      }
      const { opensBrowser } = guide
      return runThere(app, 'connect', { ...rest, opensBrowser }, signal, here(guide))
    },
    async connectCommand(request, guide, signal) {
      const app = await running()
      if (!app) return own.connectCommand(request, guide, signal)
      const { opensBrowser } = guide
      return runThere(app, 'connect-command', { ...request, opensBrowser }, signal, here(guide))
    },
    async signIn(name, options, guide, signal) {
      const app = await running()
      const { survival, ...rest } = options
      if (!app || survival) return own.signIn(name, options, guide, signal)
      const { opensBrowser } = guide
      return runThere(app, 'sign-in', { ...rest, name, opensBrowser }, signal, here(guide))
    },
    async signOut(name, signal) {
      const app = await running()
      return app ? runThere(app, 'sign-out', { name }, signal) : own.signOut(name, signal)
    },
    async remove(name, signal) {
      const app = await running()
      return app ? runThere(app, 'remove', { name }, signal) : own.remove(name, signal)
    },
    async token(name) {
      const app = await running()
      return app ? runThere(app, 'token', { name }, never()) : own.token(name)
    },
    async revealToken(name) {
      const app = await running()
      return app ? runThere(app, 'reveal-token', { name }, never()) : own.revealToken(name)
    },
    async refresh(name, signal) {
      const app = await running()
      return app ? runThere(app, 'refresh', { name }, signal) : own.refresh(name, signal)
    },
    async tools(name, guide, signal) {
      const app = await running()
      if (!app) return own.tools(name, guide, signal)
      const { opensBrowser } = guide
      return runThere(app, 'tools', { name, opensBrowser }, signal, here(guide))
    },
    async call(name, tool, input, guide, signal) {
      const app = await running()
      if (!app) return own.call(name, tool, input, guide, signal)
      const { opensBrowser } = guide
      return runThere(app, 'call', { name, tool, input, opensBrowser }, signal, here(guide))
    },
    // Commands are agreed to at the keyboard of the process that imports them: the app that runs leaves them out.
    async importServers(text, commands) {
      const app = await running()
      if (!app) return own.importServers(text, commands)
      if (!commands) return runThere(app, 'import', { text }, never())
      const { guide, folder, signal } = commands
      return runThere(app, 'import', { text, folder }, signal, here(guide))
    },
  }
}

/** For verbs that are over at once: Ctrl+C ends the process. */
function never(): AbortSignal {
  return new AbortController().signal
}
