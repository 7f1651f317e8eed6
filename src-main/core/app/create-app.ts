/** Puts the verbs together over the ports a shell provides. */
import { appError } from '#core/app-error.ts'
import { discover } from '#core/discovery/discover.ts'
import type { Guide } from '#core/guide.ts'
import type { Connection } from '#contract/connection.ts'
import type { App } from './app.ts'
import { exportConnections } from '#core/import-export/export-connections.ts'
import { connectCommand } from './command.ts'
import { connect } from './connect.ts'
import { importServers } from './exchange.ts'
import { openLister } from './list-openly.ts'
import { createKeeper } from './keeper.ts'
import { checkedName, connectionNamed } from './names.ts'
import { fetchFor, inSession } from './open-connection.ts'
import type { AppParts, AppPorts } from './parts.ts'
import { signInAgain } from './sign-in-again.ts'
import { removeConnection, signOut } from './sign-out.ts'
import { createStepUp } from './step-up.ts'
import { refreshNow, revealToken, tokenStatus } from './token-status.ts'
import { say } from '#core/say.ts'

/** `close` of the app closes nothing the shell opened: whoever made the ports ends them. */
export function createApp(ports: AppPorts): App {
  const parts = { ...ports, keeper: createKeeper(ports) }
  const { store } = ports
  const named = (name: string) => connectionNamed(name, store.listConnections())

  return {
    discover: async (url, { signal, onProbe, settings = {} }) => {
      const found = await discover(url, ports, {
        settings,
        signal,
        ...(onProbe && { onProbe }),
        canListTools: openLister(ports, url, settings, {}, signal),
      })
      return found.discovery
    },
    connect: (request, guide, signal) => connect(parts, request, guide, signal),
    connectCommand: (request, guide, signal) => connectCommand(parts, request, guide, signal),
    list: () => store.listConnections(),
    show: named,
    rename: (name, to) => rename(parts, named(name), to),
    remove: async (name, signal) => removeConnection(parts, named(name), signal),
    signIn: async (name, options, guide, signal) =>
      signInAgain(parts, named(name), options, guide, signal),
    signOut: async (name, signal) => signOut(parts, named(name), signal),
    token: async (name) => tokenStatus(parts, named(name)),
    revealToken: async (name) => revealToken(parts, named(name)),
    refresh: async (name, signal) => refreshNow(parts, named(name), signal),
    tools: async (name, guide, signal) => {
      const connection = named(name)
      const stepUp = stepUpFor(parts, connection, guide, signal)
      return inSession(parts, connection, signal, (session) => session.listTools(signal), stepUp)
    },
    call: async (name, tool, input, guide, signal) => {
      const connection = named(name)
      const stepUp = stepUpFor(parts, connection, guide, signal)
      return inSession(
        parts,
        connection,
        signal,
        async (session) => {
          const tools = await session.listTools(signal)
          if (!tools.some((each) => each.name === tool)) throw noSuchTool(tool, tools)
          return session.callTool(tool, input, signal)
        },
        stepUp,
      )
    },
    importServers: (text, commands) => importServers(parts, text, undefined, commands),
    exportServers: () => exportConnections(store.listConnections()),
    authorizedFetch: async (name, guide, signal) => {
      const connection = named(name)
      const stepUp = stepUpFor(parts, connection, guide, signal)
      return { connection, fetch: await fetchFor(parts, connection, signal, stepUp) }
    },
  }
}

/** Only where somebody can see the sign-in page: work nobody watches never opens a browser (R16). */
function stepUpFor(parts: AppParts, connection: Connection, guide: Guide, signal: AbortSignal) {
  return guide.opensBrowser ? createStepUp(parts, connection, guide, signal) : undefined
}

function rename({ store }: AppParts, connection: Connection, to: string): Connection {
  const others = store.listConnections().filter((each) => each.id !== connection.id)
  const renamed = { ...connection, name: checkedName(to, others) }
  store.saveConnection(renamed)
  return renamed
}

function noSuchTool(tool: string, tools: readonly { readonly name: string }[]): Error {
  return appError('no-such-tool', {
    step: 'call',
    whoseTurn: 'you',
    message: say('call.no-tool', { tool }),
    next:
      tools.length === 0
        ? say('call.no-tools')
        : say('call.tools', {
            tools: tools
              .slice(0, 20)
              .map((each) => each.name)
              .join(', '),
          }),
  })
}
