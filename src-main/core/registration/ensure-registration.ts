/** Makes sure this app is a client of the found authorization server: pre-registered, by document, by itself, or by hand, in that order (C16). */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { RegistrationWay, ServerMetadata } from '#contract/discovery.ts'
import { appError } from '#core/app-error.ts'
import type { Found } from '#core/found.ts'
import type { Registration } from '#core/records.ts'
import { registerByHand, typedRegistration } from './by-hand.ts'
import { callbacksFor } from './callback-addresses.ts'
import { documentsOnly, useClientIdDocument } from './client-id-document.ts'
import type { DeadRegistration, RegistrationDeps, RegistrationOptions, WayOutcome } from './deps.ts'
import { registerDynamically } from './dynamic-registration.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { forgetRefusal, refusalOfTyped } from './refused-credentials.ts'
import {
  issuersOfTypedCredentials,
  readRegistration,
  readTypedCredentials,
  registrationKey,
} from './saved-registrations.ts'
import { spellingFor } from './spelling.ts'
import { say, type Sentence } from '#core/say.ts'

/** A secret that runs out while the person signs in is of no use. */
const secretMargin = 15 * 60_000

const day = 24 * 3_600_000

/** The client to sign in with. Each way that does not work is told with its reason; the last one asks the person. */
export async function ensureRegistration(
  found: Found,
  deps: RegistrationDeps,
  options: RegistrationOptions,
): Promise<Registration> {
  const server = serverOf(found)
  const spelling = spellingFor(server.issuer, deps.store, options.spelling)
  const now = deps.clock.now()
  const reasons: Sentence[] = []
  const pass = (
    outcome: WayOutcome<Registration>,
    way: RegistrationWay,
  ): Registration | undefined => {
    if (outcome.status === 'passed') {
      reasons.push(outcome.reason)
      return undefined
    }
    deps.guide.tell({ type: 'registering', way, reason: outcome.reason })
    return outcome.registration
  }
  return (
    pass(await preRegistered(server, spelling, deps, options), 'pre-registered') ??
    pass(useClientIdDocument(server, spelling, options, now), 'cimd') ??
    pass(await dynamic(server, spelling, deps, options), 'dcr') ??
    (await byHand(server, spelling, whyByHand(server, reasons, options), deps, options))
  )
}

/** The reason of the way that could have worked here. */
function whyByHand(
  server: ServerMetadata,
  reasons: readonly Sentence[],
  { dead, clientMetadataUrl }: RegistrationOptions,
): Sentence {
  if (dead) return dead.reason
  return documentsOnly(server) && clientMetadataUrl === undefined
    ? say('way.documents-only')
    : (reasons.at(-1) ?? say('way.no-client-given'))
}

/** The authorization server behind a verdict; a login that could not be discovered has none. */
export function serverOf(found: Found): ServerMetadata {
  if (found.server) return found.server
  const [named] = found.otherIssuers
  throw appError('login-needed-not-discoverable', {
    step: 'registration',
    whoseTurn: 'server-owner',
    message: named
      ? say('login-not-described', { issuer: named })
      : say('login-needed-not-discoverable'),
    next: say(named ? 'login-not-described.next' : 'login-needed-not-discoverable.next'),
    details: { url: found.discovery.url, ...(named && { signInServer: named }) },
  })
}

async function preRegistered(
  server: ServerMetadata,
  spelling: LoopbackSpelling,
  deps: RegistrationDeps,
  options: RegistrationOptions,
): Promise<WayOutcome<Registration>> {
  const connectionId = options.connectionId ?? ''
  if (options.client && options.client.clientId !== options.dead?.clientId) {
    const now = deps.clock.now()
    const made = typedRegistration(server, spelling, options.client, options, now, 'pre-registered')
    await saveTyped(made, deps, connectionId)
    return {
      status: 'registered',
      registration: made,
      reason: say('way.client-given'),
    }
  }
  const saved = await readTypedCredentials(deps.vault, server.issuer, connectionId)
  if (!saved) {
    if (connectionId !== '') await assertSameIssuer(server, deps, connectionId)
    return { status: 'passed', reason: say('way.no-client-given') }
  }
  const refused = refusalOfTyped(saved, deps.store)
  if (refused !== undefined) return { status: 'passed', reason: refused }
  const { callbackUrl } = options
  return {
    status: 'registered',
    registration: callbackUrl === undefined ? saved : { ...saved, redirectUris: [callbackUrl] },
    reason: say('way.client-saved'),
  }
}

/** C23: credentials typed for one authorization server are not tried at another that took its place. */
async function assertSameIssuer(
  server: ServerMetadata,
  deps: RegistrationDeps,
  connectionId: string,
): Promise<void> {
  const [before] = await issuersOfTypedCredentials(deps.vault, connectionId, server.issuer)
  if (before === undefined) return
  throw appError('issuer-changed', {
    step: 'registration',
    whoseTurn: 'you',
    message: say('issuer-changed'),
    next: say('issuer-changed.next'),
    details: { before, now: server.issuer },
  })
}

async function dynamic(
  server: ServerMetadata,
  spelling: LoopbackSpelling,
  deps: RegistrationDeps,
  options: RegistrationOptions,
): Promise<WayOutcome<Registration>> {
  const callbacks = callbacksFor(spelling, options)
  const key = registrationKey(server.issuer, { way: 'dcr', callbacks })
  return oneAtATime(`register ${key}`, deps, options.signal, async () => {
    const saved = await readRegistration(deps.vault, server.issuer, key)
    const unfit = saved && reasonNotToReuse(saved, options.dead, deps.clock.now())
    if (saved && unfit === undefined) {
      return {
        status: 'registered',
        registration: saved,
        reason: say('way.already-registered'),
      }
    }
    const outcome = await registerDynamically(server, spelling, deps, options)
    if (outcome.status === 'passed') return outcome
    await deps.vault.write('registration', key, outcome.registration)
    return unfit === undefined
      ? outcome
      : { ...outcome, reason: say('one-after-other', { first: unfit, second: outcome.reason }) }
  })
}

function reasonNotToReuse(
  saved: Registration,
  dead: DeadRegistration | undefined,
  now: number,
): Sentence | undefined {
  if (saved.clientId === dead?.clientId) return dead.reason
  if (unansweredTooLong(saved, now)) return say('way.unanswered')
  if (saved.secretExpiresAt === undefined || saved.secretExpiresAt > now + secretMargin)
    return undefined
  return say('way.secret-over')
}

/** R03: once. A registration that never worked and is new was probably only left waiting. */
function unansweredTooLong(saved: Registration, now: number): boolean {
  if (saved.lastAttemptUnanswered !== true) return false
  return saved.lastSuccessAt !== undefined || now - saved.createdAt > day
}

async function byHand(
  server: ServerMetadata,
  spelling: LoopbackSpelling,
  why: Sentence,
  deps: RegistrationDeps,
  options: RegistrationOptions,
): Promise<Registration> {
  deps.guide.tell({ type: 'registering', way: 'manual', reason: why })
  const made = await registerByHand(server, spelling, why, deps, options)
  await saveTyped(made, deps, options.connectionId ?? '')
  return made
}

/** Typing credentials again is the person's word that they are right now. */
async function saveTyped(
  made: Registration,
  deps: RegistrationDeps,
  connectionId: string,
): Promise<void> {
  const key = registrationKey(made.issuer, { way: 'by-hand', connectionId })
  await deps.vault.write('registration', key, made)
  forgetRefusal(made, deps.store)
}
