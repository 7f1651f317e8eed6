/** The public side: lets a caller in, finds the machine, and carries the call; says what is wrong when it cannot. */
import type { CallAnswer, CallRequest } from '../http1/call.ts'
import { fieldIn } from '../http1/fields.ts'
import { failureAnswer } from '../protocol/failure.ts'
import type { FailureCode, FailureParts } from '../protocol/failure.ts'
import { probeHeader } from '../protocol/probe.ts'
import { checkAccess } from './access.ts'
import type { Access } from './access.ts'
import type { AgentSession } from './agent-session.ts'
import type { CallSocket } from './call-sockets.ts'
import type { Directory } from './directory.ts'
import type { EventStreams } from './event-stream.ts'
import { exchange } from './exchange.ts'
import type { Outcome } from './exchange.ts'
import { requestHead } from './heads.ts'
import type { Metrics } from './metrics.ts'
import { isProbe } from './probe-access.ts'
import type { CheckProbe } from './probe-access.ts'
import { takeBody } from './request-body.ts'
import type { RequestBody } from './request-body.ts'
import type { Sessions } from './sessions.ts'
import type { Target } from './target.ts'

export interface CallerDoorPorts {
  readonly directory: Directory
  readonly sessions: Sessions
  readonly eventStreams: EventStreams
  readonly metrics: Metrics
  readonly now: () => number
  readonly bodyLimit: number
  readonly needsCertificate: boolean
  readonly draining: () => boolean
  readonly checkProbe: CheckProbe
}

type CallTarget = Extract<Target, { kind: 'call' | 'well-known' }>
type Allowed = Extract<Access, { status: 'allowed' }>

export type CallerDoor = (
  request: CallRequest,
  response: CallAnswer,
  target: CallTarget,
  address: string,
) => Promise<void>

/** How long a call waits for an agent that is known to be on its way back. */
const reconnectMs = 2_000

export function createCallerDoor(ports: CallerDoorPorts): CallerDoor {
  const { directory, metrics } = ports
  const rules = { now: ports.now, needsCertificate: ports.needsCertificate }

  return async (request, response, target, address) => {
    const refuse = (code: FailureCode, parts: FailureParts): void => {
      metrics.failed(code)
      sendFailure(request, response, code, parts)
    }
    const call = { tunnel: target.tunnel, address }
    if (target.kind === 'well-known' && !passesProbes(ports, target)) return notFound(response)
    let access = checkAccess(directory.snapshot(), request, call, rules)
    // The key may have been made at another relay with the same directory just now.
    if (access.status === 'denied' && directory.refresh()) {
      access = checkAccess(directory.snapshot(), request, call, rules)
    }
    if (access.status === 'denied') access = ports.checkProbe(request, target)
    if (access.status === 'denied') return refuse('policy_access_denied', words.denied)
    if (ports.draining()) return refuse('draining', words.draining)
    const body = await takeBody(request, ports.bodyLimit)
    switch (body.status) {
      case 'left':
        return
      case 'timeout':
        return refuse('request_timeout', words.slowBody)
      case 'too-large':
        return refuse('policy_body_too_large', words.tooLarge)
      case 'encoded':
        return refuse('policy_request', words.encoded)
      case 'whole':
      case 'streamed': {
        const asked = body.status === 'whole' ? body.bytes : Buffer.alloc(0)
        if (access.onlyDevice !== undefined) {
          if (!isProbe(request, target, asked)) return refuse('policy_request', words.noProbe)
          response.setHeader(probeHeader, 'carried')
        }
        const found = await findSocket(ports, { request, response, target, access })
        if (found === undefined) return
        if ('code' in found) return refuse(found.code, found)
        const outcome = await carry(ports, { request, response, target, access, body, ...found })
        if (outcome === 'done') found.session.calls.give(found.socket)
        metrics.called(outcome)
        const told = afterwards[outcome]
        if (told) refuse(told.code, told)
      }
    }
  }
}

interface Call {
  readonly request: CallRequest
  readonly response: CallAnswer
  readonly target: CallTarget
  readonly access: Allowed
}

interface Found {
  readonly session: AgentSession
  readonly socket: CallSocket
}

/** A socket of a machine that exposes the connection; the next machine when one has none to give. Undefined: the caller has left. */
async function findSocket(
  { sessions }: CallerDoorPorts,
  { request, response, target, access }: Call,
): Promise<Found | ({ code: FailureCode } & FailureParts) | undefined> {
  const mcpSession = fieldIn(request.rawHeaders, 'mcp-session-id')
  const without = new Set<string>()
  let patience: AbortSignal | undefined
  let busy = false
  for (;;) {
    if (response.destroyed) return undefined
    const options = { mcpSession, without, only: access.onlyDevice }
    const route = sessions.route(access.tunnel.id, target.connection, options)
    if (route.status === 'not-exposed') return busy ? words.busy : words.notExposed
    if (route.status === 'offline') {
      if (busy) return words.busy
      if (!route.reconnecting || patience?.aborted) return words.offline
      patience ??= AbortSignal.timeout(reconnectMs)
      await sessions.nextChange(patience)
      continue
    }
    const { session } = route
    const socket = await session.calls.take()
    if (socket) return { session, socket }
    // Nothing was sent to this machine, so another one may try.
    without.add(session.deviceId)
    busy ||= session.takesCalls()
  }
}

