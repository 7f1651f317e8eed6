/** The doctor's look at the tunnel: agent, line, relay and server one after the other, so that the hop that fails has a name. */
import type { Problem } from '#contract/problem.ts'
import type { TunnelView } from '#contract/tunnel-view.ts'
import { isProblem } from '#core/app-error.ts'
import { failed, passed, skipped } from '#core/doctor/check-book.ts'
import type { TunnelDoctor } from '#core/doctor/deps.ts'
import type { Clock, Http } from '#core/ports.ts'

export interface TunnelDoctorParts {
  view(): TunnelView
  readonly http: Pick<Http, 'fetchWithin'>
  readonly clock: Clock
}

type Linked = Extract<TunnelView, { status: 'linked' }>

/** Header by which the relay marks its own answers. */
const failureHeader = 'aip-tunnel-failure'

export function createTunnelDoctor(parts: TunnelDoctorParts): TunnelDoctor {
  return async (connection, signal) => {
    const view = parts.view()
    if (view.status !== 'linked')
      return skipped('tunnel', 'this computer is not linked to a tunnel')
    const one = connection && view.exposed.find((each) => each.connectionId === connection.id)
    if (connection && !one) {
      return skipped('tunnel', 'the connection is not offered: aip tunnel expose')
    }
    if (view.exposed.length === 0 && view.agent.status === 'stopped') {
      return skipped('tunnel', 'nothing is offered through it')
    }
    const here = agentProblem(view) ?? lineProblem(view)
    if (here) return failed('tunnel', here)
    const before = parts.clock.now()
    const relay = await relayProblem(view, parts.http, signal)
    if (relay) return failed('tunnel', relay)
    const ms = parts.clock.now() - before
    if (one?.signIn === 'needed') return failed('tunnel', signInNeeded)
    if (one?.target.status === 'unreachable') return failed('tunnel', one.target.problem)
    return passed('tunnel', evidenceOf(view, ms, parts.clock.now()))
  }
}

function agentProblem({ agent }: Linked): Problem | undefined {
  switch (agent.status) {
    case 'running':
      return undefined
    case 'failed':
      return agent.problem
    case 'starting':
    case 'stopped':
      return problem(
        'agent-not-running',
        `The agent of the tunnel is ${agent.status}.`,
        'Start it: aip tunnel start',
      )
  }
}

function lineProblem({ carrier }: Linked): Problem | undefined {
  if (carrier.status === 'online') return undefined
  const told = carrier.status === 'offline' ? carrier.problem : undefined
  return (
    told ?? problem('tunnel-offline', 'The agent has no line to the relay yet.', 'Try again soon.')
  )
}

/** Asks the public side as a platform does, but without a key: that the relay refuses it in its own words proves the way. */
async function relayProblem(
  view: Linked,
  http: TunnelDoctorParts['http'],
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const address = view.exposed[0]?.publicUrl ?? view.relay
  try {
    const ask = http.fetchWithin({ zone: 'person', limits: 'machine' })
    const response = await ask(address, { signal })
    await response.body?.cancel()
    const marked = response.headers.has(failureHeader)
    if (marked || view.exposed.length === 0) return undefined
    return problem(
      'relay-unreachable',
      'Something else than the relay answers at its public address.',
      'Tell whoever runs the relay.',
      { address, status: String(response.status) },
    )
  } catch (error) {
    if (!isProblem(error)) throw error
    return error.problem
  }
}

function evidenceOf(view: Linked, ms: number, now: number): string {
  const { carrier, exposed } = view
  if (carrier.status !== 'online') return ''
  const lines = carrier.connections.map((each) => `${each.node} in ${each.rttMs ?? '?'} ms`)
  const ago = Math.max(0, Math.round((now - carrier.provenAt) / 1000))
  return `agent to ${lines.join(', ')}, proven ${ago} s ago; the relay's public side answers in ${ms} ms; ${exposed.length} offered`
}

const signInNeeded = problem(
  'sign-in-needed',
  'Calls through the tunnel need a sign-in to this connection first.',
  'Sign in to it: aip sign-in',
)

function problem(
  code: Problem['code'],
  message: string,
  next: string,
  details?: Record<string, string>,
): Problem {
  return { code, step: 'tunnel', whoseTurn: 'you', message, next, ...(details && { details }) }
}
