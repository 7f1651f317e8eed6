/** The commands of the setup wizard and of everything a journey waits for. */
import type { CommandHandlers } from '#contract/commands.ts'
import type { Journey } from '#contract/journey.ts'
import type { App } from '#core/app/app.ts'
import { checkedName } from '#core/app/names.ts'
import { checkClient } from './check-client.ts'
import type { Journeys, Wish } from './journeys.ts'
import type { PendingBeginning, PendingJourneys } from './pending-journeys.ts'
import type { Samples } from './samples.ts'
import { badUsage, noSuchJourney } from './problems.ts'
import type { WindowPorts } from './ports.ts'
import { readPreferences } from './preferences.ts'
import { setupFrom, type Looked, type Setup } from './setup.ts'
import { connectWish, lookWish, signInWish, type Resumed, type SignInWish } from './wishes.ts'
import { say } from '#core/say.ts'

/** How a journey is begun again. `connect` without `looked` discovers first. */
type Beginning =
  | { readonly kind: 'look'; readonly setup: Setup }
  | { readonly kind: 'connect'; readonly setup: Setup; readonly looked: Looked | undefined }
  | { readonly kind: 'sign-in'; readonly connectionId: string; readonly options: SignInWish }

type Left = Awaited<ReturnType<PendingJourneys['left']>>[number]

type JourneyHandlers = Pick<
  CommandHandlers,
  Extract<keyof CommandHandlers, `setup.${string}` | `journeys.${string}`>
>

export interface SetupParts {
  readonly ports: WindowPorts
  readonly app: App
  readonly journeys: Journeys
  readonly samples: Pick<Samples, 'documentOf'>
  readonly pending: PendingJourneys
}

export interface JourneyRoom {
  readonly handlers: JourneyHandlers
  beginSignIn(connectionId: string, options: SignInWish): string
  /** Takes up the sign-ins that an earlier process left. */
  resumeLeft(): Promise<void>
}

