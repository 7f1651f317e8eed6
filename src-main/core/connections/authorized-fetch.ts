/** A fetch for one connection that presents its token on every request, renews it once when refused, and reports what more is asked (C43, C46, G20, G21). */
import { z } from 'zod'
import { AppError, appError } from '#core/app-error.ts'
import type { GrantKeeper } from '#core/grants/grant-keeper.ts'
import type { Fetch } from '#core/ports.ts'
import type { Grant } from '#core/records.ts'
import { say } from '#core/say.ts'

/** Gives usable grants, and is told which token a server refused. */
export type TokenSource = Pick<GrantKeeper, 'accessToken'>

export interface AuthorizedFetchParts {
  readonly connectionId: string
  readonly fetch: Fetch
  /** Absent for a server without a login. */
  readonly tokens?: TokenSource
  /** Static headers of the connection, in clear. */
  readonly headers: Record<string, string>
  readonly signal: AbortSignal
  /** A proof per request for DPoP-bound grants (RFC 9449 §7). */
  readonly proof?: (
    grant: Grant,
    method: string,
    url: string,
    nonce: string | undefined,
  ) => Promise<string>
  /** Called on 403 `insufficient_scope`; true: a wider grant is stored now, repeat the request. */
  readonly stepUp?: (challenge: string, operation: string) => Promise<boolean>
}

/** How many tokens one request may have refused. */
const refusalLimit = 2

/** How many wider sign-ins one request may lead to (C48). */
const stepUpLimit = 2

/**
 * Builds the fetch the MCP client library runs on. Requests are repeated only when the server refused them for the token, which means that
 * it did not act on them.
 */
export function createAuthorizedFetch(parts: AuthorizedFetchParts): typeof fetch {
  const nonces = new Map<string, string>()

  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    let rejected: string | undefined
    let refusals = 0
    for (let stepUps = 0; ;) {
      const { response, token } = await once(parts, nonces, url, init, rejected)
      const next = await whatNext(parts, response, init, { refusals, token, stepUps })
      if (next === 'answer') return response
      await response.body?.cancel()
      if (next === 'probe-not-understood') return new Response(null, { status: 404 })
      if (next === 'wider-grant') stepUps++
      else {
        rejected = token
        refusals++
      }
    }
  }
}

type Next = 'answer' | 'probe-not-understood' | 'new-token' | 'wider-grant'

async function whatNext(
  parts: AuthorizedFetchParts,
  response: Response,
  init: RequestInit,
  tried: { refusals: number; token: string | undefined; stepUps: number },
): Promise<Next> {
  const challenge = response.headers.get('www-authenticate') ?? ''
  if (response.status === 401 && parts.tokens && tried.token !== undefined) {
    if (tried.refusals === 0) return 'new-token'
    // Servers that do not know the probe answer it with 401 although the token is fine (T13): let `initialize` decide.
    if (callIn(init).method === 'server/discover') return 'probe-not-understood'
    // The keeper is told of the second refusal too: it knows whether the token was just issued (R02).
    if (tried.refusals < refusalLimit) return 'new-token'
    throw rejectedNewToken()
  }
  if (response.status === 403 && /insufficient_scope/i.test(challenge) && parts.stepUp) {
    const again = tried.stepUps < stepUpLimit && (await parts.stepUp(challenge, operationOf(init)))
    return again ? 'wider-grant' : 'answer'
  }
  return 'answer'
}

async function once(
  parts: AuthorizedFetchParts,
  nonces: Map<string, string>,
  url: string,
  init: RequestInit,
  rejected: string | undefined,
): Promise<{ response: Response; token: string | undefined }> {
  const headers = new Headers(init.headers)
  for (const [name, value] of Object.entries(parts.headers)) headers.set(name, value)
  const signal = init.signal ? AbortSignal.any([init.signal, parts.signal]) : parts.signal
  const grant = parts.tokens && (await grantOf(parts, parts.tokens, rejected))
  if (grant) await present(parts, grant, headers, nonces, url, init.method ?? 'GET')
  let response = await parts.fetch(url, { ...init, headers, signal })
  const nonce = response.headers.get('dpop-nonce')
  if (nonce && grant?.tokenType === 'DPoP') {
    const known = nonces.get(originOf(url))
    nonces.set(originOf(url), nonce)
    const wanted = /use_dpop_nonce/i.test(response.headers.get('www-authenticate') ?? '')
    if (response.status === 401 && wanted && known !== nonce) {
      await response.body?.cancel()
      await present(parts, grant, headers, nonces, url, init.method ?? 'GET')
      response = await parts.fetch(url, { ...init, headers, signal })
    }
  }
  return { response, token: grant?.accessToken }
}

async function grantOf(
  parts: AuthorizedFetchParts,
  tokens: TokenSource,
  rejected: string | undefined,
): Promise<Grant> {
  const asked = rejected === undefined ? {} : { rejected }
  const answer = await tokens.accessToken(parts.connectionId, { ...asked, signal: parts.signal })
  if (answer.status === 'ready') return answer.grant
  throw new AppError(answer.problem)
}

async function present(
  parts: AuthorizedFetchParts,
  grant: Grant,
  headers: Headers,
  nonces: Map<string, string>,
  url: string,
  method: string,
): Promise<void> {
  headers.set('authorization', `${grant.tokenType} ${grant.accessToken}`)
  if (grant.tokenType !== 'DPoP' || !parts.proof) return
  headers.set('dpop', await parts.proof(grant, method, url, nonces.get(originOf(url))))
}

/** What is being done, for the record of step-ups: `tools/call send_mail`, since each tool may need permissions of its own (C48). */
function operationOf(init: RequestInit): string {
  const { method, params = {} } = callIn(init)
  return [method, params.name ?? params.uri ?? ''].join(' ').trim()
}

const Call = z.object({
  method: z.string(),
  params: z.object({ name: z.string().optional(), uri: z.string().optional() }).optional(),
})

/** The JSON-RPC request in a body; the method is empty when there is none, as in answers and in what is no JSON. */
function callIn(init: RequestInit): z.infer<typeof Call> {
  const nothing = { method: '' }
  if (typeof init.body !== 'string') return nothing
  try {
    return Call.catch(nothing).parse(JSON.parse(init.body))
  } catch {
    // What is sent is the library's business; only the record of step-ups is poorer for it.
    return nothing
  }
}

function rejectedNewToken(): Error {
  return appError('sign-in-needed', {
    step: 'call',
    whoseTurn: 'you',
    message: say('grant.rejected'),
    next: say('call.rejected.next'),
  })
}

function originOf(url: string): string {
  return new URL(url).origin
}
