/** What is known of the running tunnel, and how each event changes it: pure, driven by `run-tunnel.ts`. */
import type { Problem } from '#contract/problem.ts'
import { problemFrom } from '#core/app-error.ts'
import type { Call, Line } from './ports.ts'
import { say } from '#core/say.ts'

export type AgentState =
  | { readonly status: 'stopped' }
  | { readonly status: 'starting' }
  | { readonly status: 'running'; readonly since: number }
  | { readonly status: 'failed'; readonly why: string; readonly retryAt: number }

/** What the last call showed of a server. */
export type TargetState =
  | { readonly status: 'unknown' }
  | { readonly status: 'reachable'; readonly provenAt: number }
  | { readonly status: 'unreachable'; readonly failure: string }

export interface TunnelState {
  readonly agent: AgentState
  readonly lines: readonly Line[]
  /** Since when no line is online; undefined while one is. */
  readonly offlineSince: number | undefined
  /** When a line last said that a round trip came back. */
  readonly provenAt: number | undefined
  readonly publicUrl: string | undefined
  /** By public name. */
  readonly targets: Readonly<Record<string, TargetState>>
}

export type TunnelEvent =
  | { readonly type: 'starting' }
  | { readonly type: 'ready' }
  | { readonly type: 'ended'; readonly why: string; readonly retryAt: number }
  | { readonly type: 'stopped' }
  | { readonly type: 'lines'; readonly lines: readonly Line[] }
  | { readonly type: 'calls'; readonly calls: readonly Call[] }

export function startState(now: number): TunnelState {
  return {
    agent: { status: 'stopped' },
    lines: [],
    offlineSince: now,
    provenAt: undefined,
    publicUrl: undefined,
    targets: {},
  }
}

export function afterEvent(state: TunnelState, event: TunnelEvent, now: number): TunnelState {
  switch (event.type) {
    case 'starting':
      return { ...state, agent: { status: 'starting' } }
    case 'ready':
      return { ...state, agent: { status: 'running', since: now } }
    case 'ended': {
      const { why, retryAt } = event
      return { ...offline(state, now), agent: { status: 'failed', why, retryAt } }
    }
    case 'stopped':
      return { ...offline(state, now), agent: { status: 'stopped' } }
    case 'lines':
      return withLines(state, event.lines, now)
    case 'calls':
      return withCalls(state, event.calls)
  }
}

function offline(state: TunnelState, now: number): TunnelState {
  return { ...state, lines: [], offlineSince: state.offlineSince ?? now }
}

function withLines(state: TunnelState, lines: readonly Line[], now: number): TunnelState {
  const online = lines.find((each) => each.status === 'online')
  if (!online) return { ...offline(state, now), lines }
  return {
    ...state,
    lines,
    offlineSince: undefined,
    provenAt: now,
    publicUrl: online.publicUrl,
  }
}

/** Only what says something about the server: a blocked tool does not. */
function withCalls(state: TunnelState, calls: readonly Call[]): TunnelState {
  const targets = { ...state.targets }
  for (const call of calls) {
    const target = targetAfter(call)
    if (target) targets[call.connection] = target
  }
  return { ...state, targets }
}

function targetAfter(call: Call): TargetState | undefined {
  if (call.outcome === 'answered' && call.status > 0) {
    return { status: 'reachable', provenAt: call.at + call.ms }
  }
  const failure = call.failure ?? ''
  return failure.startsWith('upstream_') ? { status: 'unreachable', failure } : undefined
}

/** The words of a failed agent as a problem. */
export function agentProblem(why: string): Problem {
  return problemFrom('agent-not-running', {
    step: 'tunnel',
    whoseTurn: 'aip',
    message: say('tunnel.agent'),
    next: say('tunnel.agent.next'),
    details: { reason: why },
  })
}
