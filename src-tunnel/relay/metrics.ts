/** Counts for the administrator, in the text format of Prometheus. */
import type { FailureCode } from '../protocol/failure.ts'
import type { Outcome } from './exchange.ts'

export interface Metrics {
  called(outcome: Outcome): void
  failed(code: FailureCode): void
  /** An agent came or went; `how` is `joined` or the way it ended. */
  agent(how: string): void
  text(gauges: Readonly<Record<string, number>>): string
}

export function createMetrics(): Metrics {
  const calls = new Map<string, number>()
  const failed = new Map<string, number>()
  const agents = new Map<string, number>()
  const count = (table: Map<string, number>, key: string): void =>
    void table.set(key, (table.get(key) ?? 0) + 1)
  return {
    called: (outcome) => count(calls, outcome),
    failed: (code) => count(failed, code),
    agent: (how) => count(agents, how),
    text: (gauges) =>
      [
        counter('aip_relay_calls_total', 'Calls carried, by outcome.', 'outcome', calls),
        counter('aip_relay_failures_total', "The relay's own failures, by code.", 'code', failed),
        counter('aip_relay_agent_events_total', 'Agents that came or went.', 'event', agents),
        ...Object.entries(gauges).map(
          ([name, value]) => `# TYPE aip_relay_${name} gauge\naip_relay_${name} ${value}\n`,
        ),
      ].join(''),
  }
}

function counter(name: string, help: string, label: string, table: Map<string, number>): string {
  const rows = [...table].map(([key, value]) => `${name}{${label}="${key}"} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} counter\n${rows.join('')}`
}
