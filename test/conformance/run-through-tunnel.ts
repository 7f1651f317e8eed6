/**
 * Runs the official conformance suite with the tunnel in between: the platform's side is the official client library, which knows a public address and an
 * access key only. Authorization scenarios have to pass; every other one (with `--plain` only those) has to find exactly what it finds without the tunnel.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRelay } from '#tunnel/relay/create-relay.ts'
import { allOf } from './all-of.ts'
import type { Judged } from './all-of.ts'
import { authorizationRuns, plainRuns } from './scenarios.ts'
import { runScenario } from './suite.ts'
import type { Run } from './suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'conformance-relay-'))
const relay = await createRelay({
  dataFolder: folder,
  port: 0,
  host: '127.0.0.1',
  trustProxy: false,
  clock: {
    now: () => Date.now(),
    wait: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }),
  },
  log: { write: () => undefined },
})
const throughTunnel = {
  CONFORMANCE_RELAY: `http://127.0.0.1:${relay.port}`,
  CONFORMANCE_RELAY_KEY: relay.adminKey ?? '',
}

async function judgeAuthorization(run: Run): Promise<Judged> {
  const { passed, checks, why } = await runScenario(run, throughTunnel)
  return { passed, what: `${checks.length} checks`, why }
}

async function judgePlain(run: Run): Promise<Judged> {
  // All the same but for the way: what offering a connection asks the server itself is seen in both.
  const without = await runScenario(run, { ...throughTunnel, CONFORMANCE_WAY: 'direct' })
  const within = await runScenario(run, throughTunnel)
  const same =
    without.passed === within.passed && without.checks.join('\n') === within.checks.join('\n')
  const what = `${without.checks.length} checks, ${same ? 'the same' : 'not the same'} with and without`
  const why = same ? [] : [...difference(without.checks, within.checks), ...within.why]
  return { passed: same && without.checks.length > 0, what, why }
}

/** What is there more often without, or within. */
function difference(without: readonly string[], within: readonly string[]): string[] {
  const times = (list: readonly string[], wanted: string) =>
    list.filter((each) => each === wanted).length
  return [...new Set([...without, ...within])]
    .map((each) => `${each}: ${times(without, each)} without, ${times(within, each)} with`)
    .filter((line) => !/: (\d+) without, \1 with$/.test(line))
}

try {
  const [first, ...rest] = process.argv.slice(2)
  const plainOnly = first === '--plain'
  const filters = plainOnly ? rest : process.argv.slice(2)
  const plain = plainRuns().map((run) => ({ run, judge: () => judgePlain(run) }))
  const authorization = plainOnly
    ? []
    : authorizationRuns().map((run) => ({ run, judge: () => judgeAuthorization(run) }))
  process.exitCode = await allOf([...plain, ...authorization], filters)
} finally {
  await relay.close()
  rmSync(folder, { recursive: true })
}
