/** The commands about the app as a whole: tunnel, sample servers, preferences, vault, pages, diagnostics, the end. */
import type { CommandHandlers } from '#contract/commands.ts'
import { appError } from '#core/app-error.ts'
import { diagnosticsText } from './diagnostics.ts'
import type { WindowPorts } from './ports.ts'
import { changePreferences } from './preferences.ts'
import type { Samples } from './samples.ts'
import type { StateKeeper } from './state-keeper.ts'
import { say } from '#core/say.ts'

type AppHandlers = Pick<
  CommandHandlers,
  Extract<
    keyof CommandHandlers,
    | `tunnel.${string}`
    | `samples.${string}`
    | `preferences.${string}`
    | `vault.${string}`
    | `app.${string}`
  >
>

export function createAppHandlers(
  ports: WindowPorts,
  keeper: StateKeeper,
  samples: Samples,
): AppHandlers {
  const { tunnel, vault, host, log } = ports
  return {
    'tunnel.link': async ({ key }, signal) => nothingOf(tunnel.link(key.trim(), signal)),
    'tunnel.unlink': async (_input, signal) => nothingOf(tunnel.unlink(signal)),
    'tunnel.start': async (_input, signal) => nothingOf(tunnel.start(signal)),
    'tunnel.stop': async (_input, signal) => nothingOf(tunnel.stop(signal)),
    'tunnel.pause': async (_input, signal) => nothingOf(tunnel.pause(signal)),
    'tunnel.resume': async (_input, signal) => nothingOf(tunnel.resume(signal)),

    'samples.start': () => nothingOf(samples.start()),
    'samples.stop': () => nothingOf(samples.stop()),

    'preferences.change': (change) => {
      const before = keeper.state().preferences
      const preferences = changePreferences(ports.store, before, change)
      keeper.change({ preferences })
      if (preferences.launchAtLogin !== before.launchAtLogin && ports.shell.can.launchAtLogin) {
        host.setLaunchAtLogin(preferences.launchAtLogin)
      }
      return {}
    },

    'vault.retry': () => nothingOf(vault.retry()),
    'vault.choose': (choice) => nothingOf(vault.choose(choice)),

    'app.show-page': ({ url }, signal) => nothingOf(ports.pages.show(url, signal)),
    'app.diagnostics': () => ({ text: diagnosticsText(keeper.state(), host.recentLog()) }),
    'app.dismiss-problem': () => {
      keeper.change({ problem: undefined })
      return {}
    },
    'app.report': ({ message }) => {
      log.write('warn', 'the window reports', { message })
      return {}
    },
    'app.quit': ({ evenWithTunnel }) => {
      const { tunnel: view } = keeper.state()
      const running = view.status === 'linked' && view.agent.status === 'running'
      if (running && !evenWithTunnel) throw tunnelRuns(view.exposed.length)
      host.quit()
      return {}
    },
  }
}

async function nothingOf(work: Promise<void>): Promise<Record<string, never>> {
  await work
  return {}
}

function tunnelRuns(exposed: number) {
  return appError('not-supported', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: exposed === 1 ? say('tunnel.runs.one') : say('tunnel.runs', { count: exposed }),
    next: say('tunnel.runs.next'),
    details: { exposed: String(exposed) },
  })
}
