/** English: the doctor's checks. */
import type { Check, CheckId, CheckStatus } from '#contract/check.ts'
import type { Saying } from '#contract/saying.ts'
import { inWindow } from './common.ts'

export const doctor = {
  title: 'Check-up',
  none: 'Looks at this computer, or at one server, with the code that runs every day.',
  ofComputer: 'This computer',
  checkComputer: 'Check this computer',
  checkConnection: 'Check this connection',
  findOut: 'Find out why',
  again: 'Check again',
  running: 'Looking…',
  cancelled: 'Cancelled. What was seen until then:',
  allWell: 'Nothing is wrong.',
  found: (failures: number, warnings: number) =>
    [
      failures > 0 && (failures === 1 ? '1 check failed' : `${failures} checks failed`),
      warnings > 0 && (warnings === 1 ? '1 warning' : `${warnings} warnings`),
    ]
      .filter(Boolean)
      .join(', '),
  report: 'Report for support',
  reportTitle: 'Report for support, without secrets',
  statuses: {
    pass: 'Good',
    warn: 'Should change',
    fail: 'Failed',
    skip: 'Not looked at',
  } satisfies Record<CheckStatus, string>,
  titles: {
    versions: 'Versions',
    store: 'Saved data',
    keychain: 'Keychain',
    'callback-port': 'Callback port',
    address: 'Address',
    dns: 'Name lookup',
    proxy: 'Proxy',
    tcp: 'Connection',
    tls: 'Encryption',
    http: 'Answer',
    challenge: 'Login demanded',
    'resource-metadata': 'Resource metadata',
    'server-metadata': 'Authorization server',
    pkce: 'PKCE',
    registration: 'Registration',
    'callback-spelling': 'Callback address',
    tokens: 'Tokens',
    tools: 'Tools',
    tunnel: 'Edge Tunnel',
  } satisfies Record<CheckId, string>,
  /** For a table of the terminal it begins small; here it is a paragraph. Addresses and the words of others stay as they are. */
  seen: ({ evidence, says }: Check): string =>
    says?.evidence && !beginsWithFact(evidence, says.evidence)
      ? evidence.charAt(0).toUpperCase() + evidence.slice(1)
      : evidence,
  next: ({ code, next }: Check): string => (code && inWindow[code]) ?? next,
  why: ({ why }: Check): string => why,
}

function beginsWithFact(text: string, { facts = {} }: Saying): boolean {
  return Object.values(facts).some((fact) =>
    typeof fact === 'string' ? fact !== '' && text.startsWith(fact) : beginsWithFact(text, fact),
  )
}
