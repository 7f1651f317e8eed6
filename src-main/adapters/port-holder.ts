/** Which program listens on a port of this computer, so that a person knows what to close (R05). */
import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'

/** A name to show is worth a moment, not more. */
const timeLimitMs = 1_500

/** `name (process 123)`; undefined when the system does not say, as for programs of other users. */
export async function portHolder(
  port: number,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  try {
    switch (platform) {
      case 'linux':
        return await holderInProc(port)
      case 'darwin':
        return holderInLsof(
          await output('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']),
        )
      case 'win32':
        return await holderOnWindows(port)
      default:
        return undefined
    }
  } catch {
    // Not readable, not installed, too slow: the port is busy all the same, and that is said.
    return undefined
  }
}

/** Fields of `lsof -Fpc`: a line `p<id>`, then a line `c<name>`. */
export function holderInLsof(text: string): string | undefined {
  const id = /^p(\d+)$/m.exec(text)?.[1]
  const name = /^c(.+)$/m.exec(text)?.[1]
  return id && name ? described(name, id) : undefined
}

/** The process id in the last column of `netstat -ano -p TCP`, whose words depend on the language of the system. */
export function processInNetstat(text: string, port: number): string | undefined {
  const rows = text.split(/\r?\n/).map((line) => line.trim().split(/\s+/))
  // A listening socket has a remote port of 0, in every language.
  const row = rows.find(
    ([, local = '', remote = '']) => local.endsWith(`:${port}`) && remote.endsWith(':0'),
  )
  return row?.at(-1)
}

async function holderOnWindows(port: number): Promise<string | undefined> {
  const system = `${process.env['SystemRoot'] ?? 'C:\\Windows'}\\System32`
  const id = processInNetstat(await output(`${system}\\netstat.exe`, ['-ano', '-p', 'TCP']), port)
  if (id === undefined) return undefined
  const filter = ['/FI', `PID eq ${id}`, '/FO', 'CSV', '/NH']
  const name = /^"([^"]+)"/.exec(await output(`${system}\\tasklist.exe`, filter))?.[1]
  return name && described(name, id)
}

async function holderInProc(port: number): Promise<string | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  )
  const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port)))
  if (sockets.size === 0) return undefined
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const holders = await Promise.all(ids.map((id) => holds(id, sockets)))
  const id = ids.find((_, index) => holders[index])
  return id && described(await readFile(`/proc/${id}/comm`, 'utf8'), id)
}

/** Inodes of the sockets in state LISTEN (0A) on `port` (proc_net_tcp: address and port in hexadecimal). */
function listeningSockets(table: string, port: number): string[] {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(ending) && state === '0A')
    .map((fields) => `socket:[${fields[9]}]`)
}

async function holds(id: string, sockets: ReadonlySet<string>): Promise<boolean> {
  try {
    const files = await readdir(`/proc/${id}/fd`)
    const targets = await Promise.all(
      files.map((file) => readlink(`/proc/${id}/fd/${file}`).catch(() => '')),
    )
    return targets.some((target) => sockets.has(target))
  } catch {
    // Gone by now, or somebody else's.
    return false
  }
}

/** A program chooses its own name: it must not steer the terminal it is shown on. */
function described(name: string, id: string): string {
  const plain = name.replace(/\p{C}+/gu, ' ').trim()
  return `${plain.slice(0, 60)} (process ${id})`
}

async function output(program: string, args: readonly string[]): Promise<string> {
  const options = { timeout: timeLimitMs, windowsHide: true, encoding: 'utf8' } as const
  return (await promisify(execFile)(program, [...args], options)).stdout
}
