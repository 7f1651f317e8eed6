/** What the token room takes and gives: the parties of a token request, and the tokens that came of it. */
import type { Note, ServerMetadata } from '#contract/discovery.ts'
import type { Clock, Http, Random, Reach } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'

export interface TokenPorts {
  readonly http: Http
  readonly clock: Clock
  readonly random: Random
}

/** Where token requests may lead; the limits are always those of a machine request. */
export type TokenReach = Omit<Reach, 'limits'>

/** Private JWK of a P-256 key (RFC 9449); see `newDpopKey`. */
export type DpopKey = Readonly<Record<string, unknown>>

/** The authorization server, who we are there, and how we reach it. */
export interface TokenParties {
  readonly server: ServerMetadata
  readonly registration: Registration
  readonly reach: TokenReach
  /** Ask for tokens bound to this key. */
  readonly dpopKey?: DpopKey | undefined
}

/** Tokens as they are used from here on, whatever the answer looked like. */
export interface TokenAnswer {
  readonly accessToken: string
  readonly tokenType: 'Bearer' | 'DPoP'
  /** Milliseconds since 1970; absent: use until a 401 (R02). */
  readonly expiresAt?: number
  readonly refreshToken?: string
  /** What was granted; what was asked for when the answer does not say (RFC 6749 §5.1). */
  readonly scopes: readonly string[]
  readonly idToken?: string
  /** A name from the answer itself; empty when it has none. `accountOf` asks further. */
  readonly account: string
  /** The ID token's name for the account among machines; better than nothing. */
  readonly subject: string
}

export interface TokenResult {
  readonly tokens: TokenAnswer
  /** Everything that was tolerated or repaired on the way. */
  readonly notes: readonly Note[]
  /** The resource that was finally asked for; empty when it was left out: remember it (R08). */
  readonly resource: string
  /** With the authentication method that worked. */
  readonly registration: Registration
}

/** Why a token endpoint gave no tokens. */
export interface Refusal {
  readonly kind: 'oauth' | 'server-error' | 'rate-limited' | 'unusable'
  /** Standard error code (RFC 6749 §5.2 and friends); empty when the answer has none. */
  readonly error: string
  /** The server's words as they came: show them through `serverWords` only. */
  readonly description: string
  readonly status: number
  readonly retryAfter?: string
  /** Nonce for the next DPoP proof (RFC 9449 §8). */
  readonly nonce?: string
}
