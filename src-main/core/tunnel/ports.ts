/** What the tunnel needs from its host: the agent's process, the exchange of a link key, and a place for records of traffic. */
import type { ServerCommand } from '#core/ports.ts'

/** How a connection is served through the tunnel. */
export type Access = 'sign-in' | 'open' | 'pass-through'

export interface AgentExposure {
  readonly name: string
  readonly connectionId: string
  readonly url: string
  readonly access: Access
  /** Static headers in clear. */
  readonly headers: Readonly<Record<string, string>>
  readonly reach: {
    readonly zone: 'loopback' | 'private' | 'public'
    readonly plainHttpConfirmed: boolean
    readonly caFile?: string
    readonly clientCertificateFile?: string
  }
  readonly tools: {
    readonly decisions: Readonly<Record<string, 'allow' | 'block' | 'changed' | 'new'>>
    readonly others: 'allow' | 'block'
  }
  /** In place of an address, with its variables in clear. */
  readonly command?: ServerCommand
}

export interface AgentOffered {
  readonly exposure: AgentExposure
  readonly ready: boolean
  readonly problem?: string
}

export interface DeviceIdentity {
  readonly tunnelId: string
  readonly deviceId: string
  readonly privateKey: string
}

export type AgentTransport =
  | {
      readonly kind: 'relay'
      readonly relays: readonly string[]
      readonly identity: DeviceIdentity
    }
  | { readonly kind: 'localtunnel'; readonly host: string; readonly accessKeyHash: string }
  /** Only programs of this computer are served. */
  | { readonly kind: 'local' }

export type AuthorizationAnswer =
  | {
      readonly status: 'ready'
      readonly token: string
      readonly headers: readonly (readonly [string, string])[]
      readonly issuedAt: number
      readonly keepMs: number
    }
  | {
      readonly status: 'sign-in-needed' | 'failed'
      readonly message: string
      readonly next: string
    }

/** Also listen on this port for programs of this computer; the key as SHA-256, hex. */
export interface LocalWish {
  readonly port: number
  readonly accessKeyHash: string
}

export type AgentOrder =
  | {
      readonly type: 'start'
      readonly version: string
      readonly transport: AgentTransport
      readonly offered: readonly AgentOffered[]
      readonly paused: boolean
      readonly local?: LocalWish
    }
  | { readonly type: 'offer'; readonly offered: readonly AgentOffered[]; readonly paused: boolean }
  | { readonly type: 'authorization'; readonly id: number; readonly answer: AuthorizationAnswer }
  | { readonly type: 'redial' }

/** One line to a relay. */
export type Line =
  | { readonly status: 'connecting' }
  | {
      readonly status: 'online'
      readonly since: number
      readonly rttMs: number
      readonly relay: string
      readonly publicUrl: string
    }
  | { readonly status: 'waiting'; readonly untilMs: number; readonly why: string }
  | { readonly status: 'refused'; readonly why: string }
  | { readonly status: 'closed' }

/** One call as the agent reports it: no bodies, no tokens. */
export interface Call {
  readonly at: number
  readonly connection: string
  readonly caller: string
  readonly method: string
  readonly operation: string
  readonly name: string
  readonly status: number
  readonly bytesIn: number
  readonly bytesOut: number
  readonly ms: number
  readonly outcome: 'answered' | 'failed' | 'cut' | 'caller-left'
  readonly failure?: string | undefined
}

export interface AuthorizationQuestion {
  readonly id: number
  readonly connectionId: string
  readonly method: string
  readonly url: string
  readonly refused?: string | undefined
  readonly nonce?: string | undefined
}

export type AgentEvent =
  | { readonly type: 'ready' }
  | { readonly type: 'lines'; readonly lines: readonly Line[] }
  | ({ readonly type: 'authorize' } & AuthorizationQuestion)
  | { readonly type: 'calls'; readonly records: readonly Call[] }
  | { readonly type: 'local'; readonly port: number; readonly why: string }
  | {
      readonly type: 'log'
      readonly level: 'debug' | 'info' | 'warn' | 'error'
      readonly message: string
      readonly facts: Record<string, unknown>
    }

export interface RunningAgent {
  readonly pid: number | undefined
  send(order: AgentOrder): void
  /** Gives calls in flight `ms`, then ends the process; resolves when it is gone. */
  stop(ms: number): Promise<void>
}

/** Starts the agent's process; `ended` is called once, with the reason in words. */
export type StartAgent = (listener: {
  readonly event: (event: AgentEvent) => void
  readonly ended: (why: string) => void
}) => RunningAgent

export interface LinkedMachine {
  readonly relay: string
  readonly tunnelId: string
  /** Alias of the tunnel. */
  readonly tunnel: string
  readonly deviceId: string
  readonly privateKey: string
  readonly publicUrl: string
}

/** Exchanges a one-time link key for an identity made on this machine. Throws `tunnel-key-refused`, `relay-unreachable`. */
export type LinkMachine = (key: string, signal: AbortSignal) => Promise<LinkedMachine>

/** What a call of this machine to one of its own connections, over the relay's public side, came to. */
export type Probed =
  /** The MCP server answered, whatever it was. */
  | { readonly status: 'answered'; readonly httpStatus: number }
  /** It failed on the way; the words are those of the relay or of the gateway. */
  | {
      readonly status: 'failed'
      readonly origin: FailureOrigin
      readonly code: string
      readonly message: string
      readonly next: string
    }
  /** Something else than a relay answers there. */
  | { readonly status: 'stranger'; readonly address: string }

/** Where on the way a call failed. */
export type FailureOrigin =
  'relay' | 'carrier' | 'policy' | 'dns' | 'tls' | 'connect' | 'upstream' | 'timeout' | 'sign-in'

/** Throws the problems of the network layer: then the relay itself was not reached. */
export type ProbeTunnel = (
  way: {
    /** Origin of the relay. */
    readonly relay: string
    readonly identity: DeviceIdentity
    /** Address of the connection. */
    readonly publicUrl: string
  },
  signal: AbortSignal,
) => Promise<Probed>

/** Calls that went through, newest kept, shared by the processes of this app. */
export interface Traffic {
  add(calls: readonly Call[]): void
  /** In the order of time; `after` is the number of the last one seen. */
  read(options: { readonly after?: number; readonly limit: number }): NumberedCall[]
}

export interface NumberedCall extends Call {
  readonly number: number
}
