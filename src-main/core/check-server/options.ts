/** What checking a server needs from its host and its tester. */
import type { Registration } from '#core/records.ts'
import type { SignInDeps } from '#core/sign-in/deps.ts'

/** No vault and no store: nothing of a check is kept. */
export interface CheckServerDeps extends Pick<
  SignInDeps,
  'http' | 'clock' | 'random' | 'callback' | 'signInWindow' | 'guide'
> {
  /** Version of the product, told to servers and written into the report. */
  readonly version: string
}

export interface CheckServerOptions {
  readonly signal: AbortSignal
  /** A client that exists already, instead of one that is registered for the tests. */
  readonly client?: Pick<Registration, 'clientId' | 'source'>
  /** Asked before anything is registered; false: those rules are skipped. */
  readonly mayRegister: (issuer: string) => Promise<boolean>
  /** Sign the tester in, several times. */
  readonly signIn: boolean
  /** How long to wait for the tester, in milliseconds. */
  readonly patienceMs: number
  /** Says what is being done now. */
  readonly onStep?: (step: string) => void
}
