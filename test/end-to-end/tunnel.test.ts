/** The Edge Tunnel as an employee and an administrator use it: link, expose, start, call from the platform's side, stop; the token stays here (R20). */
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { startRegistrationServer } from '../../src-main/sample-servers/registration-server.ts'
import { openHome } from './aip.ts'
import type { Home, Running } from './aip.ts'

const endings: (() => PromiseLike<unknown> | void)[] = []

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

interface RelayProcess {
  readonly folder: string
  readonly origin: string
  readonly child: ChildProcess
  readonly said: () => string
  readonly linkKey: string
  readonly accessKey: string
}

const program = join(import.meta.dirname, '../tunnel/relay-process.ts')

/** A relay in a process of its own, with one tunnel and one access key; writes its heap to a file at SIGUSR2. */
async function startRelay(alias: string): Promise<RelayProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'aip-relay-'))
  const child = spawn(
    process.execPath,
    ['--heapsnapshot-signal=SIGUSR2', program, join(folder, 'data')],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  child.stdout.on('data', (part: Buffer) => (said += part.toString()))
  child.stderr.on('data', (part: Buffer) => (said += part.toString()))
  endings.push(async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  })
  await eventually(
    () => said.includes('adminKey'),
    () => `the relay starts: ${said}`,
  )
  const { port, adminKey } = z
    .object({ port: z.number(), adminKey: z.string() })
    .parse(JSON.parse(/\{.*"adminKey".*\}/.exec(said)?.[0] ?? ''))
  const origin = `http://127.0.0.1:${port}`
  const admin = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${origin}/admin/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.json()
  }
  const { linkKey } = z.object({ linkKey: z.string() }).parse(await admin('/tunnels', { alias }))
  const { key } = z
    .object({ key: z.string() })
    .parse(await admin(`/tunnels/${alias}/keys`, { name: 'platform' }))
  return { folder, origin, child, said: () => said, linkKey, accessKey: key }
}

async function eventually(
  holds: () => boolean | Promise<boolean>,
  what: () => string,
): Promise<void> {
  const limit = Date.now() + 20_000
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`it did not happen: ${what()}`)
    await sleep(50)
  }
}

const Status = z.object({
  linked: z.boolean(),
  tunnel: z.string(),
  relay: z.string(),
  state: z.string(),
  connections: z.array(z.object({ node: z.string(), rttMs: z.number(), since: z.number() })),
  exposed: z.array(
    z.object({
      name: z.string(),
      publicUrl: z.string(),
      ready: z.boolean(),
      problem: z.looseObject({ code: z.string() }).nullable(),
    }),
  ),
})

async function statusOf(home: Home) {
  return Status.parse((await home.run(['tunnel', 'status', '--json'])).json())
}

/** A home with a connection `sample`, signed in, linked to the relay and exposed. */
async function employee(relay: RelayProcess) {
  const server = await startRegistrationServer()
  endings.push(() => server.close())
  const home = openHome()
  endings.push(() => home[Symbol.asyncDispose]())
  await done(home.run(['connect', server.url, '--name', 'sample']))
  await done(home.run(['tunnel', 'link', '-'], { input: relay.linkKey }))
  const exposed = await done(home.run(['tunnel', 'expose', 'sample', '--json']))
  const { publicUrl } = z.object({ publicUrl: z.string() }).parse(exposed.json())
  return { home, publicUrl, server }
}

async function done(run: ReturnType<Home['run']>) {
  const ended = await run
  expect(ended.code, ended.stderr).toBe(0)
  return ended
}

/** Starts the tunnel in the foreground and waits until it is online. */
async function online(home: Home): Promise<Running> {
  const running = home.start(['tunnel', 'start'])
  await running.said(/online: /)
  return running
}

/** What a platform does, knowing only address and access key. */
async function callFromPlatform(publicUrl: string, accessKey: string) {
  const client = new Client({ name: 'platform', version: '1' }, { capabilities: {} })
  await client.connect(
    new StreamableHTTPClientTransport(new URL(publicUrl), {
      requestInit: { headers: { authorization: `Bearer ${accessKey}` } },
    }),
  )
  const { tools } = await client.listTools()
  const result = await client.callTool({ name: 'add', arguments: { a: 2, b: 40 } })
  await client.close()
  return { tools: tools.map((each) => each.name), result: result.content }
}

const fortyTwo = [{ type: 'text', text: '42' }]

