/** What any shell (command line, window) can ask the product to do. One function per verb; failures are thrown problems. */
import type { CallToolResult, Tool } from '@modelcontextprotocol/client'
import type { Connection, ConnectionSettings } from '#contract/connection.ts'
import type { Discovery, Probe } from '#contract/discovery.ts'
import type { ClientAnswer, Guide } from '#core/guide.ts'
import type { Vault } from '#core/ports.ts'
import type { Survival } from '#core/sign-in/kept-request.ts'
import type { CommandConsent } from './exchange.ts'
import type { CommandRequest } from './command.ts'
import type { Agreed } from './discover-with-person.ts'
import type { Sentence } from '#core/say.ts'

export interface App {
  /** Finds the auth mode of a server; changes nothing, opens nothing. */
  discover(url: string, options: DiscoverOptions): Promise<Discovery>
  /** The whole journey: discover, register, sign in, list the tools, save. */
  connect(request: ConnectRequest, guide: Guide, signal: AbortSignal): Promise<Connected>
  /** Asks for the person's consent, then starts a command as a server and lists its tools. Throws `cancelled`. */
  connectCommand(request: CommandRequest, guide: Guide, signal: AbortSignal): Promise<Connected>
  list(): Connection[]
  /** Throws `no-such-connection`. */
  show(name: string): Connection
  /** Throws `name-taken`, `bad-usage` for an empty name. */
  rename(name: string, to: string): Connection
  /** Signs out, then forgets everything about the connection. */
  remove(name: string, signal: AbortSignal): Promise<SignOutReceipt>
  signIn(
    name: string,
    options: SignInOptions,
    guide: Guide,
    signal: AbortSignal,
  ): Promise<Connected>
  /** Revokes at the issuer and deletes here in any case (C45, R25). */
  signOut(name: string, signal: AbortSignal): Promise<SignOutReceipt>
  token(name: string): Promise<TokenStatus>
  /** The access token itself, for `--reveal`. */
  revealToken(name: string): Promise<string>
  refresh(name: string, signal: AbortSignal): Promise<TokenStatus>
  tools(name: string, guide: Guide, signal: AbortSignal): Promise<Tool[]>
  call(
    name: string,
    tool: string,
    input: Record<string, unknown>,
    guide: Guide,
    signal: AbortSignal,
  ): Promise<CallToolResult>
  /** Saves the servers found in a text as connections to sign in to; a command only where somebody is asked. */
  importServers(text: string, commands?: CommandConsent): Promise<Imported[]>
  /** An mcp.json of all connections, without secrets. */
  exportServers(): string
  /** A fetch that presents the connection's token, for bridges. */
  authorizedFetch(name: string, guide: Guide, signal: AbortSignal): Promise<ConnectionFetch>
}

export type Imported =
  | {
      readonly result: 'imported'
      readonly name: string
      readonly url: string
      /** What was read but is not used, one sentence each. */
      readonly notes: readonly Sentence[]
    }
  | { readonly result: 'skipped'; readonly name: string; readonly reason: Sentence }

export interface DiscoverOptions {
  readonly settings?: Partial<ConnectionSettings>
  readonly signal: AbortSignal
  readonly onProbe?: (probe: Probe) => void
}

export interface ConnectRequest {
  readonly url: string
  /** Undefined: made from the host. */
  readonly name?: string
  readonly settings: ConnectionSettings
  /** Pre-registered client. */
  readonly client?: ClientAnswer
  /** Static headers in clear; only their names are stored in the connection. */
  readonly headers: Record<string, string>
  /** How long the person has, in milliseconds. */
  readonly patienceMs: number
  /** What a discovery moments ago found for exactly this address, these settings and headers: it is not done twice. */
  readonly agreed?: Agreed
  /** Id of the connection to be, where an earlier process chose it already. */
  readonly connectionId?: string
  /** Lets the sign-in be finished by a later process. */
  readonly survival?: Survival
}

export interface Connected {
  readonly connection: Connection
  readonly tools: number
  readonly timings: Timings
}

/** Milliseconds per step; a step that was not needed is 0. */
export interface Timings {
  readonly discover: number
  readonly register: number
  readonly signIn: number
  readonly verify: number
}

export interface SignInOptions {
  readonly accountSwitch: boolean
  readonly forgetRegistration: boolean
  readonly patienceMs: number
  /** For this sign-in only; else as the settings say. */
  readonly grantType?: 'code' | 'device'
  readonly survival?: Survival
}

/** What became of each token at sign-out. */
export interface SignOutReceipt {
  readonly name: string
  readonly refreshToken: RevocationResult
  readonly accessToken: RevocationResult
  /** True when an OAuth client was deleted at the issuer (RFC 7592). */
  readonly registrationDeleted: boolean
}

export type RevocationResult =
  | { readonly result: 'revoked' | 'not-offered' | 'none' }
  | { readonly result: 'failed'; readonly reason: string; readonly says?: Sentence['says'] }

export interface TokenStatus {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly scopes: readonly string[]
  /** Milliseconds since 1970; null: the server did not say. */
  readonly expiresAt: number | null
  readonly refreshable: boolean
  readonly account: string
  readonly vault: Vault['kind']
}

export interface ConnectionFetch {
  readonly connection: Connection
  readonly fetch: typeof fetch
}
