/** Which button leads out of a problem, by its code alone. */
import type { ProblemCode } from '#contract/problem.ts'

/** `settings`: those of the app; `connection-settings`: those of the connection it happened with. */
export type WayOut = 'sign-in' | 'enter-client' | 'tunnel' | 'settings' | 'connection-settings'

const ways: Partial<Record<ProblemCode, WayOut>> = {
  'sign-in-needed': 'sign-in',
  'sign-in-expired': 'sign-in',
  'sign-in-refused': 'sign-in',
  'step-up-needed': 'sign-in',
  'step-up-refused': 'sign-in',
  'issuer-changed': 'sign-in',
  'client-unknown': 'sign-in',
  'not-completed': 'sign-in',
  'client-id-needed': 'enter-client',
  'client-rejected': 'enter-client',
  'registration-refused': 'enter-client',
  'not-linked': 'tunnel',
  'agent-not-running': 'tunnel',
  'tunnel-offline': 'tunnel',
  'tunnel-key-refused': 'tunnel',
  'tunnel-running': 'tunnel',
  'proxy-failed': 'settings',
  'proxy-login-needed': 'settings',
  'certificate-untrusted': 'connection-settings',
  'tls-failed': 'connection-settings',
  'scope-refused': 'connection-settings',
  'resource-refused': 'connection-settings',
  'redirect-refused': 'connection-settings',
}

/** Undefined: nothing in this window leads out. */
export function wayOut(code: ProblemCode): WayOut | undefined {
  return ways[code]
}
