/** Examines the authorization side of a server: gathers everything first, then lets every rule judge it. */
import type { RuleResult, ServerReport } from '#contract/server-report.ts'
import { reachFor } from '#core/app/parts.ts'
import { parseServerAddress } from '#core/discovery/server-address.ts'
import type { Registration } from '#core/records.ts'
import { deleteAtServer } from '#core/registration/delete-registration.ts'
import type { TokenReach } from '#core/tokens/token-answer.ts'
import { createAsk } from './exchange.ts'
import { gather } from './gather.ts'
import type { CheckServerDeps, CheckServerOptions } from './options.ts'
import { resultOf } from './rule.ts'
import { areas } from './rules/all.ts'

/** Throws what keeps the server itself from being reached; everything else is in the report. */
export async function checkServer(
  address: string,
  deps: CheckServerDeps,
  options: CheckServerOptions,
): Promise<ServerReport> {
  const server = parseServerAddress(address)
  const checkedAt = new Date(deps.clock.now()).toISOString()
  const zone = await deps.http.zoneOf(server.href, options.signal)
  const reach = reachFor({}, zone)
  const ask = createAsk(deps.http, reach, options.signal)
  const made: Registration[] = []
  let clients: ServerReport['clients'] = []
  let results: RuleResult[] = []
  let issuer = ''
  try {
    const evidence = await gather(server, { ask, reach, deps, options }, made)
    results = areas.flatMap(({ area, rules }) =>
      rules.map((rule) => resultOf(rule, area, evidence)),
    )
    issuer = evidence.open ? '' : evidence.metadata.issuer
  } finally {
    // Whatever happened, no client is left behind that can be deleted.
    clients = options.signal.aborted ? [] : await giveBack(made, deps, reach, options.signal)
  }
  return { url: server.href, issuer, checkedAt, version: deps.version, results, clients }
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
