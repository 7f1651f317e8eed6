/** Kills `aip connect` and `aip refresh` without warning at random moments, and looks after each kill at what is stored. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { openHome, type Home } from './aip.ts'
import { shapes } from './shapes.ts'
import { startWatchedServer } from './watched-server.ts'

export interface KillCount {
  readonly rounds: number
  /** Rounds in which the program was killed before it was done. */
  readonly killed: number
  /** Connections that had been confirmed on stdout. */
  readonly confirmed: number
}

/**
 * `rounds` kills of each kind. Throws with the first thing found wrong: a confirmed connection that is gone, a sign-in that is lost, a list that
 * cannot be read, a damaged file. The server's refresh tokens do not rotate: one that was lost with its answer is nobody's fault here.
 */
export async function killLoop(
  rounds: number,
  tell: (line: string) => void = () => undefined,
): Promise<KillCount> {
  await using server = await startWatchedServer({ rotates: false })
  await using home = openHome()
  const connectArgs = (name: string) => ['connect', server.url, '--name', name, '--json']
  const started = Date.now()
  mustBeDone(await home.run(connectArgs('kept')), 'the first connect')
  const span = Date.now() - started
  const confirmed = new Set(['kept'])
  let killed = 0

  for (let round = 0; round < rounds; round += 1) {
    const name = `round-${round}`
    const connect = await killedAfter(home, connectArgs(name), Math.random() * span)
    if (connect.signal === 'SIGKILL') killed += 1
    if (connect.stdout.includes('"ready"')) confirmed.add(name)
    await checkConnections(home, confirmed)

    const refresh = await killedAfter(home, ['refresh', 'kept'], (Math.random() * span) / 2)
    if (refresh.signal === 'SIGKILL') killed += 1
    mustBeDone(await home.run(['tools', 'kept']), `tools after round ${round}`)
    checkFile(home)
    tell(`${round + 1} of ${rounds}: ${killed} killed, ${confirmed.size} connections confirmed`)
  }
  for (const name of confirmed) mustBeDone(await home.run(['tools', name]), `tools of ${name}`)
  return { rounds, killed, confirmed: confirmed.size }
}

async function killedAfter(home: Home, args: readonly string[], ms: number) {
  const running = home.start(args)
  await Promise.race([wait(ms), running.ended])
  running.child.kill('SIGKILL')
  return running.ended
}

async function checkConnections(home: Home, confirmed: ReadonlySet<string>): Promise<void> {
  const ended = await home.run(['list', '--json'])
  mustBeDone(ended, 'list')
  const { connections } = shapes.list.parse(ended.json())
  const ready = connections.filter(({ status }) => status === 'ready').map(({ name }) => name)
  const lost = [...confirmed].filter((name) => !ready.includes(name))
  if (lost.length > 0) throw new Error(`Confirmed, and not there any more: ${lost.join(', ')}`)
  const half = connections.filter(({ status }) => status !== 'ready' && status !== 'needs-sign-in')
  if (half.length > 0) throw new Error(`Stored half: ${JSON.stringify(half)}`)
}

function checkFile(home: Home): void {
  const database = new DatabaseSync(join(home.data, 'aip.db'), { readOnly: true })
  const [found] = database.prepare('PRAGMA integrity_check').all()
  database.close()
  if (found?.['integrity_check'] !== 'ok') throw new Error(`Damaged: ${JSON.stringify(found)}`)
}

function mustBeDone({ code, stderr }: { code: number | null; stderr: string }, what: string): void {
  if (code !== 0) throw new Error(`${what} ended with ${code}: ${stderr}`)
}