async function carry(
  ports: CallerDoorPorts,
  call: Call & Found & { body: Extract<RequestBody, { status: 'whole' | 'streamed' }> },
): Promise<Outcome> {
  const { request, response, target, access, session, socket, body } = call
  if (response.destroyed) {
    session.calls.give(socket)
    return 'caller-left'
  }
  const exposed = session.exposed().get(target.connection)
  const length = body.status === 'whole' ? body.bytes.length : body.length
  const empty = length === 0 && fieldIn(request.rawHeaders, 'content-length') === undefined
  return exchange({
    request,
    response,
    call: socket,
    head: requestHead({
      method: request.method ?? 'GET',
      path: target.path,
      rawHeaders: request.rawHeaders,
      caller: access.caller,
      keepAuthorization: exposed?.passThrough === true && !access.inAuthorization,
      body: empty ? 'none' : length === undefined ? 'chunked' : { length },
      wellKnownAtRoot: target.kind === 'well-known' && target.atRoot,
    }),
    body: body.status === 'whole' ? body.bytes : undefined,
    chunked: length === undefined,
    bodyLimit: ports.bodyLimit,
    eventStreams: ports.eventStreams,
    onSession: (id) => ports.sessions.pin(access.tunnel.id, id, session.deviceId),
  })
}

/** While the edge adds the token, nothing may make the platform start a sign-in of its own. */
function passesProbes({ directory, sessions }: CallerDoorPorts, target: CallTarget): boolean {
  const tunnel = directory.snapshot().byAlias.get(target.tunnel)
  const route = tunnel && sessions.route(tunnel.id, target.connection, {})
  if (route?.status !== 'session') return false
  return route.session.exposed().get(target.connection)?.passThrough === true
}

export function notFound(response: CallAnswer): void {
  const body = 'Not found.\n'
  response.writeHead(404, ['content-type', 'text/plain', 'content-length', String(body.length)])
  response.end(body)
}

/** Answers with a failure. A body that is still coming is read and thrown away for a moment, so that the answer is not lost in a reset. */
export function sendFailure(
  request: CallRequest,
  response: CallAnswer,
  code: FailureCode,
  parts: FailureParts,
): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  const answer = failureAnswer(code, parts)
  // Whoever hears that the relay goes down should not come back on this connection: it will be closed.
  const rest = request.complete && code !== 'draining' ? [] : ['connection', 'close']
  response.writeHead(answer.status, [...answer.headers, ...rest])
  response.end(answer.body)
  if (request.complete) return
  request.resume()
  setTimeout(() => request.socket.destroy(), 2_000).unref()
}

const words = {
  denied: {
    message: 'The access key is missing or not valid for this tunnel.',
    next: 'Enter the access key that the administrator of the relay made for this tunnel.',
    delivered: 'no',
  },
  draining: {
    message: 'The relay is being restarted.',
    next: 'Try again in a moment.',
    delivered: 'no',
  },
  slowBody: {
    message: 'The request did not arrive in time.',
    next: 'Try again.',
    delivered: 'no',
  },
  tooLarge: {
    message: 'The request is larger than this relay lets through.',
    next: "Send less, or ask the relay's administrator for a higher limit.",
    delivered: 'no',
  },
  encoded: {
    message: 'The request is sent in an encoding other than chunked.',
    next: 'Send it with a length, or in chunks.',
    delivered: 'no',
  },
  noProbe: {
    message: 'A machine may send nothing but a probe to its own connections.',
    next: 'Call with an access key.',
    delivered: 'no',
  },
  offline: {
    code: 'tunnel_offline',
    message: 'The computer at the other end of the tunnel is not connected.',
    next: 'Start AIP Desktop there, or run: aip tunnel start',
    delivered: 'no',
  },
  notExposed: {
    code: 'not_exposed',
    message: 'The computer at the other end does not offer a connection of this name.',
    next: 'Switch on Use Edge Tunnel for it there, or run: aip tunnel expose NAME',
    delivered: 'no',
  },
  busy: {
    code: 'tunnel_busy',
    message: 'The computer at the other end has no room for another call.',
    next: 'Try again in a moment.',
    delivered: 'no',
  },
} as const satisfies Record<string, FailureParts & { code?: FailureCode }>

/** What the caller can still be told after a call that did not go through. */
const afterwards: Partial<Record<Outcome, FailureParts & { code: FailureCode }>> = {
  'lost-before-head': {
    code: 'carrier_lost',
    message: 'The line to the computer at the other end broke during the call.',
    next: 'The call may have run. Check before you repeat it.',
    delivered: 'unknown',
  },
  'unusable-before-head': {
    code: 'carrier_unusable_answer',
    message: 'The computer at the other end gave an answer that breaks the rules of HTTP.',
    next: 'The call may have run. Check before you repeat it.',
    delivered: 'unknown',
  },
  'too-large-before-head': {
    code: 'policy_body_too_large',
    message: 'The request is larger than this relay lets through.',
    next: "Send less, or ask the relay's administrator for a higher limit.",
    delivered: 'unknown',
  },
}
