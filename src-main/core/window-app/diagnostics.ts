/** The text a person can hand to support: versions, states and problems. Names of servers are in it, contents and secrets are not. */
import type { AppState } from '#contract/app-state.ts'

/** `log` is redacted by whoever wrote it. */
export function diagnosticsText(state: AppState, log: string): string {
  const { version, shell, vault, tunnel, connections, journeys, preferences } = state
  const facts = {
    version,
    shell: shell.name,
    vault: vault.status === 'failed' ? { kind: vault.kind, problem: vault.problem } : vault,
    preferences: { ...preferences, proxy: preferences.proxy.mode },
    tunnel:
      tunnel.status === 'linked'
        ? { status: 'linked', agent: tunnel.agent, carrier: tunnel.carrier }
        : tunnel,
    connections: connections.map((each) => ({
      name: each.name,
      host: hostOf(each.url),
      mode: each.mode,
      status: each.status,
      reason: each.reason,
      issuer: each.issuer,
      era: each.era,
    })),
    journeys: journeys.map(({ purpose, phase, probes }) => ({
      kind: purpose.kind,
      phase: phase.status,
      problem: phase.status === 'failed' ? phase.problem : undefined,
      probes: probes.map(({ step, status, verdict }) => ({ step, status, verdict })),
    })),
  }
  return `${JSON.stringify(facts, undefined, 2)}\n\n${log}`
}

/** The path and query of an address can hold a key. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? ''
}
