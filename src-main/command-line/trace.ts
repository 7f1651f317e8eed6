/** The discovery trace as lines for people. */
import type { Discovery, Probe } from '#contract/discovery.ts'
import type { Paint } from './output.ts'

export function probeLine(probe: Probe, paint: Paint): string {
  const status = probe.status === 0 ? '---' : String(probe.status)
  const address = `${probe.method.padEnd(4)} ${probe.url}`
  return `  ${status} ${address}\n${paint.dim(`      ${probe.verdict} · ${Math.round(probe.ms)} ms`)}`
}

/** The verdict as a small table. */
export function verdictText(found: Discovery, paint: Paint): string {
  const rows: [string, string][] = [
    ['Auth mode', paint.bold(found.mode)],
    ['Registration', found.registration.join(', then ')],
    ['Issuer', found.issuer],
    ['Resource', found.resource],
    ['Scopes', found.scopes.join(' ')],
    ['PKCE', found.pkce],
    ['Authorize at', found.authorizationEndpoint],
    ['Tokens from', found.tokenEndpoint],
    ['Register at', found.registrationEndpoint],
    ['Revoke at', found.revocationEndpoint],
  ]
  const lines = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name.padEnd(14)} ${value}`)
  const notes = found.notes.map((note) => `${paint.warn('!')} ${note.message} (${note.code})`)
  return [...lines, ...notes].join('\n')
}
