/** Waits for a person to finish signing in: the callback, a pasted address, the time limit or a cancel, whichever comes first (R15, R22). */
import { AppError, appError, isProblem } from '#core/app-error.ts'
import type { CallbackListener } from '#core/ports.ts'
import { callbackParts } from '#core/registration/callback-addresses.ts'
import type { AuthorizationRequest } from './authorization-request.ts'
import { personTime, type SignInDeps, type SignInOptions } from './deps.ts'
import { complainsAboutRedirect, readPasted } from './pasted-address.ts'
import type { SignInRefusal } from './refused-sign-in.ts'
import { messageOf, nextOf, noteOf, say } from '#core/say.ts'

export type Waited =
  | { readonly status: 'replied'; readonly query: URLSearchParams }
  /** The sign-in page refuses our callback address: the person pasted the address of such a page, or it was found out meanwhile. */
  | { readonly status: 'redirect-refused' }

/** Finds out what the person's browser is shown. */
export type Foreseeing = (signal: AbortSignal) => Promise<SignInRefusal | undefined>

/** Long enough for a browser that is signed in already, short enough for a person in front of an error page. */
const meanwhileMs = 4_000

type WaitingDeps = Pick<SignInDeps, 'guide' | 'signInWindow' | 'clock'>
type WaitingOptions = Pick<SignInOptions, 'signal' | 'timeLimit' | 'reach'>

/** Shows the sign-in page and resolves with the first reply. Everything else that was waiting is dropped. */
export async function waitForReply(
  request: AuthorizationRequest,
  listener: CallbackListener,
  attempt: number,
  deps: WaitingDeps,
  options: WaitingOptions,
  meanwhile?: Foreseeing,
): Promise<Waited> {
  const settled = new AbortController()
  const signal = AbortSignal.any([options.signal, settled.signal])
  // The listener has to expect this state before any browser can come back with it.
  const called = listener.reply(request.state, signal).then(replied)
  const waits = [
    called,
    pastedReply(request, deps, signal),
    outOfTime(deps, options, signal),
    abortion(options.signal, settled.signal),
    ...(meanwhile ? [refusedMeanwhile(meanwhile, deps, signal)] : []),
  ]
  // Losers end by the abort below; their rejections belong to nobody.
  for (const wait of waits) wait.catch(() => undefined)
  const { redirectUri, url } = request
  const watchFor = callbackParts(redirectUri) ? undefined : redirectUri
  deps.guide.tell({ type: 'sign-in-waiting', url, redirectUri, attempt })
  const window = deps.guide.opensBrowser
    ? openWindow(url, watchFor, deps, options, signal)
    : undefined
  try {
    return await Promise.race(waits)
  } catch (error) {
    throw options.signal.aborted ? cancelled(error) : error
  } finally {
    settled.abort()
    void window?.then((opened) => opened?.close())
  }
}

function replied(query: URLSearchParams): Waited {
  return { status: 'replied', query }
}

/** A browser that does not open is no reason to stop: the link is shown, and the address can be pasted. */
async function openWindow(
  url: string,
  watchFor: string | undefined,
  { guide, signInWindow }: WaitingDeps,
  { reach }: WaitingOptions,
  signal: AbortSignal,
): Promise<{ close(): void } | undefined> {
  try {
    const plainHttp = reach.plainHttpConfirmed === true && reach.zone !== 'public'
    return await signInWindow.show(url, signal, { plainHttp, ...(watchFor && { watchFor }) })
  } catch (error) {
    if (signal.aborted) return undefined
    const message =
      error instanceof AppError ? messageOf(error.problem) : say('note.browser-not-opened')
    guide.tell({ type: 'note', note: noteOf('browser-not-opened', message) })
    return undefined
  }
}

/** Only a refused callback address is something to act on while the person may be typing a password. */
async function refusedMeanwhile(
  meanwhile: Foreseeing,
  { clock }: WaitingDeps,
  signal: AbortSignal,
): Promise<Waited> {
  await clock.wait(meanwhileMs, signal)
  const refusal = await meanwhile(signal)
  if (refusal?.error === 'redirect_refused') return { status: 'redirect-refused' }
  return new Promise(() => undefined)
}

/** What is pasted is tried one after the other; what does not fit is said and forgotten. */
async function pastedReply(
  request: AuthorizationRequest,
  { guide }: WaitingDeps,
  signal: AbortSignal,
): Promise<Waited> {
  for await (const text of guide.pasted(signal)) {
    try {
      const query = readPasted(text)
      if (query.get('state') === request.state) return replied(query)
      const message = say('note.pasted-old')
      guide.tell({ type: 'note', note: noteOf('reply-state-mismatch', message) })
    } catch (error) {
      if (complainsAboutRedirect(text)) return { status: 'redirect-refused' }
      if (!isProblem(error)) throw error
      const { problem } = error
      const both = { first: messageOf(problem), second: nextOf(problem) }
      guide.tell({ type: 'note', note: noteOf(problem.code, say('one-after-other', both)) })
    }
  }
  return new Promise(() => undefined)
}

async function outOfTime(
  deps: WaitingDeps,
  options: WaitingOptions,
  signal: AbortSignal,
): Promise<never> {
  await deps.clock.wait(options.timeLimit ?? personTime, signal)
  throw appError('not-completed', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: say('not-completed'),
    next: say('not-completed.next'),
  })
}

/** A cancel is felt at once, whatever the parts it stops make of it. */
function abortion(signal: AbortSignal, settled: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(cancelled(signal.reason))
    signal.addEventListener('abort', () => reject(cancelled(signal.reason)), {
      once: true,
      signal: settled,
    })
  })
}

/** The problem for a cancelled sign-in; a cancel that already is one stays as it is. */
export function cancelled(cause: unknown): AppError {
  if (isProblem(cause, 'cancelled')) return cause
  return appError('cancelled', {
    step: 'sign-in',
    whoseTurn: 'you',
    message: say('sign-in-cancelled'),
    next: say('sign-in-cancelled.next'),
    cause,
  })
}
