/** Makes a stored registration out of what a registration endpoint answered, or says why the answer cannot be used (RFC 7591 §3.2). */
import { z } from 'zod'
import { TokenEndpointAuthMethod, type Registration } from '#core/records.ts'
import { say, type Sentence } from '#core/say.ts'

/** Only members this product acts on; nulls were dropped before. Numbers also come as text. */
const Answer = z.object({
  client_id: z.string().min(1),
  client_secret: z.string().min(1).optional(),
  client_secret_expires_at: z.coerce.number().optional().catch(undefined),
  token_endpoint_auth_method: z.string().optional(),
  redirect_uris: z.array(z.string()).optional(),
  registration_client_uri: z.string().optional(),
  registration_access_token: z.string().optional(),
})

export interface Asked {
  readonly issuer: string
  readonly redirectUris: readonly string[]
  readonly authMethod: TokenEndpointAuthMethod
  readonly now: number
}

/** The registration, or what is wrong with the answer. */
export function registrationFromAnswer(body: unknown, asked: Asked): Registration | Sentence {
  const parsed = Answer.safeParse(withoutNulls(body))
  if (!parsed.success) return say('way.answer-no-id')
  const answer = parsed.data
  const authMethod = methodGiven(
    answer.token_endpoint_auth_method,
    asked.authMethod,
    answer.client_secret,
  )
  if (authMethod === undefined) {
    return say('way.answer-method')
  }
  const redirectUris = redirectsGiven(answer.redirect_uris, asked.redirectUris)
  if (redirectUris.length === 0) {
    return say('way.answer-callbacks')
  }
  const expires = expiryIn(answer.client_secret_expires_at, asked.now)
  return {
    issuer: asked.issuer,
    source: 'dcr',
    clientId: answer.client_id,
    ...(answer.client_secret !== undefined && { clientSecret: answer.client_secret }),
    authMethod,
    redirectUris,
    createdAt: asked.now,
    ...(answer.client_secret !== undefined && expires && { secretExpiresAt: expires }),
    ...management(answer.registration_client_uri, answer.registration_access_token),
  }
}

/**
 * RFC 7591 §3.2.1: seconds since 1970, 0 for never. A time that is over already is a mistake (seconds from now, say): believing it would mean to
 * register at every sign-in; should the secret really be dead, the server says so and the client is made anew (R03, R27).
 */
function expiryIn(seconds: number | undefined, now: number): number | undefined {
  const at = (seconds ?? 0) * 1000
  return Number.isSafeInteger(Math.round(at)) && at > now ? at : undefined
}

/** The method the server gives back wins over the one asked for; a method that needs a secret needs one in the answer. */
function methodGiven(
  given: string | undefined,
  asked: TokenEndpointAuthMethod,
  secret: string | undefined,
): TokenEndpointAuthMethod | undefined {
  const parsed = TokenEndpointAuthMethod.safeParse(given ?? asked)
  if (!parsed.success || parsed.data === 'private_key_jwt') return undefined
  return parsed.data === 'none' || secret !== undefined ? parsed.data : undefined
}

/** Of the addresses in the answer only those that were asked for count; an answer without any means all of them. */
function redirectsGiven(given: readonly string[] | undefined, asked: readonly string[]): string[] {
  return given ? asked.filter((address) => given.includes(address)) : [...asked]
}

/** RFC 7592: the management address is kept only with its token, and only where a token may be sent. */
function management(address: string | undefined, token: string | undefined): Partial<Registration> {
  const url = address === undefined ? null : URL.parse(address)
  const loopback = url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback)
  if (!url || token === undefined || !safe) return {}
  return { registrationClientUri: url.href, registrationAccessToken: token }
}

function withoutNulls(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
}
