/** What registering needs from its host and from the person who wants to connect. */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { ClientAnswer, Guide } from '#core/guide.ts'
import type { Sentence } from '#core/say.ts'
import type { Clock, Http, Reach, Store, Vault } from '#core/ports.ts'

export interface RegistrationDeps {
  readonly http: Http
  readonly vault: Vault
  readonly store: Store
  readonly clock: Clock
  readonly guide: Guide
}

export interface RegistrationOptions {
  readonly signal: AbortSignal
  /** Where requests may lead; registering is a machine request. */
  readonly reach: Omit<Reach, 'limits'>
  /** Scopes the sign-in is going to ask for. */
  readonly scopes: readonly string[]
  /** Credentials the person gave with the command: pre-registered (C17). */
  readonly client?: ClientAnswer
  /** Credentials typed by hand hang on the connection, so that two apps at one issuer stay apart (R09). */
  readonly connectionId?: string
  /** Address of our client id metadata document. */
  readonly clientMetadataUrl?: string
  /** Spelling the person chose for this server. */
  readonly spelling?: LoopbackSpelling
  /** Callback of the platform at which sign-ins of this connection end, in place of this computer. */
  readonly callbackUrl?: string
  /** Exact callback ports where the vendor's app demands them (decision 11). */
  readonly ports?: readonly number[]
  /** The device grant is going to be used. */
  readonly device?: boolean
  /** A registration the server forgot or refuses: it is not used again (R03). */
  readonly dead?: DeadRegistration
}

export interface DeadRegistration {
  readonly clientId: string
  readonly reason: Sentence
}

/** One way of registering either gives a registration, or says in plain words why it cannot. */
export type WayOutcome<T> =
  | { readonly status: 'registered'; readonly registration: T; readonly reason: Sentence }
  | { readonly status: 'passed'; readonly reason: Sentence; readonly approvedAppsOnly?: boolean }
