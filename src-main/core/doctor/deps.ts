/** What the doctor needs from its host: the very ports of the run time, and a few facts about the machine. */
import type { Check } from '#contract/check.ts'
import type { Connection } from '#contract/connection.ts'
import type { Problem } from '#contract/problem.ts'
import type { AppParts } from '#core/app/parts.ts'
import type { Callback, Clock, Http, Random, SeenConnection, Vault } from '#core/ports.ts'

export interface DoctorPorts {
  readonly http: Http
  readonly callback: Callback
  readonly clock: Clock
  readonly random: Random
  readonly machine: MachineFacts
  /** The parts the app works with; or why the saved data could not be opened, which must not keep the doctor from looking further. */
  readonly stored: Stored
  /** Tries the vault without making one: throws the problem that a sign-in would end in. */
  readonly tryVault: (signal: AbortSignal) => Promise<VaultState>
  /** The connections the HTTP layer opened so far. */
  readonly seen: () => readonly SeenConnection[]
  /** Looks at the tunnel of this computer; left out where there is none. */
  readonly tunnel?: TunnelDoctor
}

export type Stored =
  | { readonly status: 'open'; readonly parts: AppParts }
  | { readonly status: 'failed'; readonly problem: Problem }

export interface MachineFacts {
  /** Version of this product. */
  readonly product: string
  /** Version of Node, such as `v24.1.0`. */
  readonly node: string
  /** Operating system and processor. */
  readonly system: string
  readonly dataFolder: string
}

export interface VaultState {
  readonly kind: Vault['kind']
  /** Made already, or only found to be possible. */
  readonly made: boolean
}

/** A round trip through the tunnel: of this computer, or of one exposed connection. */
export type TunnelDoctor = (
  connection: Connection | undefined,
  signal: AbortSignal,
) => Promise<Check>

/** What is looked at: this computer alone, an address, or a stored connection. */
export type Subject =
  | { readonly kind: 'machine' }
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'connection'; readonly name: string }

/** Takes each check as soon as it is known. */
export type Report = (check: Check) => void
