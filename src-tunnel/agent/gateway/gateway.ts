/** The HTTP front of the edge: one request of the platform in, one to the MCP server out, with policy and token between (G1 to G28). */
import type { CallAnswer, CallRequest } from '#tunnel/http1/call.ts'
import type { Exposure } from '#tunnel/protocol/exposure.ts'
import { failureAnswer } from '#tunnel/protocol/failure.ts'
import { deliver } from './deliver.ts'
import { createMessageAddresses } from './endpoint-event.ts'
import type { MessageAddresses } from './endpoint-event.ts'
import { fieldIn } from '#tunnel/http1/fields.ts'
import { isRestrictive, judgeBody, tooLargeToJudge } from './policy.ts'
import type { GatewayPorts, Refusal } from './ports.ts'
import { recordOf } from './record.ts'
import type { Outcome, Served } from './record.ts'
import { badMethod, badPath, foreignSession, notExposed } from './refusals.ts'
import { takeBody } from './request-body.ts'
import type { RequestBody } from './request-body.ts'
import { createSessions } from './sessions.ts'
import type { Sessions } from './sessions.ts'
import { pathAt, targetOf } from './target.ts'

/**
 * Answers one request. `request.url` is `/<connection>[/rest][?query]`; `caller` is the name of the access key. Never rejects: what goes wrong is
 * an answer with the marker header, or a broken stream.
 */
export type Gateway = (request: CallRequest, response: CallAnswer, caller: string) => Promise<void>

/** `messageKey`: 32 random bytes of this process. */
export function createGateway(ports: GatewayPorts, messageKey: Uint8Array): Gateway {
  const parts = {
    ports,
    sessions: createSessions(),
    addresses: createMessageAddresses(messageKey),
    serverOf: createServers(),
  }
  return async (request, response, caller) => {
    const at = ports.now()
    // The caller's going away in the middle of something is no event of ours; the exchange notices by `close`.
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    const served = await serve(parts, request, response, caller)
    conclude(served.outcome, request, response)
    ports.record(recordOf(served, request, response, { at, caller, ms: ports.now() - at }))
  }
}

interface Parts {
  readonly ports: GatewayPorts
  readonly sessions: Sessions
  readonly addresses: MessageAddresses
  readonly serverOf: (exposure: Exposure) => Server
}

interface Server {
  readonly url: URL
  readonly origin: string
}

/** The address of each server, read once for as long as it is offered. */
function createServers(): Parts['serverOf'] {
  const known = new WeakMap<Exposure, Server>()
  return (exposure) => {
    let server = known.get(exposure)
    if (server === undefined) {
      const url = new URL(exposure.url)
      server = { url, origin: url.origin }
      known.set(exposure, server)
    }
    return server
  }
}

async function serve(
  parts: Parts,
  request: CallRequest,
  response: CallAnswer,
  caller: string,
): Promise<Served> {
  const target = targetOf(request.url ?? '')
  if (target.status === 'refused') return refused(badPath)
  const exposure = parts.ports.exposed(target.name)
  if (!exposure) return refused(notExposed(target.name))
  const passThrough = exposure.access === 'pass-through'
  if (target.status === 'well-known' && !passThrough) return { outcome: { by: 'nobody' } }
  const method = request.method ?? 'GET'
  // TRACE sends back what it got, and that would be the token (RFC 9110 §9.3.8).
  if (method === 'TRACE' || method === 'CONNECT') return refused(badMethod(method))
  const session = fieldIn(request.rawHeaders, 'mcp-session-id')
  if (session !== undefined && !parts.sessions.mayUse(target.name, session, caller)) {
    return refused(foreignSession)
  }
  let body: RequestBody
  try {
    body = await takeBody(request, isRestrictive(exposure.tools))
  } catch {
    return { outcome: { by: 'server', result: { result: 'caller-left', status: 0, bytes: 0 } } }
  }
  const blocked = judge(exposure, body, request)
  if (blocked) return { body, ...refused(blocked) }
  const query = target.status === 'found' ? target.query : ''
  const server = parts.serverOf(exposure)
  const path =
    (target.rest === '' && parts.addresses.pathIn(target.name, query)) ||
    pathAt(server.url, target.rest, query)
  const outcome = await deliver(parts.ports, {
    exposure,
    request,
    response,
    body,
    path,
    origin: server.origin,
    reference: (at) => parts.addresses.referenceTo(target.name, at),
    onSession: (id) => parts.sessions.remember(target.name, id, caller),
  })
  return { outcome, body }
}

function judge(exposure: Exposure, body: RequestBody, request: CallRequest): Refusal | undefined {
  if (!isRestrictive(exposure.tools) || body.kind === 'none') return undefined
  const verdict =
    body.kind === 'held'
      ? judgeBody(exposure.tools, body.bytes, {
          encoding: fieldIn(request.rawHeaders, 'content-encoding'),
          type: fieldIn(request.rawHeaders, 'content-type'),
        })
      : tooLargeToJudge()
  if (verdict.verdict === 'pass') return undefined
  const { code, message, next } = verdict
  return { code, message, next, delivered: 'no' }
}

function conclude(outcome: Outcome, request: CallRequest, response: CallAnswer): void {
  if (outcome.by === 'server' || response.destroyed) return
  // What is left of the body is not waited for.
  const rest = request.complete ? [] : ['connection', 'close']
  if (outcome.by === 'nobody') {
    response.writeHead(404, [...rest, 'content-type', 'text/plain', 'content-length', '0']).end()
    return
  }
  const { code, ...words } = outcome.refusal
  const answer = failureAnswer(code, words)
  response.writeHead(answer.status, [...rest, ...answer.headers]).end(answer.body)
}

function refused(refusal: Refusal): Served {
  return { outcome: { by: 'gateway', refusal } }
}
