/** What the app behind the window needs beside the ports of the core: the shell's own abilities. */
import type { SampleServerView, Shell } from '#contract/app-state.ts'
import type { VaultKind } from '#contract/details.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import type { AppPorts } from '#core/app/parts.ts'
import type { DoctorPorts } from '#core/doctor/deps.ts'
import type { Vault } from '#core/ports.ts'
import type { ProbeTunnel } from '#core/tunnel/ports.ts'

export interface WindowPorts extends AppPorts {
  readonly vault: VaultDoor
  readonly shell: Shell
  readonly dataFolder: string
  readonly tunnel: TunnelControl
  readonly samples: SampleServers
  readonly pages: Pages
  readonly host: HostControl
  readonly doctor: DoctorAccess
  /** Calls back when another process changed the store. Returns how to stop. */
  readonly storeChanges: (listener: () => void) => () => void
}

/** A vault that a person can unlock, or choose another kind of. */
export interface VaultDoor extends Vault {
  /** Opens it now. Throws a `keychain-*` or `passphrase-*` problem. */
  retry(): Promise<void>
  /** Throws `passphrase-wrong`, `bad-usage` where another kind of vault holds the data already. */
  choose(choice: VaultChoice): Promise<void>
}

export type VaultChoice =
  | { readonly kind: Exclude<VaultKind, 'passphrase'> }
  | { readonly kind: 'passphrase'; readonly passphrase: string }

/** The Edge Tunnel of this computer, as far as the window steers it. Failures are thrown problems. */
export interface TunnelControl {
  state(): TunnelView
  watch(listener: () => void): () => void
  link(key: string, signal: AbortSignal): Promise<void>
  unlink(signal: AbortSignal): Promise<void>
  start(signal: AbortSignal): Promise<void>
  stop(signal: AbortSignal): Promise<void>
  pause(signal: AbortSignal): Promise<void>
  resume(signal: AbortSignal): Promise<void>
  /** Resolves with the public address. */
  expose(connectionId: string, signal: AbortSignal): Promise<string>
  unexpose(connectionId: string, signal: AbortSignal): Promise<void>
}

/** What the doctor sees of this computer beside the ports of the app. */
export interface DoctorAccess extends Pick<DoctorPorts, 'machine' | 'tryVault' | 'seen'> {
  /** As it is; a report names only what changes how requests travel. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly probe: ProbeTunnel
  /** A text that is fit to be passed on: without secrets and home folders. */
  forOthers(text: string): string
}

/** The sample servers of the demonstration. */
export interface SampleServers {
  start(): Promise<RunningSamples>
}

export interface RunningSamples {
  readonly servers: readonly SampleServerView[]
  /** The client id metadata document that goes with a server's address, where there is one. */
  documentOf(url: string): string | undefined
  close(): Promise<void>
}

/** Opens web pages in the person's own browser; only https, and http on this computer. */
export interface Pages {
  show(url: string, signal: AbortSignal): Promise<void>
}

/** What only the shell can do. Members a shell's `can` denies are never called. */
export interface HostControl {
  /** Ends the app after the reply to this command is out. */
  quit(): void
  setLaunchAtLogin(on: boolean): void
  /** Tells the person outside the window that a connection needs a sign-in (R16). */
  notifySignInNeeded(connectionId: string, name: string): void
  /** The newest lines of the log, redacted. */
  recentLog(): string
}
