/** Puts link, exposed connections, running state and traffic together for whoever looks: window and command line. */
import type { ExposedView, TunnelView } from '#contract/tunnel-view.ts'
import type { Problem } from '#contract/problem.ts'
import { problemFrom } from '#core/app-error.ts'
import type { Store } from '#core/ports.ts'
import { listExposed } from './exposed-record.ts'
import type { Exposed } from './exposed-record.ts'
import type { NumberedCall } from './ports.ts'
import type { SharedState } from './shared-state.ts'
import { differencesOf } from './tool-pins.ts'
import { agentProblem } from './tunnel-state.ts'
import { say } from '#core/say.ts'

export interface ViewParts {
  readonly store: Store
  /** What the tunnel is called and where its relay is. */
  readonly link: { readonly tunnel: string; readonly relay: string; readonly publicUrl: string }
  /** Undefined: nobody runs the agent. */
  readonly running: SharedState | undefined
  readonly paused: boolean
  /** Newest last. */
  readonly calls: readonly NumberedCall[]
}

export const accessKeyHeader = 'Authorization: Bearer <access key>'

export function viewOf(parts: ViewParts): Extract<TunnelView, { status: 'linked' }> {
  const { link, running, store, paused } = parts
  const publicUrl = running?.publicUrl ?? link.publicUrl
  const exposed = listExposed(store)
  return {
    status: 'linked',
    tunnel: link.tunnel,
    kind: 'personal',
    relay: link.relay,
    paused,
    agent: agentView(running),
    carrier: carrierView(running),
    exposed: exposed.map((each) => exposedView(each, publicUrl, parts)),
    traffic: parts.calls.toReversed().map((call) => trafficLine(call, exposed)),
    accessKeyHeader,
  }
}

/** Where the platform reaches a connection. */
export function publicAddress(base: string, name: string): string {
  return `${base.replace(/\/$/, '')}/${name}`
}

function agentView(running: SharedState | undefined) {
  if (!running) return { status: 'stopped' } as const
  const { agent } = running
  if (agent.status !== 'failed') return agent
  return { status: 'failed', problem: agentProblem(agent.why), retryAt: agent.retryAt } as const
}

function carrierView(running: SharedState | undefined) {
  const online = (running?.lines ?? []).flatMap((each) => (each.status === 'online' ? [each] : []))
  if (running && online.length > 0) {
    return {
      status: 'online',
      provenAt: running.provenAt ?? 0,
      connections: online.map(({ relay, rttMs, since }) => ({ node: relay, rttMs, since })),
    } as const
  }
  if (running?.lines.some((each) => each.status === 'connecting')) {
    return { status: 'connecting' } as const
  }
  const problem = running && lineProblem(running)
  const since = running?.offlineSince
  return {
    status: 'offline',
    ...(since !== undefined && { since }),
    ...(problem && { problem }),
  } as const
}

function lineProblem({ lines }: SharedState): Problem | undefined {
  const refused = lines.find((each) => each.status === 'refused')
  if (refused) {
    return problemFrom('relay-refused', {
      step: 'tunnel',
      whoseTurn: 'it',
      message: say('tunnel.refused'),
      next: say('tunnel.refused.next'),
      details: { reason: refused.why },
    })
  }
  const waiting = lines.find((each) => each.status === 'waiting')
  return waiting && relayUnreachable(waiting.why)
}

function relayUnreachable(why: string): Problem {
  return problemFrom('relay-unreachable', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: say('tunnel.unreachable'),
    next: say('tunnel.unreachable.next'),
    details: { reason: why },
  })
}

function exposedView({ connection, record }: Exposed, base: string, parts: ViewParts): ExposedView {
  const { changed, added } = differencesOf(parts.store, connection.id)
  const needed = connection.status === 'needs-sign-in' || connection.status === 'needs-client-id'
  const open = connection.mode === 'NoAuth' || record.passThrough
  return {
    connectionId: connection.id,
    publicUrl: publicAddress(base, record.name),
    target: targetView(parts.running, record.name),
    signIn: open ? 'not-needed' : needed ? 'needed' : 'ready',
    heldBackTools: [...changed, ...added],
  }
}

function targetView(running: SharedState | undefined, name: string): ExposedView['target'] {
  const targets = running?.targets ?? {}
  const target = Object.hasOwn(targets, name) ? targets[name] : undefined
  if (target?.status !== 'unreachable') return target ?? { status: 'unknown' }
  return {
    status: 'unreachable',
    problem: problemFrom('unreachable', {
      step: 'tunnel',
      whoseTurn: 'server-owner',
      message: say('tunnel.target'),
      next: say('tunnel.target.next'),
      details: { failure: target.failure },
    }),
  }
}

function trafficLine(call: NumberedCall, exposed: readonly Exposed[]) {
  const known = exposed.find((each) => each.record.name === call.connection)
  return {
    id: String(call.number),
    at: call.at,
    connectionId: known?.connection.id ?? '',
    method: call.operation === '' ? call.method : call.operation,
    tool: call.operation === 'tools/call' ? call.name : '',
    status: call.status,
    ms: call.ms,
    caller: call.caller,
  }
}
