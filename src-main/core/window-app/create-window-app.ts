/** The app behind a window: its state, the handlers of all commands, and its end. */
import type { AppState } from '#contract/app-state.ts'
import type { CommandHandlers } from '#contract/commands.ts'
import type { App } from '#core/app/app.ts'
import { createApp } from '#core/app/create-app.ts'
import type { SignInWindow } from '#core/ports.ts'
import { createAppHandlers } from './app-handlers.ts'
import { createConnectionHandlers } from './connection-handlers.ts'
import { connectionViews } from './connection-views.ts'
import { createDoctorHandlers } from './doctor-handlers.ts'
import { createImportHandlers } from './import-handlers.ts'
import { createJourneyHandlers } from './journey-handlers.ts'
import { isOver } from './journey-reducer.ts'
import { createJourneys, type Journeys } from './journeys.ts'
import { createOpenDetails } from './open-details.ts'
import { createPendingJourneys } from './pending-journeys.ts'
import type { WindowPorts } from './ports.ts'
import { readPreferences } from './preferences.ts'
import { problemOf } from './problems.ts'
import { createSamples } from './samples.ts'
import { createSignInNotices } from './sign-in-notices.ts'
import { createStateKeeper, type StateKeeper } from './state-keeper.ts'
import { createToolHandlers } from './tool-handlers.ts'
import { watchedStore, watchedVault } from './watched-ports.ts'

export interface WindowApp {
  readonly handlers: CommandHandlers
  state(): AppState
  /** Calls with the state as it is, then after every change. Returns how to stop. */
  watch(listener: (state: AppState) => void): () => void
  /** The same connections and tokens for another program of this person, with the pages of its sign-ins shown where that program is. */
  appFor(signInWindow: SignInWindow): App
  /** Ends journeys, calls and sample servers; closes nothing the shell opened. */
  close(): Promise<void>
}

export function createWindowApp(given: WindowPorts): WindowApp {
  const keeper = createStateKeeper(firstState(given))
  const notices = createSignInNotices(given, (id, name) => {
    if (keeper.state().preferences.notifications && given.shell.can.notify) {
      given.host.notifySignInNeeded(id, name)
    }
  })
  const refresh = () => {
    showConnections(keeper, given)
    notices.look(keeper.state().connections)
  }
  const ports: WindowPorts = {
    ...given,
    store: watchedStore(given.store, refresh),
    vault: watchedVault(
      given.vault,
      (vault) => {
        if (JSON.stringify(vault) !== JSON.stringify(keeper.state().vault)) keeper.change({ vault })
      },
      (connectionId) => void details.readToken(connectionId),
    ),
  }
  const app = createApp(ports)
  const journeys = createJourneys({ keeper, ...ports })
  const pending = createPendingJourneys(ports)
  const details = createOpenDetails(ports, app, keeper)
  const samples = createSamples(ports.samples, (view) => keeper.change({ samples: view }), ports)
  const journeyRoom = createJourneyHandlers({ ports, app, journeys, samples, pending })
  const toolRoom = createToolHandlers({ ports, app, details, journeys })
  const doctorRoom = createDoctorHandlers(ports, keeper)
  const handlers: CommandHandlers = {
    ...journeyRoom.handlers,
    ...createConnectionHandlers({
      ports,
      app,
      keeper,
      details,
      notices,
      beginSignIn: (id, options) => journeyRoom.beginSignIn(id, options),
      listTools: (id, signal) => toolRoom.listTools(id, signal),
      endJourneysOf: (connectionId) => endJourneysOf(connectionId, keeper, journeys),
    }),
    ...toolRoom.handlers,
    ...createImportHandlers(ports, app),
    ...doctorRoom.handlers,
    ...createAppHandlers(ports, keeper, samples),
  }

  // The list follows journeys and the tunnel as well as the store.
  let seen: readonly unknown[] = []
  const unwatchState = keeper.watch((state) => {
    const now = [state.journeys, state.tunnel]
    if (now.some((each, index) => each !== seen[index])) refresh()
    seen = now
  })
  const unwatchTunnel = ports.tunnel.watch(() => keeper.change({ tunnel: ports.tunnel.state() }))
  const unwatchStore = ports.storeChanges(refresh)

  void journeyRoom.resumeLeft().catch((error: unknown) => {
    keeper.change({ problem: problemOf(error, ports.log, ports.random) })
  })

  return {
    handlers,
    state: () => keeper.state(),
    watch: (listener) => keeper.watch(listener),
    appFor: (signInWindow) => createApp({ ...ports, signInWindow }),
    async close() {
      unwatchState()
      unwatchTunnel()
      unwatchStore()
      toolRoom.close()
      doctorRoom.close()
      pending.leave()
      await journeys.close()
      pending.release()
      await samples.stop()
    },
  }
}

function firstState(ports: WindowPorts): AppState {
  return {
    version: ports.version,
    dataFolder: ports.dataFolder,
    shell: ports.shell,
    preferences: readPreferences(ports.store),
    vault: { status: 'closed', kind: ports.vault.kind },
    connections: connectionViews(ports.store.listConnections(), [], ports.tunnel.state()),
    details: [],
    journeys: [],
    tunnel: ports.tunnel.state(),
    samples: { status: 'off' },
    examination: { status: 'none' },
  }
}

/** Shows the connections as they are stored now. A store that cannot be read is a state, too. */
function showConnections(keeper: StateKeeper, { store, log, random }: WindowPorts): void {
  const { journeys, tunnel, connections: before } = keeper.state()
  try {
    const connections = connectionViews(store.listConnections(), journeys, tunnel)
    const same = JSON.stringify(connections) === JSON.stringify(before)
    if (!same) keeper.change({ connections })
  } catch (error) {
    keeper.change({ problem: problemOf(error, log, random) })
  }
}

async function endJourneysOf(
  connectionId: string,
  keeper: StateKeeper,
  journeys: Pick<Journeys, 'cancel'>,
): Promise<void> {
  const theirs = keeper
    .state()
    .journeys.filter((each) => each.purpose.kind !== 'connect' && !isOver(each))
    .filter((each) => 'connectionId' in each.purpose && each.purpose.connectionId === connectionId)
  await Promise.all(theirs.map((each) => journeys.cancel(each.id)))
}
