/** Takes one request to the MCP server: with the token, once more after a refused token or a redirect within the server, never more (G16, G20). */
import type { CallAnswer, CallRequest } from '#tunnel/http1/call.ts'
import type { Readable } from 'node:stream'
import type { Exposure } from '#tunnel/protocol/exposure.ts'
import { additionsOf } from './additions.ts'
import { judgeAnswer } from './answer-filter.ts'
import type { Kept } from './answer-filter.ts'
import { exchange } from './forward.ts'
import type { ExchangeResult, ResponseHead } from './forward.ts'
import { fieldIn } from '#tunnel/http1/fields.ts'
import { requestHeaders } from './headers.ts'
import {
  notRepeated,
  redirectRefused,
  stillRefused,
  tokenInAnswer,
  withoutToken,
} from './refusals.ts'
import type { Authorization, GatewayPorts, Presented, Refusal } from './ports.ts'
import type { RequestBody } from './request-body.ts'

export interface Delivery {
  readonly exposure: Exposure
  readonly request: CallRequest
  readonly response: CallAnswer
  readonly body: RequestBody
  readonly origin: string
  /** Path and query at the server. */
  readonly path: string
  readonly reference: (path: string) => string
  readonly onSession: (id: string) => void
}

export type Delivered =
  | { readonly by: 'server'; readonly result: ExchangeResult }
  | { readonly by: 'gateway'; readonly refusal: Refusal }

interface Attempt {
  readonly path: string
  readonly authorization: Presented
  readonly redirects: number
  /** The server has refused a token for this request already. */
  readonly renewed: boolean
  readonly nonce: string | undefined
}

const mostRedirects = 3
const nothingPresented: Presented = { status: 'ready', headers: [], token: '' }

export async function deliver(ports: GatewayPorts, delivery: Delivery): Promise<Delivered> {
  const leaving = createLeaving(delivery.response)
  try {
    return await attempts(ports, delivery, leaving)
  } catch (error) {
    if (delivery.response.destroyed) return callerLeft()
    const failure = ports.failureOf(error instanceof Error ? error : new Error(String(error)))
    return refuse({ ...failure, delivered: 'no' })
  } finally {
    leaving.over()
  }
}

async function attempts(
  ports: GatewayPorts,
  delivery: Delivery,
  leaving: Leaving,
): Promise<Delivered> {
  const { exposure } = delivery
  const first = await authorize(ports, delivery, delivery.path, {}, leaving)
  if (first.status !== 'ready') return refuse(withoutToken(exposure, first))
  let attempt: Attempt = {
    path: delivery.path,
    authorization: first,
    redirects: 0,
    renewed: false,
    nonce: undefined,
  }
  for (;;) {
    const { result, kept } = await once(ports, delivery, attempt)
    if (result.result === 'failed') {
      const failure = ports.failureOf(result.error)
      return refuse({ ...failure, delivered: result.sent ? 'unknown' : 'no' })
    }
    if (result.result !== 'kept') return { by: 'server', result }
    const next = await after(ports, delivery, attempt, result.head, kept, leaving)
    if ('code' in next) return refuse(next)
    attempt = next
  }
}

async function once(
  ports: GatewayPorts,
  delivery: Delivery,
  { path, authorization }: Attempt,
): Promise<{ result: ExchangeResult; kept: Kept | undefined }> {
  const { exposure, request, response, body, origin } = delivery
  const passThrough = exposure.access === 'pass-through'
  const method = request.method ?? 'GET'
  const { own, secrets } = additionsOf(exposure, authorization)
  const rules = {
    method,
    passThrough,
    url: origin + path,
    secrets,
    reference: delivery.reference,
  }
  let kept: Kept | undefined
  const headers = requestHeaders(request.rawHeaders, { passThrough, own })
  const payload = payloadOf(body)
  if (payload.length !== undefined) headers.push('content-length', payload.length)
  const result = await exchange({
    dispatcher: await ports.dispatcherFor(exposure),
    origin,
    path,
    method,
    headers,
    body: payload.body,
    response,
    decide: (head) => {
      const judgement = judgeAnswer(head, rules)
      if (judgement.action === 'keep') {
        kept = judgement.why
        return { action: 'keep' }
      }
      const session = fieldIn(head.headers, 'mcp-session-id')
      if (session !== undefined) delivery.onSession(session)
      return judgement.decision
    },
  })
  return { result, kept }
}

