/** The doctor's look at the tunnel: agent and line as they say themselves, then a call through the relay, so that the hop that fails has a name. */
import type { Check } from '#contract/check.ts'
import type { Problem } from '#contract/problem.ts'
import type { ExposedView, TunnelView } from '#contract/tunnel-view.ts'
import { isProblem, problemFrom } from '#core/app-error.ts'
import { failed, passed, skipped, warned } from '#core/doctor/check-book.ts'
import type { TunnelDoctor } from '#core/doctor/deps.ts'
import type { Clock } from '#core/ports.ts'
import type { LinkRecord } from './link-record.ts'
import type { ProbeTunnel } from './ports.ts'
import { probeProblem, strangerProblem } from './probe-problem.ts'
import { messageOf, nextOf, say, type Sentence, type Words } from '#core/say.ts'

export interface TunnelDoctorParts {
  view(): TunnelView
  /** Opens the vault. Undefined: not linked to a relay. Throws the problems of the vault. */
  readLink(): Promise<LinkRecord | undefined>
  readonly probe: ProbeTunnel
  readonly clock: Clock
}

type Linked = Extract<TunnelView, { status: 'linked' }>

export function createTunnelDoctor(parts: TunnelDoctorParts): TunnelDoctor {
  return async (connection, signal) => {
    const view = parts.view()
    if (view.status !== 'linked') return skipped('tunnel', say('doctor.tunnel.not-linked'))
    const exposed = connection
      ? view.exposed.filter((each) => each.connectionId === connection.id)
      : view.exposed
    if (connection && exposed.length === 0) {
      return skipped('tunnel', say('doctor.tunnel.not-offered'))
    }
    if (exposed.length === 0 && view.agent.status === 'stopped') {
      return skipped('tunnel', say('doctor.tunnel.nothing'))
    }
    const here = agentProblem(view) ?? lineProblem(view)
    if (here) return failed('tunnel', here)
    try {
      const link = await parts.readLink()
      // A localtunnel has no relay that would know this machine.
      if (!link || exposed.length === 0) return passed('tunnel', evidenceOf(view, parts, []))
      return await roundTrips(view, exposed, link, parts, signal)
    } catch (error) {
      if (!isProblem(error)) throw error
      if (error.problem.step !== 'vault') return failed('tunnel', error.problem)
      // The check of the vault says what to do about it.
      const evidence = say('doctor.tunnel.no-call', {
        evidence: evidenceOf(view, parts, []),
        why: messageOf(error.problem),
      })
      return warned('tunnel', evidence, nextOf(error.problem), 'you')
    }
  }
}

/** A call to each, one after the other, as a platform would make it; ends with the first that fails. */
async function roundTrips(
  view: Linked,
  exposed: readonly ExposedView[],
  { relay, tunnelId, deviceId, privateKey }: LinkRecord,
  parts: TunnelDoctorParts,
  signal: AbortSignal,
): Promise<Check> {
  const identity = { tunnelId, deviceId, privateKey }
  const trips: string[] = []
  for (const { publicUrl } of exposed) {
    const before = parts.clock.now()
    const probed = await parts.probe({ relay, identity, publicUrl }, signal)
    const ms = parts.clock.now() - before
    if (probed.status === 'stranger') return failed('tunnel', strangerProblem(probed.address))
    if (probed.status === 'failed') return failed('tunnel', probeProblem(probed, publicUrl))
    trips.push(`${nameIn(publicUrl)} answers ${probed.httpStatus} in ${ms} ms`)
  }
  return passed('tunnel', evidenceOf(view, parts, trips))
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
        say(`doctor.tunnel.agent.${agent.status}`),
        say('doctor.tunnel.agent.next'),
      )
  }
}

function lineProblem({ carrier }: Linked): Problem | undefined {
  if (carrier.status === 'online') return undefined
  const told = carrier.status === 'offline' ? carrier.problem : undefined
  return (
    told ?? problem('tunnel-offline', say('doctor.tunnel.line'), say('doctor.tunnel.line.next'))
  )
}

function evidenceOf(view: Linked, { clock }: TunnelDoctorParts, trips: readonly string[]): Words {
  const { carrier, exposed } = view
  if (carrier.status !== 'online') return ''
  const lines = carrier.connections.map((each) => `${each.node} in ${each.rttMs ?? '?'} ms`)
  const ago = Math.max(0, Math.round((clock.now() - carrier.provenAt) / 1000))
  const facts = { lines: lines.join(', '), ago }
  return trips.length > 0
    ? say('doctor.tunnel.called', { ...facts, trips: trips.join(', ') })
    : say('doctor.tunnel.seen', { ...facts, count: exposed.length })
}

function nameIn(publicUrl: string): string {
  return publicUrl.split('/').at(-1) ?? publicUrl
}

function problem(code: Problem['code'], message: Sentence, next: Sentence): Problem {
  return problemFrom(code, { step: 'tunnel', whoseTurn: 'you', message, next })
}
