/** The exit code of every problem, as `docs/cli.md` promises them. */
import type { ProblemCode } from '#contract/problem.ts'

export const exitCodes = {
  done: 0,
  unexpected: 1,
  usage: 2,
  signInNeeded: 3,
  notReachable: 4,
  safety: 5,
  notFound: 6,
  otherSide: 7,
  cancelled: 8,
} as const

type Ending = Exclude<keyof typeof exitCodes, 'done'>

const endings: Record<Ending, readonly ProblemCode[]> = {
  usage: [
    'bad-address',
    'credentials-in-address',
    'bad-usage',
    'name-taken',
    'credential-file-unreadable',
    'no-such-tool',
    'import-not-understood',
    'not-supported',
    'passphrase-needed',
    'not-exposed',
    'tunnel-running',
  ],
  signInNeeded: [
    'sign-in-needed',
    'sign-in-expired',
    'sign-in-loop',
    'step-up-needed',
    'client-id-needed',
    'login-needed-not-discoverable',
    'not-linked',
  ],
  notReachable: [
    'host-not-found',
    'name-lookup-failed',
    'connection-refused',
    'unreachable',
    'offline',
    'captive-portal',
    'proxy-login-needed',
    'proxy-failed',
    'local-network-blocked',
    'tunnel-offline',
    'relay-unreachable',
    'agent-not-running',
    'app-closed',
    'session-ended',
  ],
  safety: [
    'certificate-untrusted',
    'certificate-expired',
    'certificate-wrong-host',
    'certificate-chain-incomplete',
    'tls-failed',
    'address-forbidden',
    'zone-crossed',
    'insecure-address',
    'unsafe-redirect',
    'unsafe-authorization-address',
    'issuer-mismatch',
    'issuer-changed',
    'reply-issuer-mismatch',
    'reply-issuer-missing',
    'reply-state-mismatch',
    'resource-mismatch',
    'pkce-unsupported',
    'pkce-unconfirmed',
    'answer-too-large',
    'tools-changed',
    'tool-blocked',
  ],
  notFound: ['no-such-connection', 'no-such-tunnel', 'no-such-journey'],
  otherSide: [
    'not-an-mcp-server',
    'server-error',
    'server-too-old',
    'sso-page-in-front',
    'metadata-unusable',
    'placeholder-endpoint',
    'registration-refused',
    'registration-impossible',
    'client-unknown',
    'client-rejected',
    'redirect-refused',
    'scope-refused',
    'resource-refused',
    'sign-in-refused',
    'authorization-server-error',
    'token-answer-unusable',
    'tool-failed',
    'rate-limited',
    'step-up-refused',
    'tunnel-key-refused',
    'relay-refused',
  ],
  cancelled: ['cancelled', 'not-completed', 'timed-out'],
  unexpected: [
    'internal',
    'callback-port-busy',
    'browser-not-opened',
    'pasted-address-unusable',
    'keychain-unavailable',
    'keychain-locked',
    'keychain-timeout',
    'passphrase-wrong',
    'store-unreadable',
    'store-unwritable',
    'store-busy',
  ],
}

const byCode = new Map(
  Object.entries(endings).flatMap(([ending, codes]) =>
    codes.map((code) => [code, exitCodes[ending as Ending]] as const),
  ),
)

/** The exit code for a problem; 1 for a code without a row (a test holds the table complete). */
export function exitCodeOf(code: ProblemCode): number {
  return byCode.get(code) ?? exitCodes.unexpected
}