export function createJourneyHandlers(parts: SetupParts): JourneyRoom {
  const { ports, journeys, samples, pending } = parts
  // Beginnings hold header values and secrets: they stay here, in memory, as long as their journey is shown.
  const beginnings = new Map<string, Beginning>()
  const found = new Map<string, Looked>()

  const wishFor = (beginning: Beginning, resumed?: Resumed): Wish => {
    switch (beginning.kind) {
      case 'look':
        return lookWish(ports, beginning.setup, (id, looked) => found.set(id, looked))
      case 'connect':
        return connectWish(parts, beginning.setup, beginning.looked, resumed)
      case 'sign-in':
        return signInWish(parts, beginning.connectionId, beginning.options, resumed)
    }
  }
  const resume = ({ journeyId, beginning: left, ...resumed }: Left): void => {
    // The page is open in the person's browser already, or its link is shown again; nothing opens by itself (R16).
    const manner = { opensBrowser: false, patienceMs: resumed.deadline - ports.clock.now() }
    const { connectionId } = resumed
    const beginning: Beginning =
      left.kind === 'connect'
        ? { ...left, setup: { ...setupLeft(left), ...manner }, looked: undefined }
        : { ...left, connectionId, options: { ...left, ...manner, forgetRegistration: false } }
    beginnings.set(journeyId, beginning)
    journeys.begin({ ...wishFor(beginning, resumed), resumedId: journeyId })
  }
  const begin = (beginning: Beginning): string => {
    const id = journeys.begin(wishFor(beginning))
    beginnings.set(id, beginning)
    return id
  }
  const beginAgain = (id: string, beginning: Beginning): void => {
    beginnings.set(id, beginning)
    journeys.beginAgain(id, wishFor(beginning))
  }
  const beginningOf = (id: string): Beginning => {
    const beginning = beginnings.get(id)
    if (!beginning) throw noSuchJourney()
    return beginning
  }
  const waiting = (id: string, ...statuses: Journey['phase']['status'][]): Journey => {
    const journey = journeys.find(id)
    if (!statuses.includes(journey.phase.status)) throw noSuchJourney()
    return journey
  }

  const handlers: JourneyHandlers = {
    'setup.look': ({ text }) => {
      const setup = setupFrom(text)
      // The sample's document stands for the one this product publishes for real servers.
      const clientMetadataUrl = samples.documentOf(setup.url)
      const settings = { ...setup.settings, ...(clientMetadataUrl && { clientMetadataUrl }) }
      return { journeyId: begin({ kind: 'look', setup: { ...setup, settings } }) }
    },
    'setup.look-again': ({ journeyId, settings, headers }) => {
      const setup = setupOf(beginningOf(journeyId))
      const typed = recordOf(headers)
      const next = {
        ...setup,
        settings: { ...setup.settings, ...settings },
        headers: { ...setup.headers, ...typed },
      }
      beginAgain(journeyId, { kind: 'look', setup: next })
      return {}
    },
    'setup.connect': (input) => {
      const { journeyId, name, description, headers, settings, client, useTunnel } = input
      const { understood } = waiting(journeyId, 'found')
      const chosen = checkedName(name, ports.store.listConnections())
      const before = setupOf(beginningOf(journeyId))
      const setup: Setup = {
        url: before.url,
        name: chosen,
        settings: { ...before.settings, ...settings, description: description || undefined },
        headers: { ...before.headers, ...recordOf(headers) },
        useTunnel,
        patienceMs: input.patience * 1000,
        opensBrowser: input.opensBrowser,
        ...clientOf(client, understood ? before : undefined),
      }
      beginAgain(journeyId, { kind: 'connect', setup, looked: found.get(journeyId) })
      return {}
    },
    'setup.connect-now': (input) => {
      const { name = '', headers, settings, client, useTunnel } = input
      if (name !== '') checkedName(name, ports.store.listConnections())
      const setup: Setup = {
        url: setupFrom(input.url).url,
        name,
        settings,
        headers: recordOf(headers),
        useTunnel,
        patienceMs: input.patience * 1000,
        opensBrowser: input.opensBrowser,
        ...clientOf(client, undefined),
      }
      return { journeyId: begin({ kind: 'connect', setup, looked: undefined }) }
    },

    'journeys.cancel': async ({ journeyId }) => {
      await journeys.cancel(journeyId)
      return {}
    },
    'journeys.retry': ({ journeyId }) => {
      waiting(journeyId, 'failed', 'cancelled')
      const beginning = beginningOf(journeyId)
      beginAgain(journeyId, asSignIn(beginning, ports) ?? beginning)
      return { journeyId }
    },
    'journeys.dismiss': ({ journeyId }) => {
      journeys.dismiss(journeyId)
      beginnings.delete(journeyId)
      found.delete(journeyId)
      return {}
    },
    'journeys.answer': ({ journeyId, questionId, yes }) => {
      if (!journeys.guideOf(journeyId).answer(questionId, yes)) throw noSuchJourney()
      return {}
    },
    'journeys.give-client': ({ journeyId, questionId, clientId, clientSecret, ...chosen }) => {
      const { spelling, toPlatform } = chosen
      const id = clientId.trim()
      const secret = clientSecret?.trim() ?? ''
      const client = {
        clientId: id,
        spelling,
        ...(secret !== '' && { clientSecret: secret }),
        ...(toPlatform && callbackOfPlatform(ports.store)),
      }
      const guide = journeys.guideOf(journeyId)
      if (!guide.giveClient(questionId, id === '' ? undefined : client)) throw noSuchJourney()
      return {}
    },
    'journeys.check-client': async ({ journeyId, questionId, clientId, ...chosen }, signal) => {
      const { spelling, toPlatform } = chosen
      const request = journeys.guideOf(journeyId).clientRequest(questionId)
      if (!request) throw noSuchJourney()
      const { purpose } = journeys.find(journeyId)
      const zone = found.get(journeyId)?.agreed.found.zone
      const callback = toPlatform ? callbackOfPlatform(ports.store) : {}
      return checkClient(ports, request, { clientId, spelling, purpose, zone, ...callback }, signal)
    },
    'journeys.paste': ({ journeyId, text }) => {
      waiting(journeyId, 'waiting-for-sign-in')
      journeys.guideOf(journeyId).paste(text)
      return {}
    },
    'journeys.open-again': async ({ journeyId }, signal) => {
      const { phase } = waiting(journeyId, 'waiting-for-sign-in', 'waiting-for-device')
      if (phase.status === 'waiting-for-sign-in') await ports.signInWindow.show(phase.url, signal)
      if (phase.status === 'waiting-for-device')
        await ports.pages.show(phase.verificationUri, signal)
      return {}
    },
    'journeys.use-device-code': async ({ journeyId }) => {
      waiting(journeyId, 'waiting-for-sign-in')
      const beginning = withDevice(beginningOf(journeyId))
      await journeys.cancel(journeyId)
      beginAgain(journeyId, beginning)
      return { journeyId }
    },
  }
  return {
    handlers,
    beginSignIn: (connectionId, options) => begin({ kind: 'sign-in', connectionId, options }),
    resumeLeft: async () => (await pending.left()).forEach(resume),
  }
}

