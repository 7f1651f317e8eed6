/** Starts the tunnel in the background and takes it away again: by the system's service manager, else as a process of its own. */
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, closeSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import type { Host } from '../verb.ts'
import { serviceFor } from './service-files.ts'
import type { Service } from './service-files.ts'

/** Settings a process in the background needs; the person's shell is gone by then. */
const passedOn =
  /^(AIP_HOME|AIP_VAULT|AIP_VAULT_PASSPHRASE_FILE|AIP_PROXY_PAC|NODE_EXTRA_CA_CERTS|(HTTPS?|ALL|NO)_PROXY)$/i

/** Resolves with how it runs: `systemd`, `launchd`, `task`, or `process`. */
export async function startInBackground(
  host: Host,
  folder: string,
  again: readonly string[],
): Promise<string> {
  const logFile = join(folder, 'tunnel.log')
  const command = [process.execPath, host.argv[1] ?? '', ...again]
  const service = await usableService(host, command, logFile)
  if (service) {
    mkdirSync(dirname(service.file), { recursive: true })
    writeFileSync(service.file, service.bytes, { mode: 0o600 })
    for (const each of service.install) await run(each)
    return names[host.platform] ?? 'service'
  }
  const log = openSync(logFile, 'a', 0o600)
  const child = spawn(command[0] ?? '', command.slice(1), {
    detached: true,
    stdio: ['ignore', 'ignore', log],
    env: { ...host.env },
  })
  child.unref()
  closeSync(log)
  return 'process'
}

/** True when there was a service to take away. */
export async function removeService(host: Host): Promise<boolean> {
  const service = serviceFor(factsOf(host, [], ''))
  if (!service || !existsSync(service.file)) return false
  for (const each of service.remove) {
    // A service that does not run cannot be ended; taking its file away is what counts.
    await run(each).catch(() => undefined)
  }
  rmSync(service.file, { force: true })
  return true
}

const names: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'systemd',
  darwin: 'launchd',
  win32: 'task',
}

async function usableService(
  host: Host,
  command: readonly string[],
  logFile: string,
): Promise<Service | undefined> {
  const service = serviceFor(factsOf(host, command, logFile))
  if (!service || host.platform !== 'linux') return service
  // Containers, remote shells without a session and other init systems have no user manager.
  const answers = await run(['systemctl', '--user', 'show-environment']).then(
    () => true,
    () => false,
  )
  return answers ? service : undefined
}

function factsOf(host: Host, command: readonly string[], logFile: string) {
  const environment = Object.fromEntries(
    Object.entries(host.env).flatMap(([name, value]) =>
      value !== undefined && passedOn.test(name) && !hasLogin(value)
        ? [[name, value] as const]
        : [],
    ),
  )
  const { platform } = host
  return { platform, home: homedir(), command, environment, logFile, user: userInfo().uid }
}

/** A proxy's password has no place in a service's file. */
function hasLogin(value: string): boolean {
  return /^[a-z]+:\/\/[^/]*@/i.test(value)
}

function run([program = '', ...rest]: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, rest, { timeout: 20_000 }, (error) => {
      if (error) reject(error)
      else resolve()
    })
  })
}
