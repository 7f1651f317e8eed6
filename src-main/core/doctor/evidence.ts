/** What was seen at each stage of a discovery that got past it, in words for people. */
import type { Probe } from '#contract/discovery.ts'
import type { SeenConnection } from '#core/ports.ts'
import type { Looked } from './look.ts'
import type { Stage } from './stages.ts'

export type Seen =
  | { readonly status: 'pass' | 'skip'; readonly evidence: string }
  | { readonly status: 'warn'; readonly evidence: string; readonly next: string }

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
    tcp: () => pass(connection ? `connected to ${connection.address}` : 'connected'),
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
  if (/^[\d.]+$|^\[/.test(host)) return skip(`${host} is an address, there is no name to look up`)
  if (proxy !== undefined) return skip(`the proxy looks ${host} up`)
  return pass(connection ? `${host} is ${connection.address}` : `${host} has an address`)
}

function proxySeen(connection: SeenConnection | undefined): Seen {
  if (!connection) return skip('nothing was connected to')
  return connection.proxy === undefined
    ? skip('no proxy is set for this address')
    : pass(`through ${connection.proxy}`)
}

const day = 24 * 3_600_000
/** Time enough to renew a certificate before people notice. */
const soon = 14 * day

function certificateSeen(
  url: URL | null,
  connection: SeenConnection | undefined,
  now: number,
): Seen {
  if (url?.protocol === 'http:') return skip('plain http: nothing is encrypted')
  const tls = connection?.tls
  if (!tls) return pass('encrypted')
  const days = Math.floor((tls.validTo - now) / day)
  const until = new Date(tls.validTo).toISOString().slice(0, 10)
  const evidence = `${tls.protocol}; certificate of ${tls.subject} by ${tls.issuer}, valid until ${until}`
  if (tls.validTo - now > soon) return pass(evidence)
  const next = 'The owner of the server has to renew the certificate.'
  return { status: 'warn', evidence: `${evidence}: ${days} days left`, next }
}

function challengeSeen({ found, trace }: Looked): Seen {
  if (found?.discovery.mode === 'NoAuth') return pass('no login is demanded')
  const probe = trace.findLast((each) => each.step === 'probe' && [401, 403].includes(each.status))
  return pass(probe ? probe.verdict : 'a login is needed')
}

function resourceSeen({ found, trace }: Looked): Seen {
  if (found?.discovery.mode === 'NoAuth')
    return skip('not needed: the server works without a login')
  if (found?.discovery.resource === '') return pass('')
  const probe = trace.findLast((each) => each.step === 'resource-metadata' && each.status === 200)
  return pass(probe ? `${probe.url}: ${probe.verdict}` : 'found')
}

function serverSeen({ found, trace }: Looked): Seen {
  if (found?.discovery.mode === 'NoAuth')
    return skip('not needed: the server works without a login')
  const probe = trace.findLast((each) => each.step === 'server-metadata' && each.status === 200)
  return pass(probe ? `${probe.url}: ${probe.verdict}` : (found?.discovery.issuer ?? 'found'))
}

function pkceSeen({ found }: Looked): Seen {
  switch (found?.discovery.pkce) {
    case 'S256':
      return pass('S256 is supported')
    case 'unlisted':
      return pass('')
    default:
      return skip('not needed: the server works without a login')
  }
}

function probeText(probe: Probe | undefined): string {
  if (!probe) return 'it answers'
  return `${probe.method} ${probe.url} answered ${probe.status} in ${Math.round(probe.ms)} ms: ${probe.verdict}`
}

function pass(evidence: string): Seen {
  return { status: 'pass', evidence }
}

function skip(evidence: string): Seen {
  return { status: 'skip', evidence }
}
