/** What signing in needs from its host and its person, what it may be told, and what comes of it. */
import type { LoopbackSpelling, ResourceMode } from '#contract/connection.ts'
import type { Note } from '#contract/discovery.ts'
import type { Callback, Random, Reach, SignInWindow } from '#core/ports.ts'
import type { RegistrationDeps } from '#core/registration/deps.ts'
import type { DpopKey, TokenResult } from '#core/tokens/token-answer.ts'
import type { Survival } from './kept-request.ts'

export interface SignInDeps extends RegistrationDeps {
  readonly random: Random
  readonly callback: Callback
  readonly signInWindow: SignInWindow
}

export interface SignInOptions {
  readonly signal: AbortSignal
  readonly reach: Omit<Reach, 'limits'>
  readonly scopes: readonly string[]
  readonly resourceMode?: ResourceMode
  /** The spelling the person chose for this server. */
  readonly spelling?: LoopbackSpelling
  /** Extra authorization parameters an administrator set; they cannot replace the protocol's own (decision 12). */
  readonly extraParameters?: Readonly<Record<string, string>>
  /** The person wants another account than the one the browser is signed in with (R24). */
  readonly switchAccount?: boolean
  /** How long to wait for the person; 10 minutes when left out (R15). */
  readonly timeLimit?: number
  /** Ask for tokens bound to this key (RFC 9449). */
  readonly dpopKey?: DpopKey
  /** Lets the sign-in be finished by a later process. */
  readonly survival?: Survival
}

/** Tokens, with everything that a grant and the next sign-in want to know. */
export interface SignedIn {
  readonly result: TokenResult
  /** Scopes that were asked for, after any the server refused. */
  readonly asked: readonly string[]
  readonly notes: readonly Note[]
}

/** Time for a person, as opposed to the 15 s of a machine request (R15). */
export const personTime = 10 * 60_000
