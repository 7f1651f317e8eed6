/** A call that failed somewhere in the tunnel, as a problem that names the hop and whose turn it is. */
import type { Problem, ProblemCode, WhoseTurn } from '#contract/problem.ts'
import { problemFrom } from '#core/app-error.ts'
import { say } from '#core/say.ts'
import type { FailureOrigin, Probed } from './ports.ts'

interface Hop {
  readonly code: ProblemCode
  readonly whoseTurn: WhoseTurn
}

const hops: Readonly<Record<FailureOrigin, Hop>> = {
  relay: { code: 'tunnel-offline', whoseTurn: 'you' },
  carrier: { code: 'tunnel-offline', whoseTurn: 'you' },
  policy: { code: 'relay-refused', whoseTurn: 'you' },
  dns: { code: 'host-not-found', whoseTurn: 'you' },
  tls: { code: 'tls-failed', whoseTurn: 'server-owner' },
  connect: { code: 'unreachable', whoseTurn: 'server-owner' },
  upstream: { code: 'server-error', whoseTurn: 'server-owner' },
  timeout: { code: 'timed-out', whoseTurn: 'server-owner' },
  'sign-in': { code: 'sign-in-needed', whoseTurn: 'you' },
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
  const { code: ownCode, whoseTurn } = hops[origin]
  return problemFrom(codes[code] ?? ownCode, {
    step: 'tunnel',
    whoseTurn,
    message: say('tunnel.call-failed', { where: say(`hop.${origin}`), why: message }),
    next: next === '' ? say('tunnel.call-failed.next') : next,
    details: { hop: origin, failure: code, address },
  })
}

export function strangerProblem(address: string): Problem {
  return problemFrom('relay-unreachable', {
    step: 'tunnel',
    whoseTurn: 'it',
    message: say('tunnel.stranger'),
    next: say('tunnel.stranger.next'),
    details: { address },
  })
}

function notKnown(address: string): Problem {
  return problemFrom('relay-refused', {
    step: 'tunnel',
    whoseTurn: 'it',
    message: say('tunnel.proof'),
    next: say('tunnel.proof.next'),
    details: { hop: 'relay', address },
  })
}
