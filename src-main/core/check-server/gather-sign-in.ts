/** Signs the tester in, several times, because a code works only once: what comes of it, and what must not come of it. */
import type { ServerMetadata } from '#contract/discovery.ts'
import type { Problem } from '#contract/problem.ts'
import { isProblem } from '#core/app-error.ts'
import { openSession } from '#core/connections/open-session.ts'
import type { Registration } from '#core/records.ts'
import type { Gathered, RefreshAnswers, RevocationAnswers, SignInAnswers } from './evidence.ts'
import { type Ask, type Exchange, textOf } from './exchange.ts'
import { callEndpoint } from './gather-documents.ts'
import { asClient, wrongVerifier } from './gather-tokens.ts'
import { type Code, getCode, type SignInParts } from './get-code.ts'

/** Throws the problem of the first sign-in; what goes wrong in later ones is only not seen. */
export async function gatherSignIn(ask: Ask, parts: SignInParts): Promise<SignInAnswers> {
  const { server, client, other } = parts
  const main = await getCode(parts, 'the sign-in itself')
  const redeem = (code: Code, as: Registration, verifier = code.verifier) =>
    ask(server.token_endpoint ?? '', asClient(as, codeFields(code, verifier)))
  const tokens = await redeem(main, client)
  const accessToken = textOf(tokens.json?.['access_token'])
  const tools = accessToken === '' ? noToken(tokens) : await listTools(accessToken, parts)
  const tokenInQuery = await callWithTokenInQuery(ask, parts.url, accessToken)
  const codeAgain = await redeem(main, client)
  const again = (what: string) => inPassing(() => getCode(parts, what))
  return {
    query: main.query,
    tokens,
    accessToken,
    tools,
    tokenInQuery,
    codeAgain,
    refresh: await gathered(await again('the rotation of refresh tokens'), (code) =>
      gatherRefresh(ask, server, client, () => redeem(code, client)),
    ),
    wrongVerifier: await gathered(await again('a wrong verifier'), async (code) => ({
      seen: await redeem(code, client, wrongVerifier),
    })),
    otherClient: other
      ? await gathered(await again('a code in the hands of another client'), async (code) => ({
          seen: await redeem(code, other),
        }))
      : { why: 'there is no second client to try it with' },
    revocation: await gathered(await again('the revocation'), (code) =>
      gatherRevocation(ask, parts, () => redeem(code, client)),
    ),
  }
}

function codeFields({ code, redirectUri, resource }: Code, verifier: string) {
  return {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...(resource !== '' && { resource }),
  }
}

async function gatherRefresh(
  ask: Ask,
  server: ServerMetadata,
  client: Registration,
  getTokens: () => Promise<Exchange>,
): Promise<Gathered<RefreshAnswers>> {
  const tokens = await getTokens()
  const token = textOf(tokens.json?.['refresh_token'])
  if (token === '') return { why: 'the answer has no refresh token' }
  const refresh = () =>
    ask(
      server.token_endpoint ?? '',
      asClient(client, { grant_type: 'refresh_token', refresh_token: token }),
    )
  const first = await refresh()
  const next = textOf(first.json?.['refresh_token'])
  return { seen: { first, again: await refresh(), rotated: next !== '' && next !== token } }
}

async function gatherRevocation(
  ask: Ask,
  { server, client, url }: SignInParts,
  getTokens: () => Promise<Exchange>,
): Promise<Gathered<RevocationAnswers>> {
  const endpoint = server.revocation_endpoint
  if (endpoint === undefined) return { why: 'no revocation endpoint is offered' }
  const { json } = await getTokens()
  const refreshToken = textOf(json?.['refresh_token'])
  const accessToken = textOf(json?.['access_token'])
  if (refreshToken === '') return { why: 'the answer has no refresh token' }
  const revoked = await ask(
    endpoint,
    asClient(client, { token: refreshToken, token_type_hint: 'refresh_token' }),
  )
  const refreshAfter = await ask(
    server.token_endpoint ?? '',
    asClient(client, { grant_type: 'refresh_token', refresh_token: refreshToken }),
  )
  return {
    seen: { revoked, refreshAfter, callAfter: await callEndpoint(ask, url, accessToken) },
  }
}

/** RFC 6750 §2.3: an address travels through logs, so a token in it must not count. */
function callWithTokenInQuery(ask: Ask, address: string, token: string): Promise<Exchange> {
  const url = new URL(address)
  url.searchParams.set('access_token', token)
  return callEndpoint(ask, url.href)
}

async function listTools(accessToken: string, parts: SignInParts): Promise<number | Problem> {
  const { http, reach, url, version, signal } = parts
  const send = http.fetchWithin({ ...reach, limits: 'stream' })
  const withToken: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${accessToken}`)
    return send(input instanceof Request ? input.url : String(input), { ...init, headers })
  }
  try {
    const session = await openSession({ url, fetch: withToken, version, signal })
    try {
      return (await session.listTools(signal)).length
    } finally {
      // The tools are listed; how the session ends does not matter.
      await session.close().catch(() => undefined)
    }
  } catch (error) {
    signal.throwIfAborted()
    if (isProblem(error)) return error.problem
    throw error
  }
}

function noToken({ status }: Exchange): Problem {
  return {
    code: 'token-answer-unusable',
    step: 'token',
    whoseTurn: 'server-owner',
    message: `The token endpoint gave no access token (status ${status}).`,
    next: 'Answer a right code with tokens.',
  }
}

type Tried<T> = { readonly value: T } | { readonly why: string }

async function inPassing<T>(work: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await work() }
  } catch (error) {
    if (isProblem(error) && error.problem.code !== 'cancelled') {
      return { why: `the sign-in for it failed: ${error.problem.message}` }
    }
    throw error
  }
}

async function gathered<T, Seen>(
  tried: Tried<T>,
  work: (value: T) => Promise<Gathered<Seen>>,
): Promise<Gathered<Seen>> {
  return 'value' in tried ? work(tried.value) : tried
}
