/** What the problems of this machine's network layer mean as failures of the tunnel. */
import type { ProblemCode } from '#contract/problem.ts'
import { isProblem } from '#core/app-error.ts'
import { networkFailure } from '#tunnel/agent/gateway/network-failure.ts'
import type { NetworkFailure } from '#tunnel/agent/gateway/ports.ts'
import type { FailureCode } from '#tunnel/protocol/failure.ts'

const codes: Partial<Record<ProblemCode, FailureCode>> = {
  'host-not-found': 'upstream_name_unknown',
  'name-lookup-failed': 'upstream_name_unknown',
  offline: 'upstream_unreachable',
  'captive-portal': 'upstream_unreachable',
  'connection-refused': 'upstream_refused',
  unreachable: 'upstream_unreachable',
  'local-network-blocked': 'upstream_unreachable',
  'timed-out': 'upstream_timeout',
  'proxy-login-needed': 'upstream_proxy',
  'proxy-failed': 'upstream_proxy',
  'certificate-untrusted': 'upstream_certificate',
  'certificate-expired': 'upstream_certificate',
  'certificate-wrong-host': 'upstream_certificate',
  'certificate-chain-incomplete': 'upstream_certificate',
  'tls-failed': 'upstream_certificate',
  'address-forbidden': 'policy_address_forbidden',
  'zone-crossed': 'policy_address_forbidden',
  'insecure-address': 'policy_address_forbidden',
}

/** Problems carry words for people already; other errors get those of the gateway. */
export function failureOf(error: Error): NetworkFailure {
  const problem = problemIn(error)
  const code = problem && codes[problem.code]
  return problem && code
    ? { code, message: problem.message, next: problem.next }
    : networkFailure(error)
}

function problemIn(error: unknown) {
  for (
    let each = error, depth = 0;
    each instanceof Error && depth < 5;
    each = each.cause, depth++
  ) {
    if (isProblem(each)) return each.problem
  }
  return undefined
}
