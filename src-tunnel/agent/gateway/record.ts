/** Writes down one request: who, what, how long, how it ended; no bodies, no tokens, no values of parameters (G27). */
import type { CallAnswer, CallRequest } from '#tunnel/http1/call.ts'
import type { CallRecord } from '#tunnel/protocol/call-record.ts'
import type { ExchangeResult } from './forward.ts'
import { operationInHeaders, operationsIn } from './operation.ts'
import type { Refusal } from './ports.ts'
import type { RequestBody } from './request-body.ts'

/** What serving a request came to: an exchange with the server, an answer of our own, or 404 for a metadata question. */
export type Outcome =
  | { readonly by: 'server'; readonly result: ExchangeResult }
  | { readonly by: 'gateway'; readonly refusal: Refusal }
  | { readonly by: 'nobody' }

export interface Served {
  readonly outcome: Outcome
  readonly body?: RequestBody
}

/** Bodies larger than this are not read only to name what they ask for. */
const nameableBytes = 65_536

/** The line for one request. */
export function recordOf(
  { outcome, body }: Served,
  request: CallRequest,
  response: CallAnswer,
  { at, caller, ms }: { at: number; caller: string; ms: number },
): CallRecord {
  const { operation, name } = named(request, body)
  const common = {
    at,
    ms,
    connection: /^\/([\w.-]{1,64})/.exec(request.url ?? '')?.[1] ?? '',
    caller,
    method: request.method ?? '',
    operation,
    name,
    bytesIn:
      body?.kind === 'held' ? body.bytes.length : body?.kind === 'streamed' ? body.size() : 0,
  }
  if (outcome.by === 'gateway') {
    const failure = outcome.refusal.code
    return { ...common, status: response.statusCode, bytesOut: 0, outcome: 'failed', failure }
  }
  if (outcome.by === 'nobody') {
    return { ...common, status: 404, bytesOut: 0, outcome: 'answered' }
  }
  const { result } = outcome
  if (result.result === 'passed' || result.result === 'caller-left') {
    const how = result.result === 'passed' ? 'answered' : 'caller-left'
    return { ...common, status: result.status, bytesOut: result.bytes, outcome: how }
  }
  if (result.result === 'cut') {
    const failure = result.why === 'filter' ? 'policy_token_in_answer' : 'upstream_broken'
    return { ...common, status: result.status, bytesOut: result.bytes, outcome: 'cut', failure }
  }
  return { ...common, status: 0, bytesOut: 0, outcome: 'failed' }
}

function named(
  request: CallRequest,
  body: RequestBody | undefined,
): { operation: string; name: string } {
  const small = body?.kind === 'held' && body.bytes.length <= nameableBytes
  const first =
    operationInHeaders(request.rawHeaders) ??
    (small ? operationsIn(body.bytes.toString('utf8'))?.[0] : undefined)
  // The address of a resource may carry a secret in its query.
  const tidy = (text: string) =>
    (text.split('?')[0] ?? '').replace(/[^\u0020-\u007e\u00a0-\uffff]/g, ' ').slice(0, 200)
  return { operation: tidy(first?.method ?? ''), name: tidy(first?.name ?? '') }
}
