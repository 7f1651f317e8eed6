/** What was seen at each stage of a discovery that got past it, in words for people. */
import type { Probe } from '#contract/discovery.ts'
import type { SeenConnection } from '#core/ports.ts'
import type { Looked } from './look.ts'
import type { Stage } from './stages.ts'
import { say, type Sentence, type Words } from '#core/say.ts'

export type Seen =
  | { readonly status: 'pass' | 'skip'; readonly evidence: Words }
  | { readonly status: 'warn'; readonly evidence: Words; readonly next: Sentence }

/** The evidence per stage; only asked for a stage that was passed. */
export type Sight = Readonly<Record<Stage, () => Seen>>

export function sightOf(
  address: string,
  looked: Looked,
  connections: readonly SeenConnection[],
  now: number,
): Sight {
  const url = URL.parse(address.trim())
  const connection = connections.find((each) => each.origin === url?.origin)
  return {
    address: () => pass(url?.href ?? address),
    dns: () => nameSeen(url, connection?.proxy ?? looked.problem?.details?.['proxy'], connection),
    proxy: () => proxySeen(connection),
    tcp: () =>
      pass(connection ? say('doctor.tcp.to', { address: connection.address }) : say('doctor.tcp')),
    tls: () => certificateSeen(url, connection, now),
    http: () => pass(probeText(looked.trace.find((each) => each.step === 'probe'))),
    challenge: () => challengeSeen(looked),
    'resource-metadata': () => resourceSeen(looked),
    'server-metadata': () => serverSeen(looked),
    pkce: () => pkceSeen(looked),
  }
}

function nameSeen(
  url: URL | null,
  proxy: string | undefined,
  connection: SeenConnection | undefined,
): Seen {
  const host = url?.hostname ?? ''
  if (/^[\d.]+$|^\[/.test(host)) return skip(say('doctor.dns.address', { host }))
  if (proxy !== undefined) return skip(say('doctor.dns.proxy', { host }))
  return pass(
    connection
      ? say('doctor.dns.is', { host, address: connection.address })
      : say('doctor.dns.some', { host }),
  )
}

function proxySeen(connection: SeenConnection | undefined): Seen {
  if (!connection) return skip(say('doctor.proxy.nothing'))
  return connection.proxy === undefined
    ? skip(say('doctor.proxy.none'))
    : pass(say('doctor.proxy.through', { proxy: connection.proxy }))
}

const day = 24 * 3_600_000
/** Time enough to renew a certificate before people notice. */
const soon = 14 * day

function certificateSeen(
  url: URL | null,
  connection: SeenConnection | undefined,
  now: number,
): Seen {
  if (url?.protocol === 'http:') return skip(say('doctor.tls.plain'))
  const tls = connection?.tls
  if (!tls) return pass(say('doctor.tls'))
  const days = Math.floor((tls.validTo - now) / day)
  const until = new Date(tls.validTo).toISOString().slice(0, 10)
  const facts = { protocol: tls.protocol, subject: tls.subject, issuer: tls.issuer, until }
  if (tls.validTo - now > soon) return pass(say('doctor.tls.certificate', facts))
  return {
    status: 'warn',
    evidence: say('doctor.tls.soon', { ...facts, days }),
    next: say('doctor.tls.soon.next'),
  }
}

function challengeSeen({ found, trace }: Looked): Seen {
  if (found?.discovery.mode === 'NoAuth') return pass(say('doctor.challenge.none'))
  const probe = trace.findLast((each) => each.step === 'probe' && [401, 403].includes(each.status))
  return pass(probe ? verdictOf(probe) : say('doctor.challenge.needed'))
}

function resourceSeen({ found, trace }: Looked): Seen {
  if (found?.discovery.mode === 'NoAuth') return skip(say('doctor.no-login'))
  if (found?.discovery.resource === '') return pass('')
  const probe = trace.findLast((each) => each.step === 'resource-metadata' && each.status === 200)
  return pass(
    probe
      ? say('doctor.document', { address: probe.url, verdict: verdictOf(probe) })
      : say('doctor.document.found'),
  )
}

function serverSeen({ found, trace }: Looked): Seen {
  if (found?.discovery.mode === 'NoAuth') return skip(say('doctor.no-login'))
  const probe = trace.findLast((each) => each.step === 'server-metadata' && each.status === 200)
  return pass(
    probe
      ? say('doctor.document', { address: probe.url, verdict: verdictOf(probe) })
      : (found?.discovery.issuer ?? say('doctor.document.found')),
  )
}

function pkceSeen({ found }: Looked): Seen {
  switch (found?.discovery.pkce) {
    case 'S256':
      return pass(say('doctor.pkce'))
    case 'unlisted':
      return pass('')
    default:
      return skip(say('doctor.no-login'))
  }
}

function probeText(probe: Probe | undefined): Words {
  if (!probe) return say('doctor.http.answers')
  return say('doctor.http.probe', {
    method: probe.method,
    address: probe.url,
    status: probe.status,
    ms: Math.round(probe.ms),
    verdict: verdictOf(probe),
  })
}

function verdictOf({ verdict, says }: Probe): Sentence {
  return { english: verdict, says }
}

function pass(evidence: Words): Seen {
  return { status: 'pass', evidence }
}

function skip(evidence: Words): Seen {
  return { status: 'skip', evidence }
}
