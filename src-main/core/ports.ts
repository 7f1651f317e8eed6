/** What the core needs from its host, each as small as it can be. Adapters implement them; only composition roots choose. */
import type { Connection, LoopbackSpelling } from '#contract/connection.ts'

/** Where an address leads: this computer, a private network, or the internet (S2). */
export type Zone = 'loopback' | 'private' | 'public'

/** Which addresses a request may lead to. A public server's documents may lead to public addresses only (S1, S2). */
export interface Reach {
  /**
   * The zone of the MCP server on whose behalf the request is made; `person` for an address the person typed. Requests may go to the same
   * zone or a more public one: loopback > private > public. Link-local and cloud metadata addresses are refused for everybody.
   */
  readonly zone: Zone | 'person'
  /** Origins an administrator allowed by name although they lie in a more private zone (decision 5). */
  readonly allowOrigins?: readonly string[]
  /** `metadata`: 10 s and 1 MB in all (S12). `machine`: 15 s. `stream`: no limit after the head, which has 60 s. */
  readonly limits: 'metadata' | 'machine' | 'stream'
  /** Plain http to a private network was confirmed by the person (decision 6). */
  readonly plainHttpConfirmed?: boolean
  /** PEM file with additional certificate authorities; PEM file with a client certificate and its key. */
  readonly caFile?: string | undefined
  readonly clientCertificateFile?: string | undefined
}

/** A `fetch` that never follows redirects, and throws an AppError with a network, tls or safety code when no answer comes. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>

/** A server that this machine starts itself, without a shell; its variables in clear. */
export interface ServerCommand {
  readonly program: string
  readonly args: readonly string[]
  readonly folder: string
  readonly variables: Readonly<Record<string, string>>
}

/**
 * A fetch that the connection's command answers, which is started when it is first used and ends with this process. Throws `unreachable` when
 * it ends without an answer.
 */
export type CommandFetch = (connectionId: string, command: ServerCommand) => Fetch

/** One HTTP layer for every leg: proxy, certificate authorities, zones checked at the address really connected to, limits, User-Agent. */
export interface Http {
  /** Resolves the host and says where it leads; the most private of its addresses counts. */
  zoneOf(url: string, signal?: AbortSignal): Promise<Zone>
  fetchWithin(reach: Reach): Fetch
}

/** What the HTTP layer saw when it opened a connection: evidence for people, nothing is decided by it. */
export interface SeenConnection {
  readonly origin: string
  /** Address and port connected to: the server's, or the proxy's when one stands between. */
  readonly address: string
  /** Host and port of the proxy. */
  readonly proxy?: string
  /** Left out without encryption. */
  readonly tls?: {
    readonly protocol: string
    readonly subject: string
    readonly issuer: string
    /** Milliseconds since 1970. */
    readonly validTo: number
  }
}

/** Kinds of sealed records. */
export type SecretKind = 'grant' | 'registration' | 'headers' | 'variables' | 'identity' | 'pending'

/** Sealed records. `kind` tells where the wrapping key is kept. Every call may throw a `keychain-*` or `passphrase-*` problem. */
export interface Vault {
  readonly kind: 'keychain' | 'passphrase' | 'session'
  read(kind: SecretKind, key: string): Promise<unknown>
  /** Durable when it resolves: a kill right after loses nothing. */
  write(kind: SecretKind, key: string, value: unknown): Promise<void>
  delete(kind: SecretKind, key: string): Promise<void>
  /** Keys of one kind that begin with `prefix`. */
  keys(kind: SecretKind, prefix?: string): Promise<string[]>
}

/** Everything that is no secret, shared by several processes. */
export interface Store {
  listConnections(): Connection[]
  saveConnection(connection: Connection): void
  removeConnection(id: string): void
  /** Small facts remembered per issuer or origin (spelling that worked, resource refused, era). */
  remember(topic: string, key: string, value: unknown): void
  recall(topic: string, key: string): unknown
  /** Takes the named lease for `ms` if nobody holds it; true when taken. One row, one statement, safe over processes. */
  takeLease(name: string, holder: string, ms: number): boolean
  releaseLease(name: string, holder: string): void
  /** One audit line: what happened to which connection; no secrets. */
  audit(event: string, subject: string, facts?: Record<string, string>): void
}

/** The loopback listener for callbacks: one per process, logins told apart by `state` (R05). Binds 127.0.0.1 and ::1. */
export interface Callback {
  /**
   * Listens (port 0: any free one; else the first free of `ports`) and returns the redirect URI in the wanted spelling with the given path.
   * `reply(state)` resolves with the query of the one request that carried this `state`; other states are answered 400.
   */
  listen(options: {
    readonly spelling: LoopbackSpelling
    readonly ports: readonly number[]
    readonly path: string
  }): Promise<CallbackListener>
  /**
   * Waits for the answer that carries `state` at a callback that is not on this computer, where a window of the app watches for it and stops
   * there (`watchFor` of the sign-in window). Left out where no window can: then the person pastes the address.
   */
  readonly elsewhere?: (state: string, signal: AbortSignal) => Promise<URLSearchParams>
}

export interface CallbackListener {
  readonly redirectUri: string
  readonly port: number
  reply(state: string, signal: AbortSignal): Promise<URLSearchParams>
  close(): Promise<void>
}

/** Shows the sign-in page in a browser; never through a shell, only https or loopback http (C34). */
export interface SignInWindow {
  /**
   * Resolves once the browser was started; `closed` resolves when it is known that the person closed it (never, for most browsers).
   * `plainHttp`: the person agreed to a server of their own network without encryption, so its page may be http (decision 6).
   * `watchFor`: the platform's callback; a window of the app never asks it, and hands its answer over (decision 7).
   */
  show(
    url: string,
    signal: AbortSignal,
    options?: { readonly plainHttp: boolean; readonly watchFor?: string },
  ): Promise<{ readonly closed: Promise<void>; close(): void }>
}

/** Reads the small text files a person named in a setting: assertions, settings of the identity provider. */
export interface NamedFiles {
  /** Throws a `credential-file-unreadable` problem. */
  read(path: string): Promise<string>
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

/** Cryptographically strong bytes. */
export interface Random {
  bytes(length: number): Uint8Array
}

/** Diagnostics, one line each, redacted by the adapter. */
export interface Log {
  write(
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    facts?: Record<string, unknown>,
  ): void
}
