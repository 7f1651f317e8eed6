/** `aip tunnel status`: agent, line, servers and sign-ins, each for itself (R21). */
import type { Problem } from '#contract/problem.ts'
import type { ExposedView, TunnelView } from '#contract/tunnel-view.ts'
import type { ComposedTunnel } from '../compose-tunnel.ts'
import type { Paint } from '../output.ts'
import { table } from '../table.ts'
import type { Verb } from '../verb.ts'
import { withTunnel } from './tunnel.ts'
import { plainly } from '../plainly.ts'

type Linked = Extract<TunnelView, { status: 'linked' }>

export function status(): Verb {
  return withTunnel((tunnel, { output }) => {
    const view = tunnel.view()
    if (view.status !== 'linked') {
      output.result(
        { linked: false, tunnel: '', relay: '', state: 'not-linked', connections: [], exposed: [] },
        'This computer is not linked to a tunnel. Link it with: aip tunnel link <key>',
      )
      return Promise.resolve()
    }
    output.result(plainly(shapeOf(view, tunnel)), textOf(view, tunnel, output.paint))
    return Promise.resolve()
  })
}

/** The shape `docs/cli.md` promises, with the parts one by one. */
function shapeOf(view: Linked, tunnel: ComposedTunnel) {
  const { carrier, agent } = view
  return {
    linked: true,
    tunnel: view.tunnel,
    relay: view.relay,
    state: stateOf(view),
    agent,
    carrier,
    connections: carrier.status === 'online' ? carrier.connections : [],
    exposed: view.exposed.map((each) => ({
      name: nameOf(each, tunnel),
      publicUrl: each.publicUrl,
      ready: problemOf(each, view) === null,
      problem: problemOf(each, view),
      target: each.target,
      signIn: each.signIn,
      heldBackTools: each.heldBackTools,
    })),
  }
}

function stateOf(view: Linked): string {
  if (view.agent.status !== 'running') return view.agent.status
  return view.paused ? 'paused' : view.carrier.status
}

function problemOf(exposed: ExposedView, view: Linked): Problem | null {
  if (view.agent.status === 'failed') return view.agent.problem
  if (view.agent.status === 'stopped') {
    return problem('agent-not-running', 'The tunnel does not run.', 'Start it: aip tunnel start')
  }
  if (view.carrier.status !== 'online') {
    return (
      (view.carrier.status === 'offline' && view.carrier.problem) ||
      problem('tunnel-offline', 'There is no line to the relay yet.', 'Wait a moment.')
    )
  }
  if (exposed.signIn === 'needed') {
    return problem(
      'sign-in-needed',
      'The connection needs a sign-in.',
      'Sign in: aip sign-in <name>',
    )
  }
  return exposed.target.status === 'unreachable' ? exposed.target.problem : null
}

function problem(code: Problem['code'], message: string, next: string): Problem {
  return { code, step: 'tunnel', whoseTurn: 'you', message, next }
}

function textOf(view: Linked, tunnel: ComposedTunnel, paint: Paint): string {
  const { agent, carrier } = view
  const good = (on: boolean, text: string) => `${on ? paint.good('●') : paint.warn('○')} ${text}`
  const lines = [
    `Tunnel   ${paint.bold(view.tunnel)} at ${view.relay}${view.paused ? '  (paused)' : ''}`,
    `Agent    ${good(agent.status === 'running', agentText(view))}`,
    `Line     ${good(carrier.status === 'online', carrierText(view))}`,
  ]
  if (view.exposed.length === 0) {
    return [...lines, '', 'No connection is offered. Offer one: aip tunnel expose <name>'].join(
      '\n',
    )
  }
  const rows = view.exposed.map((each) => [
    problemOf(each, view) === null ? paint.good('●') : paint.warn('○'),
    nameOf(each, tunnel),
    each.target.status,
    each.signIn === 'not-needed' ? '-' : each.signIn,
    each.heldBackTools.length === 0 ? '-' : each.heldBackTools.join(', '),
    each.publicUrl,
  ])
  const head = ['', 'NAME', 'SERVER', 'SIGN-IN', 'HELD BACK', 'ADDRESS FOR THE PLATFORM']
  return [...lines, '', table(head, rows, paint)].join('\n')
}

function agentText({ agent }: Linked): string {
  switch (agent.status) {
    case 'running':
      return `running since ${timeOf(agent.since)}`
    case 'failed':
      return `failed: ${agent.problem.details?.['reason'] ?? agent.problem.message}`
    case 'starting':
    case 'stopped':
      return agent.status
  }
}

function carrierText({ carrier }: Linked): string {
  switch (carrier.status) {
    case 'online':
      return carrier.connections
        .map(
          (each) => `${each.node}, round trip ${each.rttMs ?? '?'} ms, since ${timeOf(each.since)}`,
        )
        .join('; ')
    case 'connecting':
      return 'connecting'
    case 'offline': {
      const since = carrier.since === undefined ? '' : ` since ${timeOf(carrier.since)}`
      const why = carrier.problem
        ? `: ${carrier.problem.details?.['reason'] ?? carrier.problem.message}`
        : ''
      return `offline${since}${why}`
    }
  }
}

function nameOf(exposed: ExposedView, tunnel: ComposedTunnel): string {
  const known = tunnel.exposed().find((each) => each.connection.id === exposed.connectionId)
  return known?.connection.name ?? ''
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')
}
