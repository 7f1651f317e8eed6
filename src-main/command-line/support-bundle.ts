/** A report for support: exactly the text that is shown before it is written, without secrets, accounts and home folders. */
import { writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { redact } from '#adapters/redact.ts'
import type { Connection } from '#contract/connection.ts'
import { appError } from '#core/app-error.ts'
import type { Examined } from '#core/doctor/examine.ts'
import type { DoctorPorts } from '#core/doctor/deps.ts'
import { checkText } from './doctor-text.ts'
import { printable, type Paint } from './output.ts'
import { createQuestions } from './questions.ts'
import type { VerbContext } from './verb.ts'

const plain = (text: string): string => text
const noPaint: Paint = { bold: plain, dim: plain, good: plain, bad: plain, warn: plain }

/** Variables that change how this program reaches the network; their logins are taken out. */
const networkVariables = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']
const otherVariables = ['NODE_EXTRA_CA_CERTS', 'AIP_VAULT', 'SSH_CONNECTION', 'WSL_DISTRO_NAME']

export function bundleText(
  { checks, trace }: Examined,
  { machine, stored, clock }: DoctorPorts,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const variables = [...networkVariables, ...networkVariables.map(lower), ...otherVariables]
  const set = variables.flatMap((name) => {
    const value = environment[name]
    if (value === undefined) return []
    // Where somebody logs in from is nobody's business; that it is from far away explains a lot.
    return [`${name}=${name === 'SSH_CONNECTION' ? '(set)' : value}`]
  })
  const connections = stored.status === 'open' ? stored.parts.store.listConnections() : []
  const sections: [string, readonly string[]][] = [
    ['Report', [new Date(clock.now()).toISOString()]],
    ['Machine', [`AIP Desktop ${machine.product}`, `Node ${machine.node}`, machine.system, ...set]],
    ['Checks', checks.map((check) => checkText(check, noPaint))],
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
  return printable(withoutHome(redact(`# AIP Desktop support report\n\n${text}`)))
}

function lower(name: string): string {
  return name.toLowerCase()
}

/** Without the account: who signed in where is not needed to find a fault. */
function connectionText({ name, url, mode, status, issuer, reason }: Connection): string {
  const facts = [mode, status, issuer, reason].filter(Boolean).join(', ')
  return `${name}: ${url} (${facts})`
}

function withoutHome(text: string): string {
  const home = homedir()
  return home.length > 1 ? text.replaceAll(home, '~') : text
}

/** Shows `text`, asks, and writes it to a new file that only this user may read. */
export async function writeBundle(
  file: string,
  text: string,
  { host, output, signal }: VerbContext,
  yes: boolean,
): Promise<void> {
  output.note(`This is written to ${file}, and nothing else:\n\n${text}`)
  if (!yes && !(await agrees(file, { host, signal }))) {
    throw appError('cancelled', {
      step: 'input',
      whoseTurn: 'you',
      message: 'The report was not written.',
      next: 'Answer y, or give --yes, to write it.',
    })
  }
  try {
    await writeFile(file, text, { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    throw appError('bad-usage', {
      step: 'input',
      whoseTurn: 'you',
      message: `The file ${file} could not be written.`,
      next: 'Choose a file that does not exist yet, in a folder you may write to.',
      cause,
    })
  }
  output.note(`Written to ${file}.`)
}

async function agrees(
  file: string,
  { host, signal }: Pick<VerbContext, 'host' | 'signal'>,
): Promise<boolean> {
  const questions = createQuestions(host)
  try {
    const answer = await questions.line(`Write this to ${file}? [y/N] `, signal)
    return answer !== undefined && /^y(es)?$/i.test(answer.trim())
  } finally {
    questions.close()
  }
}
