/** Examines the authorization side of a server: gathers everything first, then lets every rule judge it. */
import type { ConnectionSettings } from '#contract/connection.ts'
import type { RuleResult, ServerReport } from '#contract/server-report.ts'
import { reachFor } from '#core/app/parts.ts'
import { parseServerAddress } from '#core/discovery/server-address.ts'
import type { Zone } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'
import { deleteAtServer } from '#core/registration/delete-registration.ts'
import type { TokenReach } from '#core/tokens/token-answer.ts'
import { createAsk } from './exchange.ts'
import { gather } from './gather.ts'
import type { CheckServerDeps, CheckServerOptions } from './options.ts'
import { resultOf } from './rule.ts'
import { areas } from './rules/all.ts'

/** For deleting the test clients after a cancel. */
const farewellMs = 5_000

/** Throws what keeps the server itself from being reached; everything else is in the report. */
export async function checkServer(
  address: string,
  deps: CheckServerDeps,
  options: CheckServerOptions,
): Promise<ServerReport> {
  const server = parseServerAddress(address)
  const checkedAt = new Date(deps.clock.now()).toISOString()
  const zone = await deps.http.zoneOf(server.href, options.signal)
  const settings = await settingsFor(server, zone, deps, options)
  const reach = reachFor(settings, zone)
  const ask = createAsk(deps.http, reach, options.signal)
  const made: Registration[] = []
  let clients: ServerReport['clients'] = []
  let results: RuleResult[] = []
  let issuer = ''
  try {
    const evidence = await gather(server, { ask, reach, settings, deps, options }, made)
    results = areas.flatMap(({ area, rules }) =>
      rules.map((rule) => resultOf(rule, area, evidence)),
    )
    issuer = evidence.open ? '' : evidence.metadata.issuer
  } finally {
    // Whatever happened, also a cancel: no client is left behind that can be deleted.
    const signal = options.signal.aborted ? AbortSignal.timeout(farewellMs) : options.signal
    clients = await giveBack(made, deps, reach, signal)
  }
  return { url: server.href, issuer, checkedAt, version: deps.version, results, clients }
}

/** Plain http in a private network is the tester's decision (decision 6); elsewhere it is allowed or refused without asking. */
async function settingsFor(
  server: URL,
  zone: Zone,
  { guide }: CheckServerDeps,
  { signal }: CheckServerOptions,
): Promise<Pick<Partial<ConnectionSettings>, 'confirmed'>> {
  if (server.protocol !== 'http:' || zone !== 'private') return {}
  const text = `${server.origin} is reached without encryption, so others in the network could read what is sent.`
  return (await guide.confirm('plain-http', text, signal)) ? { confirmed: ['plain-http'] } : {}
}

async function giveBack(
  clients: readonly Registration[],
  { http }: CheckServerDeps,
  reach: TokenReach,
  signal: AbortSignal,
): Promise<ServerReport['clients']> {
  const fetch = http.fetchWithin({ ...reach, limits: 'machine' })
  const receipts: ServerReport['clients'] = []
  for (const client of clients) {
    const receipt = await deleteAtServer(client, { fetch }, signal)
    receipts.push({ clientId: client.clientId, deleted: receipt.status === 'deleted' })
  }
  return receipts
}
