/** The doctor: checks this computer, a server, or a stored connection with the code that runs every day, and says what it saw. */
import type { Check } from '#contract/check.ts'
import type { Connection } from '#contract/connection.ts'
import type { Probe } from '#contract/discovery.ts'
import { isProblem } from '#core/app-error.ts'
import { connectionNamed } from '#core/app/names.ts'
import { headersOf } from '#core/app/parts.ts'
import type { AppParts } from '#core/app/parts.ts'
import { skipped } from './check-book.ts'
import { tokenCheck, toolsCheck } from './connection-checks.ts'
import type { DoctorPorts, Report, Subject } from './deps.ts'
import { look, type Looked, type Wish } from './look.ts'
import { checkMachine } from './machine-checks.ts'
import { checkServer, isSound } from './server-checks.ts'
import { callbackCheck, registrationCheck } from './sign-in-checks.ts'
import { say } from '#core/say.ts'

export interface Examined {
  readonly checks: readonly Check[]
  /** Every request of the discovery, for a support bundle. */
  readonly trace: readonly Probe[]
}

export interface ExamineOptions {
  readonly signal: AbortSignal
  /** Called with each check as soon as it is known. */
  readonly onCheck?: Report
}

/** Runs all checks that fit the subject. Throws `no-such-connection`, and when cancelled; whatever else is wrong becomes a check. */
export async function examine(
  subject: Subject,
  ports: DoctorPorts,
  { signal, onCheck }: ExamineOptions,
): Promise<Examined> {
  const known = subject.kind === 'connection' ? storedConnection(subject.name, ports) : undefined
  const checks: Check[] = []
  const report: Report = (check) => {
    checks.push(check)
    onCheck?.(check)
  }
  await checkMachine(ports, report, signal)
  const trace = await checkSubject(subject, known, ports, report, signal)
  report(await tunnelCheck(known?.connection, ports, signal))
  return { checks, trace }
}

interface Known {
  readonly connection: Connection
  readonly parts: AppParts
}

/** Undefined when nothing can be looked up: then the check of the saved data says why. */
function storedConnection(name: string, { stored }: DoctorPorts): Known | undefined {
  if (stored.status === 'failed') return undefined
  const { parts } = stored
  return { connection: connectionNamed(name, parts.store.listConnections()), parts }
}

async function checkSubject(
  subject: Subject,
  known: Known | undefined,
  ports: DoctorPorts,
  report: Report,
  signal: AbortSignal,
): Promise<readonly Probe[]> {
  switch (subject.kind) {
    case 'machine':
      return []
    case 'address': {
      const wish = { url: subject.url, settings: {}, headers: {}, preferLogin: false }
      const looked = await checkWay(wish, undefined, ports, report, signal)
      reportAnonymous(looked, report)
      return looked.trace
    }
    case 'connection':
      return known ? checkConnection(known, ports, report, signal) : []
  }
}

/** What a server that is started here has nothing of. */
const onlyOnTheWay = [
  'address',
  'dns',
  'proxy',
  'tcp',
  'tls',
  'http',
  'challenge',
  'resource-metadata',
  'server-metadata',
  'pkce',
  'registration',
  'callback-spelling',
  'tokens',
] as const

async function checkConnection(
  { connection, parts }: Known,
  ports: DoctorPorts,
  report: Report,
  signal: AbortSignal,
): Promise<readonly Probe[]> {
  const headers = await ifReadable(headersOf(parts.vault, connection), {})
  if (connection.command) {
    for (const id of onlyOnTheWay) report(skipped(id, say('doctor.is-command')))
    report(await toolsCheck(parts, connection, signal))
    return []
  }
  const { url, settings, mode } = connection
  const wish = { url, settings, headers, preferLogin: mode !== 'NoAuth' }
  const looked = await checkWay(wish, connection, ports, report, signal)
  const issuer = looked.found?.discovery.issuer ?? ''
  report(await tokenCheck({ parts, connection, headers, issuer }, signal))
  // The tools are asked for in any case: what works although a document is wrong should be seen to work.
  report(await toolsCheck(parts, connection, signal))
  return looked.trace
}

/** From the address to the callback: everything up to the first sign-in. */
async function checkWay(
  wish: Wish,
  connection: Connection | undefined,
  ports: DoctorPorts,
  report: Report,
  signal: AbortSignal,
): Promise<Looked> {
  const looked = await look(wish, { ...ports, version: ports.machine.product }, signal)
  checkServer(wish.url, looked, ports, report)
  if (!looked.found || !isSound(looked)) {
    report(skipped('registration', say('doctor.not-reached')))
    report(skipped('callback-spelling', say('doctor.not-reached')))
    return looked
  }
  const { stored } = ports
  const parts = stored.status === 'open' ? stored.parts : undefined
  const grant =
    connection && parts ? await ifReadable(parts.keeper.read(connection.id), undefined) : undefined
  report(await registrationCheck(looked.found, grant, wish, ports, signal))
  report(await callbackCheck(looked.found, grant, wish, ports, signal))
  return looked
}

/** What lies in a vault that cannot be opened is not there for these checks; the token check says why. */
async function ifReadable<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (isProblem(error)) return otherwise
    throw error
  }
}

function reportAnonymous(looked: Looked, report: Report): void {
  const noAuth = looked.found?.discovery.mode === 'NoAuth'
  const why = looked.found ? say('doctor.after-sign-in') : say('doctor.not-reached')
  report(skipped('tokens', noAuth ? say('doctor.no-login') : why))
  report(
    noAuth
      ? { ...skipped('tools', say('doctor.tools-open')), status: 'pass' }
      : skipped('tools', why),
  )
}

async function tunnelCheck(
  connection: Connection | undefined,
  { tunnel }: DoctorPorts,
  signal: AbortSignal,
): Promise<Check> {
  if (tunnel) return tunnel(connection, signal)
  return skipped('tunnel', say('doctor.tunnel.not-linked'))
}
