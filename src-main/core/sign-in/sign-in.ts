/** One sign-in with the authorization code grant: from opening the browser to tokens, with the changes real servers ask for on the way. */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { Note, ServerMetadata } from '#contract/discovery.ts'
import { isProblem } from '#core/app-error.ts'
import type { Found } from '#core/found.ts'
import type { CallbackListener } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'
import { callbackParts } from '#core/registration/callback-addresses.ts'
import { serverOf } from '#core/registration/ensure-registration.ts'
import { spellingFor } from '#core/registration/spelling.ts'
import { exchangeCode } from '#core/tokens/exchange-code.ts'
import { resourceToSend } from '#core/tokens/resource-choice.ts'
import type { TokenResult } from '#core/tokens/token-answer.ts'
import { readReply } from './authorization-reply.ts'
import { authorizationRequest, type AuthorizationRequest } from './authorization-request.ts'
import type { SignedIn, SignInDeps, SignInOptions } from './deps.ts'
import { foresee, whenToForesee } from './foresee.ts'
import { listenAgain, type KeptRequest } from './kept-request.ts'
import { listenFor, spellingsOf } from './listen.ts'
import { rememberSuccess, rememberUnanswered, resourceRefusedBefore } from './memory.ts'
import { nobodyCameBack, signInRefused } from './refused-sign-in.ts'
import type { Doubt, SignInRefusal } from './refused-sign-in.ts'
import { nextVariation, type Variation } from './variation.ts'
import { cancelled, waitForReply, type Foreseeing } from './wait-for-reply.ts'
import { say, sentenceOf } from '#core/say.ts'

/** At most this many sign-in pages for one click. */
const maximumAttempts = 4

interface Journey {
  readonly server: ServerMetadata
  readonly registration: Registration
  readonly deps: SignInDeps
  readonly options: SignInOptions
}

type Outcome =
  | { readonly status: 'tokens'; readonly result: TokenResult }
  | { readonly status: 'refused'; readonly refusal: SignInRefusal; readonly unseen?: boolean }

/** Signs the person in. Throws the problem that stands in the way; the callback port is free again in any case. */
export async function signIn(
  found: Found,
  registration: Registration,
  deps: SignInDeps,
  options: SignInOptions,
): Promise<SignedIn> {
  const server = serverOf(found)
  const journey = { server, registration, deps, options }
  const facts = { server, resourceMode: options.resourceMode ?? 'auto' }
  let variation = firstVariation(found, journey)
  let spellings = spellingsOf(registration, variation.spelling)
  const notes: Note[] = []
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptSignIn(journey, variation, spellings, attempt)
    if (outcome.status === 'tokens') {
      const { result } = outcome
      notes.push(...result.notes)
      await rememberSuccess(server, result, notes, variation.spelling, deps)
      return { result, asked: variation.scopes, notes }
    }
    if (outcome.refusal.error === 'redirect_refused') {
      spellings = spellings.filter((each) => each !== variation.spelling)
    }
    const next = nextVariation(outcome.refusal, variation, { ...facts, spellings })
    const allowed = next && attempt < maximumAttempts && (await agreed(outcome, next.note, journey))
    if (!allowed) throw signInRefused(outcome.refusal, registration)
    variation = next.variation
    notes.push(next.note)
    deps.guide.tell({ type: 'note', note: next.note })
  }
}

function firstVariation(found: Found, { server, registration, deps, options }: Journey): Variation {
  const chosen = options.spelling ?? registration.spelling
  const preferred = spellingFor(server.issuer, deps.store, chosen)
  const asked = options.resourceMode ?? 'auto'
  const mode = asked === 'auto' && resourceRefusedBefore(server, deps.store) ? 'omit' : asked
  return {
    spelling: spellingsOf(registration, preferred)[0] ?? preferred,
    resource: resourceToSend(server, found.discovery.resource, mode),
    scopes: options.scopes,
  }
}