/** A setup as it was kept, with the members left out that were not given. */
function setupLeft({ setup, agreed }: PendingBeginning & { kind: 'connect' }) {
  const { client, ...rest } = setup
  const { pinnedIssuer, confirmed } = agreed
  return {
    ...rest,
    ...clientOf(client, undefined),
    agreed: { confirmed, ...(pinnedIssuer !== undefined && { pinnedIssuer }) },
  }
}

function setupOf(beginning: Beginning): Setup {
  if (beginning.kind === 'sign-in') throw noSuchJourney()
  return beginning.setup
}

/** A connection that waits for its client id exists already: trying again signs in to it. */
function asSignIn(beginning: Beginning, { store }: WindowPorts): Beginning | undefined {
  if (beginning.kind !== 'connect') return undefined
  const { url, patienceMs, opensBrowser } = beginning.setup
  const kept = store
    .listConnections()
    .find((each) => each.url === url && each.status === 'needs-client-id')
  if (!kept) return undefined
  const options = { accountSwitch: false, forgetRegistration: false, patienceMs, opensBrowser }
  return { kind: 'sign-in', connectionId: kept.id, options }
}

function withDevice(beginning: Beginning): Beginning {
  if (beginning.kind === 'sign-in') {
    return { ...beginning, options: { ...beginning.options, grantType: 'device' } }
  }
  const { setup } = beginning
  const settings = { ...setup.settings, grantType: 'device' as const }
  return { kind: 'connect', setup: { ...setup, settings }, looked: undefined }
}

function recordOf(rows: readonly { name: string; value: string }[]): Record<string, string> {
  const names = rows.map((row) => row.name.toLowerCase())
  if (new Set(names).size < names.length) {
    throw badUsage(say('header.twice'), say('header.twice.next'))
  }
  return Object.fromEntries(rows.map((row) => [row.name, row.value]))
}

function clientOf(
  typed: { clientId: string; clientSecret?: string | undefined } | undefined,
  pasted: Setup | undefined,
): Pick<Setup, 'client'> {
  if (!typed) return pasted?.client ? { client: pasted.client } : {}
  const { clientId, clientSecret } = typed
  return { client: { clientId, ...(clientSecret && { clientSecret }) } }
}

/** As it is set now: a window chooses it, and cannot name another one. */
function callbackOfPlatform(store: WindowPorts['store']): { readonly callbackUrl?: string } {
  const { platformCallback } = readPreferences(store)
  return platformCallback === '' ? {} : { callbackUrl: platformCallback }
}