/** What comes after an answer that was not for the caller: another attempt, or the end. */
async function after(
  ports: GatewayPorts,
  delivery: Delivery,
  attempt: Attempt,
  head: ResponseHead,
  kept: Kept | undefined,
  leaving: Leaving,
): Promise<Attempt | Refusal> {
  switch (kept) {
    case 'redirect':
      return afterRedirect(delivery, attempt, head)
    case 'leak':
      return tokenInAnswer(head)
    case 'refused-token':
    case undefined:
      return afterRefusedToken(ports, delivery, attempt, head, leaving)
  }
}

async function afterRefusedToken(
  ports: GatewayPorts,
  delivery: Delivery,
  attempt: Attempt,
  head: ResponseHead,
  leaving: Leaving,
): Promise<Attempt | Refusal> {
  const { exposure, body } = delivery
  if (exposure.access !== 'sign-in') return stillRefused(exposure, inSession(delivery))
  const challenge = fieldIn(head.headers, 'www-authenticate') ?? ''
  const offered = fieldIn(head.headers, 'dpop-nonce')
  // RFC 9449 §9: the same token, with the nonce the server wants; nothing was refused yet.
  const wantsNonce = offered !== undefined && /use_dpop_nonce/i.test(challenge)
  if (wantsNonce && attempt.nonce === undefined) {
    const ask = { nonce: offered }
    const again = await authorize(ports, delivery, attempt.path, ask, leaving)
    if (again.status !== 'ready') return withoutToken(exposure, again)
    return repeatable(body) ? { ...attempt, authorization: again, nonce: offered } : notRepeated()
  }
  if (attempt.renewed) return stillRefused(exposure, inSession(delivery))
  const ask = {
    refused: attempt.authorization.token,
    ...(attempt.nonce && { nonce: attempt.nonce }),
  }
  const renewed = await authorize(ports, delivery, attempt.path, ask, leaving)
  if (renewed.status === 'still-fresh') return stillRefused(exposure, inSession(delivery))
  if (renewed.status !== 'ready') return withoutToken(exposure, renewed)
  return repeatable(body) ? { ...attempt, authorization: renewed, renewed: true } : notRepeated()
}

/** Only 307 and 308 within the origin: they keep method and body, and the token stays with the server it is for (G16). */
function afterRedirect(
  { exposure, body }: Delivery,
  attempt: Attempt,
  head: ResponseHead,
): Attempt | Refusal {
  const location = fieldIn(head.headers, 'location') ?? ''
  const from = new URL(attempt.path, exposure.url)
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined
  const keeps = head.status === 307 || head.status === 308
  const again = attempt.redirects < mostRedirects && repeatable(body)
  if (to?.origin === from.origin && keeps && again && location !== '') {
    return { ...attempt, path: to.pathname + to.search, redirects: attempt.redirects + 1 }
  }
  return redirectRefused(head, to)
}

function authorize(
  ports: GatewayPorts,
  { exposure, request, origin }: Delivery,
  path: string,
  ask: { readonly refused?: string; readonly nonce?: string },
  leaving: Leaving,
): Promise<Authorization> {
  if (exposure.access !== 'sign-in') return Promise.resolve(nothingPresented)
  return ports.authorize(exposure, {
    ...ask,
    url: origin + path,
    method: request.method ?? 'GET',
    signal: () => leaving.signal(),
  })
}

/** The caller's leaving, as a signal that is made only for those who wait for something. */
interface Leaving {
  signal(): AbortSignal
  over(): void
}

function createLeaving(response: CallAnswer): Leaving {
  let gone: AbortController | undefined
  const leave = () => gone?.abort(new Error('the caller left'))
  return {
    signal() {
      if (gone === undefined) {
        gone = new AbortController()
        if (response.destroyed) leave()
        else response.once('close', leave)
      }
      return gone.signal
    },
    over: () => void response.off('close', leave),
  }
}

function inSession({ request }: Delivery): boolean {
  return fieldIn(request.rawHeaders, 'mcp-session-id') !== undefined
}

function repeatable(body: RequestBody): boolean {
  return body.kind !== 'streamed' || body.kept() !== undefined
}

function payloadOf(body: RequestBody): {
  body: Buffer | Readable | null
  length: string | undefined
} {
  if (body.kind === 'held') return { body: body.bytes, length: String(body.bytes.length) }
  if (body.kind !== 'streamed') return { body: null, length: undefined }
  const kept = body.kept()
  if (kept) return { body: kept, length: String(kept.length) }
  return { body: body.stream, length: body.length }
}

function refuse(refusal: Refusal): Delivered {
  return { by: 'gateway', refusal }
}

function callerLeft(): Delivered {
  return { by: 'server', result: { result: 'caller-left', status: 0, bytes: 0 } }
}