describe('the Edge Tunnel', () => {
  it('lets a platform list and call with nothing but address and access key, and the token stays at the edge', async () => {
    const relay = await startRelay('ada-laptop')
    const { home, publicUrl } = await employee(relay)
    expect(publicUrl).toBe(`${relay.origin}/t/ada-laptop/sample`)
    const running = await online(home)
    expect(await callFromPlatform(publicUrl, relay.accessKey)).toEqual({
      tools: ['who_am_i', 'add', 'shout'],
      result: fortyTwo,
    })

    const status = await statusOf(home)
    expect(status).toMatchObject({ linked: true, tunnel: 'ada-laptop', state: 'online' })
    expect(status.exposed).toEqual([{ name: 'sample', publicUrl, ready: true, problem: null }])
    expect(status.connections[0]?.node).toBe(relay.origin)

    const { stdout: token } = await done(home.run(['token', 'sample', '--reveal', '--json']))
    const accessToken = z.object({ accessToken: z.string() }).parse(JSON.parse(token)).accessToken
    const places = await everythingOf(relay)
    expect(places.some((each) => each.includes('who_am_i') || each.includes('ada-laptop'))).toBe(
      true,
    )
    for (const each of places) expect(each.includes(accessToken)).toBe(false)

    const log = await done(home.run(['tunnel', 'log', '--json']))
    expect(log.stdout).toContain('"tools/call"')
    expect(log.stdout).not.toContain(accessToken)
    expect((await done(home.run(['tunnel', 'stop', '--json']))).json()).toEqual({ stopped: true })
    expect((await running.ended).code).toBe(0)
    expect((await statusOf(home)).state).toBe('stopped')
  })

  it('tells the platform that a sign-in is needed, in words and without a 401', async () => {
    const relay = await startRelay('grace-desk')
    const { home, publicUrl } = await employee(relay)
    const running = await online(home)
    await done(home.run(['sign-out', 'sample']))
    const ask = () =>
      fetch(publicUrl, {
        method: 'POST',
        headers: { authorization: `Bearer ${relay.accessKey}`, 'content-type': 'application/json' },
        body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
      })
    await eventually(
      async () => (await ask()).status === 503,
      () => 'the sign-out is noticed',
    )
    const response = await ask()
    expect(response.headers.get('aip-tunnel-failure')).toBe('sign-in; sign_in_needed')
    expect(response.headers.has('www-authenticate')).toBe(false)
    expect(await response.text()).toContain('Sign-in needed in AIP Desktop')
    const [exposed] = (await statusOf(home)).exposed
    expect(exposed).toMatchObject({ ready: false, problem: { code: 'sign-in-needed' } })
    running.child.kill('SIGINT')
    expect((await running.ended).code).toBe(0)
  })

  it('starts a killed agent again, and calls go on', async () => {
    const relay = await startRelay('kill-me')
    const { home, publicUrl } = await employee(relay)
    const running = await online(home)
    const agent = childOf(running.child.pid ?? 0)
    process.kill(agent, 'SIGKILL')
    await running.said(/ended by SIGKILL/)
    await eventually(
      async () =>
        (await statusOf(home)).state === 'online' && childOf(running.child.pid ?? 0) !== agent,
      () => 'another agent is online',
    )
    expect((await callFromPlatform(publicUrl, relay.accessKey)).result).toEqual(fortyTwo)
    running.child.kill('SIGINT')
    await running.ended
  })

  it('runs in the background with --detach, once, and stops when told to', async () => {
    const relay = await startRelay('background')
    const { home, publicUrl } = await employee(relay)
    endings.push(() => home.run(['tunnel', 'stop']))
    const detached = await done(home.run(['tunnel', 'start', '--detach', '--json']))
    expect(detached.json()).toEqual({ detached: true, by: 'process' })
    await eventually(
      async () => (await statusOf(home)).state === 'online',
      () => 'it is online',
    )
    expect((await callFromPlatform(publicUrl, relay.accessKey)).result).toEqual(fortyTwo)
    const second = await home.run(['tunnel', 'start', '--json'])
    expect([second.code, second.problem().code]).toEqual([2, 'tunnel-running'])
    await done(home.run(['tunnel', 'unexpose', 'sample']))
    await eventually(
      async () =>
        (await fetch(publicUrl, authorized(relay))).headers.get('aip-tunnel-failure') ===
        'relay; not_exposed',
      () => 'it is not offered any more',
    )
    await done(home.run(['tunnel', 'stop']))
    expect((await statusOf(home)).state).toBe('stopped')
  })

  it('says what is missing: a link, a good key, an exposed connection', async () => {
    const home = openHome()
    endings.push(() => home[Symbol.asyncDispose]())
    const start = await home.run(['tunnel', 'start', '--json'])
    expect([start.code, start.problem().code]).toEqual([3, 'not-linked'])
    const wrong = await home.run(['tunnel', 'link', 'nonsense', '--json'])
    expect([wrong.code, wrong.problem().code]).toEqual([7, 'tunnel-key-refused'])
    const relay = await startRelay('once-only')
    await done(home.run(['tunnel', 'link', '-'], { input: relay.linkKey }))
    const again = await home.run(['tunnel', 'link', '-', '--json'], { input: relay.linkKey })
    expect([again.code, again.problem().code]).toEqual([7, 'tunnel-key-refused'])
    expect((await statusOf(home)).linked).toBe(true)
    await done(home.run(['tunnel', 'unlink']))
    expect((await statusOf(home)).linked).toBe(false)
  })
})

function authorized(relay: RelayProcess): RequestInit {
  return { headers: { authorization: `Bearer ${relay.accessKey}` } }
}

/** What the relay has in memory, in files and said. */
async function everythingOf(relay: RelayProcess): Promise<Buffer[]> {
  relay.child.kill('SIGUSR2')
  const snapshots = () => readdirSync(relay.folder).filter((each) => each.endsWith('.heapsnapshot'))
  await eventually(
    () => snapshots().length > 0,
    () => 'a heap snapshot',
  )
  // The file is written while the process stands still; it answers again when it is whole.
  await fetch(`${relay.origin}/healthz`)
  const files = readdirSync(relay.folder, { recursive: true, withFileTypes: true })
  const read = files
    .filter((each) => each.isFile())
    .map((each) => readFileSync(join(each.parentPath, each.name)))
  return [...read, Buffer.from(relay.said())]
}

/** Process id of the first child of a process (Linux). */
function childOf(parent: number): number {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim()
  return Number(children.split(' ')[0])
}
