/** Decides whether to ask the sign-in page ahead, and what its answer is worth (R03, R04). */
import type { Registration } from '#core/records.ts'
import { callbackParts } from '#core/registration/callback-addresses.ts'
import { spellingThatWorked } from '#core/registration/spelling.ts'
import { askAhead } from './ask-ahead.ts'
import { authorizationRequest, type RequestParts } from './authorization-request.ts'
import type { SignInDeps, SignInOptions } from './deps.ts'
import type { Doubt, SignInRefusal } from './refused-sign-in.ts'

/**
 * When to ask: never where the spelling is known to work and the client is known; before the browser opens, so that a person sees no
 * page of errors; but later, while they are away, for a client that has just been made with this very callback address: that the server then
 * refuses it is rare, and a second authorization request beside every first sign-in is not polite.
 */
export function whenToForesee(
  { server, registration, redirectUri }: RequestParts,
  deps: Pick<SignInDeps, 'store'>,
): 'never' | 'before' | 'meanwhile' {
  const proven =
    spellingThatWorked(server.issuer, deps.store) === callbackParts(redirectUri)?.spelling
  if (mayBeForgotten(registration)) return 'before'
  if (proven) return 'never'
  return registration.source === 'dcr' ? 'meanwhile' : 'before'
}

/** The refusal the person would meet at the sign-in page, as far as it can be known without a browser. */
export async function foresee(
  parts: RequestParts,
  otherSpellingLeft: boolean,
  deps: SignInDeps,
  options: SignInOptions & { readonly onDoubt: (doubt: Doubt) => void },
): Promise<SignInRefusal | undefined> {
  const forgettable = mayBeForgotten(parts.registration)
  // A request of its own: should the server answer with a code, it belongs to nothing.
  const request = await authorizationRequest(parts, deps.random)
  const fetch = deps.http.fetchWithin({ ...options.reach, limits: 'machine' })
  const foresight = await askAhead(request, parts.server, fetch, options.signal)
  if (foresight.status === 'unsure' && foresight.failed !== undefined) {
    options.onDoubt({ kind: 'page-fails', status: foresight.failed })
  }
  if (foresight.status !== 'refused') return undefined
  const { error, certain } = foresight
  const description = 'The sign-in page said so before it was opened.'
  if (certain && error !== '') return { error, description }
  // The words of a page may be misread: then a change that costs nothing is tried, else the person sees the page.
  if (error === 'redirect_refused' && otherSpellingLeft) return { error, description }
  if (error === 'redirect_refused') options.onDoubt({ kind: 'redirect-refused' })
  return forgettable ? { error: error || 'invalid_client', description } : undefined
}

/** A registration of our own making that has been used before (R03). */
function mayBeForgotten(registration: Registration): boolean {
  if (registration.source !== 'dcr') return false
  return registration.lastSuccessAt !== undefined || registration.lastAttemptUnanswered === true
}
