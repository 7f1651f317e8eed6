/** What a verb of the command line is given. */
import type { Output } from './output.ts'

/** The parts of Node's `process` the command line uses; tests give their own. */
export interface Host {
  readonly argv: string[]
  readonly env: Record<string, string | undefined>
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  readonly platform: NodeJS.Platform
  readonly pid: number
  cwd(): string
  exit(code: number): never
  on(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
  off(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown
}

export interface VerbContext {
  readonly host: Host
  readonly output: Output
  /** Aborts with a `cancelled` problem on Ctrl+C. */
  readonly signal: AbortSignal
}

/** Does the work of one verb. May resolve with an exit code when its result was printed but is not a success. */
export type Verb = (context: VerbContext) => Promise<number | void>

/** Runs a verb that is loaded only now. */
export type RunVerb = (
  options: { readonly json?: boolean | undefined },
  verb: () => Promise<Verb>,
) => Promise<void>
