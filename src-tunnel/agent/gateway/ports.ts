/** What the gateway needs from the process it runs in. */
import type { Dispatcher } from 'undici'
import type { Exposure } from '#tunnel/protocol/exposure.ts'
import type { FailureCode, FailureParts } from '#tunnel/protocol/failure.ts'
import type { CallRecord } from '#tunnel/protocol/call-record.ts'

export interface GatewayPorts {
  /** The exposed connection of this name now. */
  exposed(name: string): Exposure | undefined
  /** What to present to the server for one request; tokens are kept in memory only. */
  authorize(exposure: Exposure, ask: AuthorizationAsk): Promise<Authorization>
  /** Opens sockets within the connection's reach: addresses are checked at each dial, proxy and authorities are the machine's. */
  dispatcherFor(exposure: Exposure): Promise<Pick<Dispatcher, 'dispatch'>>
  /** The failure that an error of the dispatcher means. */
  failureOf(error: Error): NetworkFailure
  record(line: CallRecord): void
  /** Milliseconds since 1970. */
  now(): number
}

export interface AuthorizationAsk {
  readonly method: string
  /** Where the request goes; DPoP proofs are bound to it (RFC 9449). */
  readonly url: string
  /** The access token that the server just answered with 401: it is not handed out again. */
  readonly refused?: string
  /** What the server wants in the next proof. */
  readonly nonce?: string
  /** Aborts when the caller leaves. */
  readonly signal: () => AbortSignal
}

export type Authorization =
  | {
      readonly status: 'ready'
      readonly headers: readonly (readonly [string, string])[]
      readonly token: string
    }
  | { readonly status: 'sign-in-needed'; readonly message: string; readonly next: string }
  /** The refused token was only just issued: another one would fare no better, and it is not thrown away for that (G21). */
  | { readonly status: 'still-fresh' }
  /** No token in passing: the issuer or the app cannot be reached. */
  | { readonly status: 'failed'; readonly message: string; readonly next: string }

export type Presented = Extract<Authorization, { status: 'ready' }>

export interface NetworkFailure {
  readonly code: FailureCode
  readonly message: string
  readonly next?: string
}

/** An answer of the tunnel's own in place of the server's. */
export interface Refusal extends FailureParts {
  readonly code: FailureCode
}
