/** A network of its own for one test: namespaces in which addresses, names and failures are the test's (Linux, root). */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProcess } from './start-process.ts'
import type { ServerProcess } from './start-process.ts'
import type { NetworkParts } from './network-process.ts'

export interface OwnNetwork extends AsyncDisposable {
  /** What a command line begins with to run in this network. */
  readonly enter: readonly string[]
  /** Runs shell commands in it; throws with what they printed when one fails. */
  shell(commands: string): void
  /** Replaces the lines of /etc/hosts beside `localhost`. */
  setHosts(lines: readonly string[]): void
  /** Starts servers in it; they end with the network, or before. */
  start(parts: NetworkParts): Promise<ServerProcess>
}

/** Why there can be none here; undefined: there can. */
export function whyNoOwnNetwork(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux'
  if (spawnSync('ip', ['-V']).status !== 0) return 'the command ip (iproute2) is not installed'
  const cable = 'ip link set lo up && ip link add v0 type veth peer name v1'
  const tried = spawnSync('unshare', ['--net', '--mount', 'sh', '-c', cable])
  return tried.status === 0 ? undefined : 'this machine gives no network namespaces'
}

export interface NetworkOptions {
  /** Lines of /etc/hosts beside `localhost`. */
  readonly hosts?: readonly string[]
  /** Run first, when only loopback is up. */
  readonly setup: string
}

/** Its name server is 127.0.0.53, where nothing answers unless the test starts it. */
export async function openOwnNetwork(options: NetworkOptions): Promise<OwnNetwork> {
  const folder = mkdtempSync(join(tmpdir(), 'aip-network-'))
  const files = { hosts: join(folder, 'hosts'), resolver: join(folder, 'resolv.conf') }
  const setHosts = (lines: readonly string[]) =>
    writeFileSync(files.hosts, ['127.0.0.1 localhost', '::1 localhost', ...lines, ''].join('\n'))
  setHosts(options.hosts ?? [])
  writeFileSync(files.resolver, 'nameserver 127.0.0.53\n')
  const setup = [
    'set -e',
    'ip link set lo up',
    `mount --bind ${files.hosts} /etc/hosts`,
    `mount --bind ${files.resolver} /etc/resolv.conf`,
    options.setup,
    'echo ready',
    'exec sleep infinity',
  ].join('\n')
  const holder = spawn('unshare', ['--net', '--mount', 'sh', '-c', setup], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(holder, 'exit')
  await Promise.race([
    once(holder.stdout, 'data'),
    ended.then(() => Promise.reject(new Error('the network was not set up'))),
  ])
  const enter = ['nsenter', '--target', String(holder.pid), '--net', '--mount']
  const servers: ServerProcess[] = []
  return {
    enter,
    setHosts,
    shell(commands) {
      const [command = '', ...before] = enter
      const done = spawnSync(command, [...before, 'sh', '-ec', commands], { encoding: 'utf8' })
      if (done.status !== 0) throw new Error(`${commands}\n${done.stderr}`)
    },
    async start(parts) {
      const [command = '', ...before] = enter
      const script = join(import.meta.dirname, 'network-process.ts')
      const server = await startProcess({
        command,
        arguments: [...before, process.execPath, script, JSON.stringify(parts)],
        environment: {},
        ready: /^ready$/m,
      })
      servers.push(server)
      return server
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server.close()))
      holder.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
