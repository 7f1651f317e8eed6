/** A call that failed somewhere in the tunnel, as a problem that names the hop and whose turn it is. */
import type { Problem, ProblemCode, WhoseTurn } from '#contract/problem.ts'
import type { FailureOrigin, Probed } from './ports.ts'

interface Hop {
  /** Where it failed, to follow "the call". */
  readonly where: string
  readonly code: ProblemCode
  readonly whoseTurn: WhoseTurn
}

const hops: Readonly<Record<FailureOrigin, Hop>> = {
  relay: { where: 'at the relay', code: 'tunnel-offline', whoseTurn: 'you' },
  carrier: { where: 'between relay and agent', code: 'tunnel-offline', whoseTurn: 'you' },
  policy: { where: 'at a rule of the tunnel', code: 'relay-refused', whoseTurn: 'you' },
  dns: { where: 'looking up the server', code: 'host-not-found', whoseTurn: 'you' },
  tls: { where: 'at the certificate of the server', code: 'tls-failed', whoseTurn: 'server-owner' },
  connect: { where: 'connecting to the server', code: 'unreachable', whoseTurn: 'server-owner' },
  upstream: { where: 'at the server', code: 'server-error', whoseTurn: 'server-owner' },
  timeout: { where: 'waiting for the server', code: 'timed-out', whoseTurn: 'server-owner' },
  'sign-in': { where: 'at the sign-in', code: 'sign-in-needed', whoseTurn: 'you' },
}

/** What some failures are called here already. */
const codes: Readonly<Record<string, ProblemCode>> = {
  not_exposed: 'not-exposed',
  policy_address_forbidden: 'address-forbidden',
  policy_redirect_refused: 'unsafe-redirect',
}

export function probeProblem(
  { origin, code, message, next }: Extract<Probed, { status: 'failed' }>,
  address: string,
): Problem {
  if (code === 'policy_access_denied') return notKnown(address)
  const hop = hops[origin]
  return {
    code: codes[code] ?? hop.code,
    step: 'tunnel',
    whoseTurn: hop.whoseTurn,
    message: `A call through the tunnel failed ${hop.where}: ${message}`,
    next: next === '' ? 'Try again; if it stays like this, look at aip tunnel log.' : next,
    details: { hop: origin, failure: code, address },
  }
}

export function strangerProblem(address: string): Problem {
  return {
    code: 'relay-unreachable',
    step: 'tunnel',
    whoseTurn: 'it',
    message: 'Something else than the relay answers at its public address.',
    next: 'Tell whoever runs the relay; on a foreign network, sign in to that network first.',
    details: { address },
  }
}

function notKnown(address: string): Problem {
  return {
    code: 'relay-refused',
    step: 'tunnel',
    whoseTurn: 'it',
    message: 'The relay does not accept the proof of this computer.',
    next: 'If the relay is older than this program, it has to be updated; else ask for a new link key.',
    details: { hop: 'relay', address },
  }
}
