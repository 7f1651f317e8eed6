/** Asks the authorization endpoint what a browser would ask, without cookies and without a person: right requests and wrong ones. */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Random } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'
import { authorizationRequest } from '#core/sign-in/authorization-request.ts'
import type { TokenReach } from '#core/tokens/token-answer.ts'
import type { AuthorizationAnswers } from './evidence.ts'
import type { Ask, Exchange } from './exchange.ts'

export interface AuthorizationParts {
  readonly server: ServerMetadata
  readonly client: Registration
  readonly reach: TokenReach
  readonly scopes: readonly string[]
  readonly resource: string
}

/** Where attackers would like the answer to go. */
export const foreignRedirect = 'https://attacker.example.com/callback'

/** A port that no registration of ours lists (RFC 8252 §7.3). */
const otherPort = '49817'

export async function gatherAuthorization(
  ask: Ask,
  parts: AuthorizationParts,
  random: Random,
): Promise<AuthorizationAnswers> {
  const redirectUri = parts.client.redirectUris[0] ?? ''
  const request = await authorizationRequest(
    { ...parts, registration: parts.client, redirectUri },
    random,
  )
  const get = (url: string, cookie = '') =>
    ask(url, { headers: { accept: 'text/html,*/*;q=0.8', ...(cookie && { cookie }) } })
  const changed = (change: (parameters: URLSearchParams) => void) => {
    const url = new URL(request.url)
    change(url.searchParams)
    return get(url.href)
  }
  const moved = new URL(redirectUri)
  moved.port = otherPort
  const baseline = await get(request.url)
  return {
    client: parts.client,
    redirectUri,
    state: request.state,
    baseline,
    page: await followToPage(get, baseline, redirectUri),
    otherPort: await changed((query) => query.set('redirect_uri', moved.href)),
    foreignRedirect: await changed((query) => query.set('redirect_uri', foreignRedirect)),
    longerPath: await changed((query) => query.set('redirect_uri', `${redirectUri}/more`)),
    unknownClient: await changed((query) => query.set('client_id', 'nobody-registered-this')),
    withoutPkce: await changed((query) => {
      query.delete('code_challenge')
      query.delete('code_challenge_method')
    }),
    foreignResource: await changed((query) =>
      query.set('resource', 'https://attacker.example.com/mcp'),
    ),
  }
}

const hopsAtMost = 4

/** The page a person would see first, with the cookies set on the way; never follows to the callback. */
async function followToPage(
  get: (url: string, cookie: string) => Promise<Exchange>,
  first: Exchange,
  redirectUri: string,
): Promise<Exchange> {
  let current = first
  const cookies = new Map<string, string>()
  for (let hop = 0; hop < hopsAtMost; hop += 1) {
    const target = targetOf(current)
    if (!target || isCallback(target, redirectUri)) return current
    // Cookies stay at their own host.
    if (target.host !== new URL(current.url).host) cookies.clear()
    else keepCookies(cookies, current)
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    current = await get(target.href, cookie)
  }
  return current
}

function keepCookies(cookies: Map<string, string>, { headers }: Exchange): void {
  for (const line of headers.getSetCookie()) {
    const [pair = ''] = line.split(';', 1)
    const [name = '', ...value] = pair.split('=')
    if (name.trim() !== '') cookies.set(name.trim(), value.join('=').trim())
  }
}

/** Where a redirect leads. */
export function targetOf({ status, headers, url }: Exchange): URL | undefined {
  const location = headers.get('location')
  if (status < 300 || status >= 400 || location === null) return undefined
  return URL.canParse(location, url) ? new URL(location, url) : undefined
}

export function isCallback(target: URL, redirectUri: string): boolean {
  const callback = new URL(redirectUri)
  return target.origin === callback.origin && target.pathname === callback.pathname
}
