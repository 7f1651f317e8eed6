/** `aip tunnel start --detach` under a real systemd user manager: started, started again when killed, stopped and taken away. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { openHome } from './aip.ts'
import type { Home } from './aip.ts'
import { callOnce } from './faults/calls.ts'
import { startCountingServer } from './faults/counting-server.ts'
import { done, linkedHome, startRelayProgram } from './tunnel-stand.ts'
import { until } from './until.ts'

const manager = '/usr/lib/systemd/systemd'

function whyNoManager(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'it needs root on Linux'
  if (!existsSync(manager)) return 'systemd is not installed'
  const own = spawnSync('unshare', ['-m', 'true'])
  return own.status === 0 ? undefined : 'this machine gives no mount namespaces'
}

/** A user manager in a mount namespace of its own, where it looks as if the computer had been started by systemd; undefined: it does not start here. */
async function startManager(stack: AsyncDisposableStack): Promise<Home | undefined> {
  const shell = 'mount -t tmpfs none /run && mkdir -p /run/systemd/system && exec sleep infinity'
  const keeper = spawn('unshare', ['-m', 'sh', '-c', shell], { stdio: 'ignore' })
  stack.defer(() => void keeper.kill('SIGKILL'))
  const enter = ['nsenter', '-t', String(keeper.pid), '-m']
  const inside = (...words: string[]) => spawnSync(enter[0] ?? '', [...enter.slice(1), ...words])
  await until(
    'the namespace is made',
    () => inside('test', '-d', '/run/systemd/system').status === 0,
  )
  // The manager starts programs in an environment of its own.
  const home = stack.use(openHome({ NODE_OPTIONS: undefined }, enter))
  const runtime = join(home.folder, 'runtime')
  await mkdir(runtime, { mode: 0o700 })
  const env = { ...home.environment, XDG_RUNTIME_DIR: runtime }
  const child = spawn(enter[0] ?? '', [...enter.slice(1), manager, '--user'], {
    env,
    stdio: 'ignore',
  })
  stack.defer(() => void child.kill('SIGTERM'))
  const answers = () =>
    inside('env', `XDG_RUNTIME_DIR=${runtime}`, 'systemctl', '--user', 'show-environment')
  await until(
    'the manager answers, or ends',
    () => child.exitCode !== null || answers().status === 0,
  )
  if (child.exitCode !== null) return undefined
  return openedAgain(home, runtime)
}

/** The same home, whose programs know where the manager is. */
function openedAgain(home: Home, runtime: string): Home {
  const environment = { XDG_RUNTIME_DIR: runtime }
  return {
    ...home,
    run: (args, options = {}) =>
      home.run(args, { ...options, environment: { ...environment, ...options.environment } }),
  }
}

const Status = z.object({ state: z.string() })

it('is started by systemd, again when it was killed, and is gone when stopped', async ({
  skip,
}) => {
  const why = whyNoManager()
  skip(why !== undefined, `no user manager of systemd: ${why}`)
  await using stack = new AsyncDisposableStack()
  const home = await startManager(stack)
  if (!home) return skip('no user manager of systemd: it does not start here')
  const server = await startCountingServer()
  stack.defer(() => server.close())
  const relay = await startRelayProgram(stack)
  const tunnel = await relay.makeTunnel('service')
  const { publicUrl } = await linkedHome(stack, tunnel, [server.url], home)
  const way = { addresses: [publicUrl], accessKey: tunnel.accessKey }
  stack.defer(async () => void (await home.run(['tunnel', 'stop'])))

  const started = await done(home.run(['tunnel', 'start', '--detach', '--json']))
  expect(started.json()).toEqual({ detached: true, by: 'systemd' })
  const works = async () => (await callOnce(way)).status === 'good'
  await until('calls go through', works)

  const first = mainProcess(home)
  process.kill(first, 'SIGKILL')
  await until('another process runs', () => ![0, first].includes(mainProcess(home)), 60_000)
  await until('calls go through again', works, 60_000)

  await done(home.run(['tunnel', 'stop']))
  const status = Status.parse((await home.run(['tunnel', 'status', '--json'])).json())
  expect(status.state).toBe('stopped')
  const unit = join(home.folder, '.config/systemd/user/aip-tunnel.service')
  expect(existsSync(unit)).toBe(false)
})

/** Process id of what the unit runs; 0: nothing. All of it shares the process ids of this machine. */
function mainProcess(home: Home): number {
  const runtime = join(home.folder, 'runtime')
  const env = { ...home.environment, XDG_RUNTIME_DIR: runtime }
  const line = ['--user', 'show', '-P', 'MainPID', 'aip-tunnel.service']
  return Number(spawnSync('systemctl', line, { env }).stdout.toString())
}
