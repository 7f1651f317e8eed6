/** What the journeys of the window do: look at a server, connect to it, sign in to it again. */
import type { App, SignInOptions } from '#core/app/app.ts'
import { newConnectionId } from '#core/app/parts.ts'
import type { Wish } from './journeys.ts'
import type { PendingJourney, PendingJourneys } from './pending-journeys.ts'
import type { WindowPorts } from './ports.ts'
import { noSuchConnection } from './problems.ts'
import { connectSetup, look, type Looked, type Setup, type Surviving } from './setup.ts'

/** A sign-in that an earlier process began. */
export type Resumed = Pick<PendingJourney, 'connectionId' | 'request' | 'deadline'>

export type SignInWish = SignInOptions & { readonly opensBrowser: boolean }

export interface WishParts {
  readonly ports: WindowPorts
  readonly app: App
  readonly pending: PendingJourneys
}

/** Discovers, and gives what it found to `keep` for the form and for the connection that follows. */
export function lookWish(
  ports: WindowPorts,
  setup: Setup,
  keep: (journeyId: string, looked: Looked) => void,
): Wish {
  const headers = Object.keys(setup.headers)
  const clientId = setup.client?.clientId ?? ''
  return {
    purpose: { kind: 'connect', url: setup.url },
    opensBrowser: setup.opensBrowser,
    patienceMs: setup.patienceMs,
    ...((headers.length > 0 || clientId !== '') && { understood: { headers, clientId } }),
    work: async (guide, signal, journeyId) => {
      const { looked, ending } = await look(ports, setup, guide, signal)
      keep(journeyId, looked)
      return ending
    },
  }
}

/** Connects; without `looked` it discovers first. */
export function connectWish(
  { ports, app, pending }: WishParts,
  setup: Setup,
  looked: Looked | undefined,
  resumed: Resumed | undefined,
): Wish {
  const { url, opensBrowser, patienceMs } = setup
  return {
    purpose: { kind: 'connect', url },
    opensBrowser,
    patienceMs,
    over: (journeyId) => pending.forget(journeyId),
    work: (guide, signal, journeyId) => {
      const connectionId = resumed?.connectionId ?? newConnectionId(ports.random)
      const deadline = ports.clock.now() + patienceMs
      const surviving: Surviving = (agreed) => {
        const beginning = { kind: 'connect', setup, agreed } as const
        const about = { connectionId, deadline, beginning }
        return { connectionId, survival: pending.survivalOf(journeyId, about, resumed?.request) }
      }
      return connectSetup(ports, app, setup, looked, surviving, guide, signal)
    },
  }
}

export function signInWish(
  { ports, app, pending }: WishParts,
  connectionId: string,
  options: SignInWish,
  resumed: Resumed | undefined,
): Wish {
  const { accountSwitch, opensBrowser, patienceMs } = options
  return {
    purpose: { kind: 'sign-in', connectionId, accountSwitch },
    opensBrowser,
    patienceMs,
    over: (journeyId) => pending.forget(journeyId),
    work: async (guide, signal, journeyId) => {
      const stored = ports.store.listConnections().find((each) => each.id === connectionId)
      if (!stored) throw noSuchConnection()
      const beginning = { kind: 'sign-in', accountSwitch } as const
      const about = { connectionId, deadline: ports.clock.now() + patienceMs, beginning }
      const survival = pending.survivalOf(journeyId, about, resumed?.request)
      const { tools } = await app.signIn(stored.name, { ...options, survival }, guide, signal)
      return { status: 'done', connectionId, tools }
    },
  }
}
