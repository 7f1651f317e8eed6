/** What a journey tells the person who started it, and what it asks. The command line answers at the terminal, the window with dialogs. */
import type { LoopbackSpelling } from '#contract/connection.ts'
import type { AuthMode, Note, Probe } from '#contract/discovery.ts'
import type { Sentence, Words } from './say.ts'
import type { TokenEndpointAuthMethod } from './records.ts'

export type JourneyEvent =
  | { readonly type: 'probe'; readonly probe: Probe }
  | { readonly type: 'verdict'; readonly mode: AuthMode; readonly issuer: string }
  | { readonly type: 'note'; readonly note: Note }
  | {
      readonly type: 'registering'
      readonly way: 'pre-registered' | 'cimd' | 'dcr' | 'manual'
      readonly reason: Sentence
    }
  /** The browser is being opened, or the link is only shown; the person may also paste the address they ended at. */
  | {
      readonly type: 'sign-in-waiting'
      readonly url: string
      readonly redirectUri: string
      readonly attempt: number
    }
  | {
      readonly type: 'device-code'
      readonly verificationUri: string
      readonly userCode: string
      readonly expiresAt: number
    }
  | { readonly type: 'signed-in'; readonly account: string; readonly scopes: readonly string[] }
  | { readonly type: 'verifying' }

/** Everything a person needs to make an OAuth app by hand, and the form they fill in (R06). */
export interface ClientRequest {
  readonly issuer: string
  /** Where the app will be used; empty when the server names no sign-in page. */
  readonly authorizationEndpoint: string
  readonly why: Words
  readonly callbackUrls: readonly string[]
  readonly spelling: LoopbackSpelling
  readonly scopes: readonly string[]
  readonly authMethod: TokenEndpointAuthMethod
  /** Steps for a known provider, and where they come from. */
  readonly recipe?: {
    readonly provider: string
    readonly steps: readonly Sentence[]
    readonly source: string
  }
}

export interface ClientAnswer {
  readonly clientId: string
  readonly clientSecret?: string
  /** PKCS#8 PEM that signs client assertions, in place of a secret (RFC 7523 §2.2). */
  readonly privateKey?: string
  /** The spelling of the callback address the person registered, where they chose. */
  readonly spelling?: LoopbackSpelling
  /** Callback of the platform, where the app was registered with that. */
  readonly callbackUrl?: string
}

export type Question =
  | 'plain-http'
  | 'pkce-unlisted'
  | 'issuer-path-lost'
  | 'new-scopes'
  | 'other-spelling'
  | 'run-command'

export interface Guide {
  tell(event: JourneyEvent): void
  /** Undefined: the person cancelled. */
  askClient(request: ClientRequest, signal: AbortSignal): Promise<ClientAnswer | undefined>
  /** A yes or no with the facts in `text` (may name strings to compare). */
  confirm(question: Question, text: Words, signal: AbortSignal): Promise<boolean>
  /** Addresses the person pastes while waiting: full address, query only, or code with state. Ends when the signal aborts. */
  pasted(signal: AbortSignal): AsyncIterable<string>
  /** False: only show the link (`--no-browser`, no display). */
  readonly opensBrowser: boolean
}
