/** Checks every endpoint of an authorization server's metadata before anything of it is used (C15, S1 to S3). */
import type { ServerMetadata } from '#contract/discovery.ts'
import { isProblem } from '../app-error.ts'
import { checkAddress } from './address-rules.ts'
import { pkceUnsupported } from './refusals.ts'
import type { Search } from './search.ts'
import { messageOf, say } from '#core/say.ts'

/** Without these there is no sign-in, or a wrong one would get what a person types. */
const essential = [
  ['authorization_endpoint', 'authorization endpoint'],
  ['token_endpoint', 'token endpoint'],
  ['registration_endpoint', 'registration endpoint'],
] as const

/** Without these a convenience is missing; a bad one is left out. */
const optional = [
  ['revocation_endpoint', 'revocation endpoint'],
  ['userinfo_endpoint', 'userinfo endpoint'],
  ['device_authorization_endpoint', 'device authorization endpoint'],
] as const

/** The metadata without endpoints that may not be used; throws when an essential one is bad, or S256 is ruled out. */
export async function checkEndpoints(
  search: Search,
  server: ServerMetadata,
  issuer: string,
): Promise<ServerMetadata> {
  for (const [name, what] of essential) {
    const address = server[name]
    if (address !== undefined) await checkAddress(search, what, address)
  }
  const dropped = await badOptional(search, server)
  checkPkce(server, issuer)
  const kept = Object.entries(server).filter(([name]) => !dropped.includes(name))
  return { ...Object.fromEntries(kept), issuer: server.issuer }
}

async function badOptional(search: Search, server: ServerMetadata): Promise<string[]> {
  const dropped: string[] = []
  for (const [name, what] of optional) {
    const address = server[name]
    if (address === undefined) continue
    try {
      await checkAddress(search, what, address)
    } catch (error) {
      if (!isProblem(error)) throw error
      dropped.push(name)
      search.note(
        'endpoint-dropped',
        say('note.endpoint-dropped', { why: messageOf(error.problem) }),
      )
    }
  }
  return dropped
}

/** Metadata that lists methods without S256 is refused; metadata that lists none is decision 3. */
function checkPkce(server: ServerMetadata, issuer: string): void {
  const methods = server.code_challenge_methods_supported ?? []
  const usesCode = server.authorization_endpoint !== undefined
  if (usesCode && methods.length > 0 && !methods.includes('S256')) {
    throw pkceUnsupported(issuer, methods)
  }
}

/** Issuers that support S256 although their metadata does not say so; each with the place where they say it. */
const knownForS256: readonly { readonly host: RegExp; readonly source: string }[] = [
  {
    host: /^login\.(?:microsoftonline\.com|microsoftonline\.us|partner\.microsoftonline\.cn)$/,
    source: 'https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow',
  },
  {
    host: /^(?:cognito-idp\.[a-z0-9-]+\.amazonaws\.com|[a-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com)$/,
    source:
      'https://docs.aws.amazon.com/cognito/latest/developerguide/using-pkce-in-authorization-code.html',
  },
]

/** What the metadata says about S256 (C14, decision 3). */
export function pkceOf(search: Search, server: ServerMetadata): 'S256' | 'unlisted' {
  if (server.code_challenge_methods_supported?.includes('S256')) return 'S256'
  const host = URL.canParse(server.issuer) ? new URL(server.issuer).hostname : ''
  const known = knownForS256.find((each) => each.host.test(host))
  if (known) {
    const message = say('note.pkce-known', { host, source: known.source })
    search.note('pkce-known', message)
    return 'S256'
  }
  const message = say('note.pkce-unlisted')
  search.note('pkce-unlisted', message)
  return 'unlisted'
}
