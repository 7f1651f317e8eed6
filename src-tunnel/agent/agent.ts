/** The agent: carrier and gateway put together, steered by its parent's messages; it holds no state that outlives it. */
import type { CallAnswer, CallRequest } from '#tunnel/http1/call.ts'
import type {
  AgentEvent,
  AgentOrder,
  AuthorizationAnswer,
  Offered,
} from '#tunnel/protocol/agent-messages.ts'
import type { CallRecord } from '#tunnel/protocol/call-record.ts'
import { failureAnswer } from '#tunnel/protocol/failure.ts'
import { createGateway } from './gateway/gateway.ts'
import type { GatewayPorts } from './gateway/ports.ts'
import { createTokenMemory } from './token-memory.ts'
import type { Front, OpenFront } from './front.ts'
import { openLocalGateway } from './local-gateway.ts'
import type { LocalGateway } from './local-gateway.ts'

export interface AgentParts {
  /** To the parent. */
  send(event: AgentEvent): void
  readonly dispatcherFor: GatewayPorts['dispatcherFor']
  readonly failureOf: GatewayPorts['failureOf']
  readonly openFront: OpenFront
  readonly random: { bytes(length: number): Uint8Array }
  now(): number
  /** The commands among the servers; reached by `dispatcherFor`. */
  readonly commands: {
    keepOnly(connectionIds: readonly string[]): void
    end(): Promise<void>
  }
  /** Everything is closed: the process may end. */
  ended(): void
}

export interface Agent {
  /** Orders come one after the other; the first is `start`. */
  handle(order: AgentOrder): void
  /** Closes all lines at once. */
  close(): Promise<void>
}

/** So long at most does a call wait to be reported. */
const reportMs = 50

export function createAgent(parts: AgentParts): Agent {
  let offered = new Map<string, Offered>()
  let paused = false
  let front: Front | undefined
  let local: LocalGateway | undefined
  let questions = 0
  let records: CallRecord[] = []
  let reporting: NodeJS.Timeout | undefined
  const waiting = new Map<number, (answer: AuthorizationAnswer) => void>()

  const memory = createTokenMemory(
    (connectionId, ask) => {
      const id = ++questions
      parts.send({ type: 'authorize', id, connectionId, ...ask })
      return new Promise((resolve) => waiting.set(id, resolve))
    },
    () => parts.now(),
  )

  function report(): void {
    clearTimeout(reporting)
    reporting = undefined
    if (records.length > 0) parts.send({ type: 'calls', records })
    records = []
  }

  const gateway = createGateway(
    {
      exposed: (name) => offered.get(name)?.exposure,
      authorize: (exposure, ask) => memory.authorize(exposure.connectionId, ask),
      dispatcherFor: parts.dispatcherFor,
      failureOf: parts.failureOf,
      record: (record) => {
        records.push(record)
        reporting ??= setTimeout(report, reportMs)
      },
      now: () => parts.now(),
    },
    parts.random.bytes(32),
  )

  function onRequest(request: CallRequest, response: CallAnswer): void {
    const caller = String(request.headers['aip-caller'] ?? '')
    if (paused) refusePaused(response)
    else void gateway(request, response, caller)
  }

  function offer(next: readonly Offered[], pausedNow: boolean): void {
    for (const { exposure } of offered.values()) {
      const same = next.find((each) => each.exposure.connectionId === exposure.connectionId)
      if (!same?.ready) memory.forget(exposure.connectionId)
    }
    parts.commands.keepOnly(next.map(({ exposure }) => exposure.connectionId))
    offered = new Map(next.map((each) => [each.exposure.name, each]))
    paused = pausedNow
    front?.announce(announcements([...offered.values()], paused))
  }

  async function listenLocally(wish: { port: number; accessKeyHash: string }): Promise<void> {
    try {
      local = await openLocalGateway({ ...wish, onRequest })
      parts.send({ type: 'local', port: local.port, why: '' })
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      parts.send({ type: 'local', port: 0, why })
    }
  }

  /** The commands go last: calls in flight are answered by them. */
  async function drain(ms: number): Promise<void> {
    try {
      await Promise.all([local?.close(), front?.drain(ms)])
      await parts.commands.end()
    } finally {
      report()
      parts.ended()
    }
  }

  return {
    handle(order) {
      switch (order.type) {
        case 'start':
          offer(order.offered, order.paused)
          front = parts.openFront({
            transport: order.transport,
            version: order.version,
            onRequest,
            onLines: (lines) => parts.send({ type: 'lines', lines: [...lines] }),
          })
          front.announce(announcements([...offered.values()], paused))
          if (order.local) void listenLocally(order.local)
          parts.send({ type: 'ready' })
          return
        case 'offer':
          return offer(order.offered, order.paused)
        case 'authorization':
          waiting.get(order.id)?.(order.answer)
          waiting.delete(order.id)
          return
        case 'redial':
          return front?.redial()
        case 'drain':
          return void drain(order.ms)
      }
    },
    close: async () => {
      await Promise.all([local?.close(), front?.close(), parts.commands.end()])
    },
  }
}

function announcements(offered: readonly Offered[], paused: boolean) {
  return offered.map(({ exposure, ready, problem }) => ({
    name: exposure.name,
    ready: ready && !paused,
    ...(paused ? { problem: 'The tunnel is paused.' } : problem !== undefined && { problem }),
    ...(exposure.access === 'pass-through' && { passThrough: true }),
    // A session is a process here.
    ...(exposure.command && { oneMachine: true }),
  }))
}

function refusePaused(response: CallAnswer): void {
  const { status, headers, body } = failureAnswer('not_exposed', {
    message: 'The owner of this tunnel has paused it.',
    next: 'Try again later.',
    delivered: 'no',
  })
  response.writeHead(status, headers).end(body)
}