/** A page the person already saw fail is opened again only when they want it; a refusal seen ahead costs them nothing. */
async function agreed(
  outcome: Outcome & { status: 'refused' },
  note: Note,
  journey: Journey,
): Promise<boolean> {
  if (outcome.refusal.error !== 'redirect_refused' || outcome.unseen === true) return true
  const { deps, options } = journey
  return deps.guide.confirm(
    'other-spelling',
    say('ask.try-again', { why: sentenceOf(note) }),
    options.signal,
  )
}

async function attemptSignIn(
  journey: Journey,
  variation: Variation,
  spellings: readonly LoopbackSpelling[],
  attempt: number,
): Promise<Outcome> {
  const { server, registration, deps, options } = journey
  if (options.signal.aborted) throw cancelled(options.signal.reason)
  const resumed = attempt === 1 ? resumable(options, registration) : undefined
  const listener = resumed
    ? await listenAgain(resumed, deps)
    : await listenFor(registration, variation.spelling, deps.callback)
  let doubt: Doubt | undefined
  try {
    // What is checked ahead of a page was checked before this one was shown.
    if (resumed) return await openAndRedeem(journey, resumed, listener, attempt, undefined)
    const parts = {
      server,
      registration,
      ...options,
      redirectUri: listener.redirectUri,
      ...variation,
    }
    const request = await authorizationRequest(parts, deps.random)
    const otherLeft = spellings.some((each) => each !== variation.spelling)
    const when = whenToForesee(parts, deps)
    const look = (signal: AbortSignal) =>
      foresee(parts, otherLeft, deps, { ...options, signal, onDoubt: (seen) => (doubt = seen) })
    const foreseen = when === 'before' ? await look(options.signal) : undefined
    if (foreseen) return { status: 'refused', refusal: foreseen, unseen: true }
    const meanwhile = when === 'meanwhile' ? look : undefined
    return await openAndRedeem(journey, request, listener, attempt, meanwhile)
  } catch (error) {
    if (options.signal.aborted) throw cancelled(error)
    if (doubt && isProblem(error, 'not-completed')) {
      throw nobodyCameBack(doubt, registration, error)
    }
    throw error
  } finally {
    await listener.close()
  }
}

/** The kept request, if it was made for this client of this issuer. */
function resumable(
  { survival }: SignInOptions,
  { issuer, clientId }: Registration,
): KeptRequest | undefined {
  const kept = survival?.resume
  return kept?.clientId === clientId && kept.issuer === issuer ? kept : undefined
}

async function openAndRedeem(
  journey: Journey,
  request: AuthorizationRequest,
  listener: CallbackListener,
  attempt: number,
  meanwhile: Foreseeing | undefined,
): Promise<Outcome> {
  const { server, registration, deps, options } = journey
  await options.survival?.keep({
    ...request,
    scopes: [...request.scopes],
    clientId: registration.clientId,
  })
  const wait = waitForReply(request, listener, attempt, deps, options, meanwhile)
  const waited = await wait.catch(async (error: unknown) => {
    // One that goes on in the next process is not without an answer yet.
    if (options.survival?.goesOn() !== true) await rememberUnanswered(registration, deps)
    throw error
  })
  if (waited.status === 'redirect-refused') {
    return { status: 'refused', refusal: { error: 'redirect_refused', description: '' } }
  }
  const reply = readReply(waited.query, request, server)
  if (reply.status === 'refused') return { status: 'refused', refusal: reply }
  const spelling = callbackParts(request.redirectUri)?.spelling
  const exchange = {
    server,
    registration: { ...registration, ...(spelling && { spelling }) },
    reach: options.reach,
    dpopKey: options.dpopKey,
    code: reply.code,
    codeVerifier: request.verifier,
    redirectUri: request.redirectUri,
    resource: request.resource,
    resourceMode: options.resourceMode ?? 'auto',
    scopes: request.scopes,
  }
  return { status: 'tokens', result: await exchangeCode(exchange, deps, options.signal) }
}
