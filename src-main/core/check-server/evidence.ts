/** Everything that was gathered about a server, before any rule judges it. */
import type { Challenge } from '#core/discovery/challenge.ts'
import type { Looked } from '#core/doctor/look.ts'
import type { Registration } from '#core/records.ts'
import type { Problem } from '#contract/problem.ts'
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Exchange } from './exchange.ts'

export interface Evidence {
  readonly server: URL
  /** The discovery of the run time. */
  readonly looked: Looked
  /** Works without a login, and publishes no sign-in. */
  readonly open: boolean
  readonly endpoint: EndpointAnswers
  readonly resource: ResourceAnswers
  readonly metadata: MetadataAnswers
  readonly registration: Gathered<RegistrationAnswers>
  readonly authorization: Gathered<AuthorizationAnswers>
  readonly token: Gathered<TokenAnswers>
  readonly signIn: Gathered<SignInAnswers>
  /** What the sign-in ended in, when it was tried and failed. */
  readonly signInProblem?: Problem
}

/** Gathered, or why not. */
export type Gathered<T> =
  | { readonly seen: T; readonly why?: undefined }
  | { readonly seen?: undefined; readonly why: string }

type Document = Readonly<Record<string, unknown>>

export interface EndpointAnswers {
  readonly withoutToken: Exchange
  readonly badToken: Exchange
  readonly challenge?: Challenge
}

export interface ResourceAnswers {
  /** At the address of the challenge. */
  readonly named?: Exchange
  /** `/.well-known/oauth-protected-resource/path`, and without the path. */
  readonly path: Exchange
  readonly root: Exchange
  /** The first of them that is a document. */
  readonly found?: Exchange
  readonly document?: Document
}

export interface MetadataAnswers {
  /** As the resource metadata names it; the server's own origin when it names none. */
  readonly issuer: string
  readonly tried: readonly Exchange[]
  readonly found?: Exchange
  readonly document?: Document
  /** In the form the run time uses, endpoints checked. */
  readonly usable?: ServerMetadata
}

export interface RegistrationAnswers {
  /** What this app itself sends. */
  readonly native: Exchange
  readonly localhost: Exchange
  readonly javascript: Exchange
  readonly plainHttp: Exchange
  readonly fragment: Exchange
  readonly withoutRedirect: Exchange
  readonly notJson: Exchange
}

export interface AuthorizationAnswers {
  readonly client: Registration
  readonly redirectUri: string
  readonly state: string
  readonly baseline: Exchange
  /** Where the baseline leads without cookies: the login page. */
  readonly page: Exchange
  readonly otherPort: Exchange
  readonly foreignRedirect: Exchange
  readonly longerPath: Exchange
  readonly unknownClient: Exchange
  readonly withoutPkce: Exchange
  readonly foreignResource: Exchange
}

export interface TokenAnswers {
  readonly unknownClient: Exchange
  readonly get: Exchange
  /** Need a client that the server knows. */
  readonly wrongCode?: Exchange
  readonly wrongRefreshToken?: Exchange
  readonly wrongGrantType?: Exchange
  readonly revokedUnknown?: Exchange
}

export interface SignInAnswers {
  readonly query: URLSearchParams
  readonly tokens: Exchange
  readonly accessToken: string
  /** Tools listed with the token, or the problem that listing them ended in. */
  readonly tools: number | Problem
  readonly tokenInQuery: Exchange
  readonly codeAgain: Exchange
  readonly wrongVerifier: Gathered<Exchange>
  readonly otherClient: Gathered<Exchange>
  readonly refresh: Gathered<RefreshAnswers>
  readonly revocation: Gathered<RevocationAnswers>
}

export interface RefreshAnswers {
  readonly first: Exchange
  /** The refresh token that was used already. */
  readonly again: Exchange
  readonly rotated: boolean
}

export interface RevocationAnswers {
  readonly revoked: Exchange
  readonly refreshAfter: Exchange
  readonly callAfter: Exchange
}
