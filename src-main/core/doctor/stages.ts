/** Which check a problem or a note of discovery belongs to: the doctor does not look a second time, it reads what the run time found. */
import type { CheckId } from '#contract/check.ts'
import type { Note, Probe } from '#contract/discovery.ts'
import type { Problem, ProblemCode } from '#contract/problem.ts'
import { say, type Sentence } from '#core/say.ts'

/** The checks of the way to a server, in the order in which one needs the other. */
export const stages = [
  'address',
  'dns',
  'proxy',
  'tcp',
  'tls',
  'http',
  'challenge',
  'resource-metadata',
  'server-metadata',
  'pkce',
] as const satisfies readonly CheckId[]
export type Stage = (typeof stages)[number]

/** Where a discovery failed that ended in `problem`. */
export function stageOf(problem: Problem, trace: readonly Probe[]): Stage {
  if (problem.step === 'input' || problem.code === 'bad-address') return 'address'
  const document = documentStage(problem, trace)
  if (document) return document
  return ofServer[problem.code] ?? 'http'
}

/** The first request reached the server, or it did not: after that, only its documents can fail. */
function documentStage(problem: Problem, trace: readonly Probe[]): Stage | undefined {
  if (problem.code === 'pkce-unsupported') return 'pkce'
  const { details = {} } = problem
  const what = details['what'] ?? ''
  if (problem.code === 'resource-mismatch' || what === 'resource metadata') {
    return 'resource-metadata'
  }
  if (problem.code === 'issuer-mismatch' || (what !== '' && what !== 'server')) {
    return 'server-metadata'
  }
  const asked = trace.filter((probe) => probe.step !== 'probe')
  if (asked.length === 0) return undefined
  const address = details['address'] ?? details['from'] ?? ''
  const probe = asked.find((each) => each.url === address || each.verdict.includes(problem.message))
  const step = probe && probe.step !== 'probe' ? probe.step : stepIn(address)
  // A problem of first contact is kept until no document explains it: the server itself is at fault then.
  return step ?? (ofServer[problem.code] === undefined ? 'server-metadata' : undefined)
}

function stepIn(address: string): Stage | undefined {
  if (/oauth-protected-resource/.test(address)) return 'resource-metadata'
  return /oauth-authorization-server|openid-configuration/.test(address)
    ? 'server-metadata'
    : undefined
}

const ofServer: Partial<Record<ProblemCode, Stage>> = {
  'credentials-in-address': 'address',
  'host-not-found': 'dns',
  'name-lookup-failed': 'dns',
  'address-forbidden': 'dns',
  'proxy-login-needed': 'proxy',
  'proxy-failed': 'proxy',
  offline: 'tcp',
  'captive-portal': 'tcp',
  'connection-refused': 'tcp',
  unreachable: 'tcp',
  'local-network-blocked': 'tcp',
  'timed-out': 'http',
  'certificate-untrusted': 'tls',
  'certificate-expired': 'tls',
  'certificate-wrong-host': 'tls',
  'certificate-chain-incomplete': 'tls',
  'tls-failed': 'tls',
  'insecure-address': 'tls',
  'not-an-mcp-server': 'http',
  'server-error': 'http',
  'sso-page-in-front': 'http',
  'rate-limited': 'http',
  'unsafe-redirect': 'http',
  'answer-too-large': 'http',
  'server-too-old': 'http',
}

interface NoteMeaning {
  readonly stage: Stage
  /** Somebody should change something; else it is only worth knowing. */
  readonly warns: boolean
  /** What to do, where it is more than telling the owner. */
  readonly next?: Sentence
}

/** What a note of discovery means for the checks; undefined for one that is a verdict of its own. */
export function meaningOfNote({ code, message }: Note): NoteMeaning | undefined {
  // Judged by the stage at which the trail ends.
  if (code === 'login-needed-not-discoverable') return undefined
  const known = noteMeanings[code]
  if (known) return known
  // Notes about documents name the document.
  return { stage: stepIn(message) ?? 'server-metadata', warns: true }
}

const noteMeanings: Readonly<Record<string, NoteMeaning>> = {
  'plain-http': { stage: 'tls', warns: true },
  'redirect-followed': { stage: 'http', warns: true },
  'legacy-sse': { stage: 'http', warns: false },
  'login-without-401': { stage: 'challenge', warns: true },
  'login-not-demanded-at-once': { stage: 'challenge', warns: true },
  'login-optional': { stage: 'challenge', warns: false },
  'challenge-address-unusable': { stage: 'challenge', warns: true },
  'challenge-address-relative': { stage: 'challenge', warns: true },
  'challenge-bare-address': { stage: 'challenge', warns: true },
  'challenge-repeated': { stage: 'challenge', warns: true },
  'resource-slash': { stage: 'resource-metadata', warns: true },
  'resource-broader': { stage: 'resource-metadata', warns: false },
  'resource-metadata-ignored': { stage: 'resource-metadata', warns: true },
  'no-resource-metadata': { stage: 'resource-metadata', warns: true },
  'no-authorization-server-named': { stage: 'resource-metadata', warns: true },
  'several-authorization-servers': { stage: 'server-metadata', warns: false },
  'authorization-server-skipped': { stage: 'server-metadata', warns: true },
  'default-endpoints': { stage: 'server-metadata', warns: true },
  'endpoint-dropped': { stage: 'server-metadata', warns: true },
  'issuer-slash': { stage: 'server-metadata', warns: true },
  'issuer-pinned': { stage: 'server-metadata', warns: false },
  'login-host': { stage: 'server-metadata', warns: false },
  'pkce-known': { stage: 'pkce', warns: false },
  'pkce-unlisted': {
    stage: 'pkce',
    warns: true,
    next: say('doctor.pkce.next'),
  },
}
