/** A doctor's report for support as plain text. Whoever shows it takes out what is nobody's business first. */
import type { Check } from '#contract/check.ts'
import type { Connection } from '#contract/connection.ts'
import { checkBook } from './check-book.ts'
import type { MachineFacts } from './deps.ts'
import type { Examined } from './examine.ts'

export interface ReportFacts {
  readonly machine: MachineFacts
  readonly connections: readonly Connection[]
  /** When it was made, milliseconds since 1970. */
  readonly at: number
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Variables that change how this program reaches the network. */
const networkVariables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']
const otherVariables = ['NODE_EXTRA_CA_CERTS', 'AIP_VAULT', 'SSH_CONNECTION', 'WSL_DISTRO_NAME']

export function supportReport({ checks, trace }: Examined, facts: ReportFacts): string {
  const { machine, connections, at, environment } = facts
  const sections: [string, readonly string[]][] = [
    ['Report', [new Date(at).toISOString()]],
    [
      'Machine',
      [
        `AIP Desktop ${machine.product}`,
        `Node ${machine.node}`,
        machine.system,
        ...variablesIn(environment),
      ],
    ],
    ['Checks', checks.map(checkText)],
    [
      'Requests of the discovery',
      trace.map(
        (probe) =>
          `${probe.status} ${probe.method} ${probe.url} (${probe.ms} ms)\n    ${probe.verdict}`,
      ),
    ],
    ['Connections', connections.map(connectionText)],
  ]
  const text = sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `## ${title}\n\n${lines.join('\n')}\n`)
    .join('\n')
  return `# AIP Desktop support report\n\n${text}`
}

function variablesIn(environment: ReportFacts['environment']): string[] {
  const names = [
    ...networkVariables,
    ...networkVariables.map((name) => name.toLowerCase()),
    ...otherVariables,
  ]
  return names.flatMap((name) => {
    const value = environment[name]
    if (value === undefined) return []
    // Where somebody logs in from is nobody's business; that it is from far away explains a lot.
    return [`${name}=${name === 'SSH_CONNECTION' ? '(set)' : value}`]
  })
}

function checkText({ id, status, evidence, why, next, whoseTurn, code }: Check): string {
  const head = `${status.padEnd(4)}  ${checkBook[id].title}: ${evidence}`
  if (status === 'pass' || status === 'skip') return head
  // Not as `code: …`, which looks like a login code to whoever takes secrets out.
  const facts = [code, whoseTurn && `turn: ${whoseTurn}`].filter(Boolean)
  return [head, `      why: ${why}`, `      next: ${next}`, `      ${facts.join(', ')}`].join('\n')
}

/** Without the account: who signed in where is not needed to find a fault. */
function connectionText({ name, url, mode, status, issuer, reason }: Connection): string {
  const facts = [mode, status, issuer, reason].filter(Boolean).join(', ')
  return `${name}: ${url} (${facts})`
}
