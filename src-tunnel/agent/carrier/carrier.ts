/** What a carrier is: it holds lines from this machine out to the relay and hands over the calls that come in on them. */
import type { CallAnswer, CallRequest } from '#tunnel/http1/call.ts'
import type { Duplex } from 'node:stream'
import type { ExposedConnection } from '../../protocol/names.ts'

/** Who this machine is at the relay; made by `link`. */
export interface DeviceIdentity {
  readonly tunnelId: string
  readonly deviceId: string
  /** Ed25519, PKCS #8 DER as base64url. */
  readonly privateKey: string
}

/**
 * Opens a socket to the origin of `url` (http: TCP; https: TLS, verified, ALPN http/1.1), through the company's proxy where there is one.
 * Rejects when `signal` aborts.
 */
export type Dial = (url: URL, signal: AbortSignal) => Promise<Duplex>

export interface CarrierOptions {
  /** Origins of the relay, one or two; a line to each is held. */
  readonly relays: readonly string[]
  readonly identity: DeviceIdentity
  /** Names program and system to the relay's administrator. */
  readonly software: { readonly version: string; readonly os: string }
  /** Default: node:net and node:tls without a proxy. */
  readonly dial?: Dial
  /**
   * One call. `request.url` is `/<connection>[/rest][?query]`, byte for byte as the platform sent it; the header `aip-caller` names the
   * access key. When the platform or the line goes away, `request` and `response` are destroyed at once.
   */
  readonly onRequest: (request: CallRequest, response: CallAnswer) => void
  readonly clock: CarrierClock
  readonly random: { bytes(length: number): Uint8Array }
  readonly log: CarrierLog
}

export interface CarrierClock {
  now(): number
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

export interface CarrierLog {
  write(
    level: 'debug' | 'info' | 'warn' | 'error',
    message: string,
    facts?: Record<string, unknown>,
  ): void
}

/** The state of the best line. Times are milliseconds since 1970. */
export type CarrierStatus =
  | { readonly status: 'connecting' }
  | {
      readonly status: 'online'
      readonly since: number
      /** Last round trip over the control socket. */
      readonly rttMs: number
      readonly relay: string
      /** Address under which the relay offers this tunnel's connections: `<publicUrl>/<connection>`. */
      readonly publicUrl: string
    }
  | { readonly status: 'waiting'; readonly untilMs: number; readonly why: string }
  /** The relay gave a definite no (device revoked, tunnel removed): not tried again until `redial`. */
  | { readonly status: 'refused'; readonly why: string }
  | { readonly status: 'closed' }

export interface Carrier {
  status(): CarrierStatus
  /** The state of each line, in the order of `relays`. */
  lines(): readonly CarrierStatus[]
  /** Calls `listener` at every change, until the returned function is called. */
  watch(listener: (status: CarrierStatus) => void): () => void
  /** Replaces what the relay is told about the connections offered; sent again on every new line. */
  announce(exposed: readonly ExposedConnection[]): void
  /** Dials anew at once: after sleep, a change of network, or when the person asks. */
  redial(): void
  /** Takes no new calls, lets those in flight finish for up to `ms`, then closes. */
  drain(ms: number): Promise<void>
  /** Closes all lines at once; calls in flight are cut. */
  close(): Promise<void>
}

export type ConnectCarrier = (options: CarrierOptions) => Carrier
