/** What breaks: processes killed and frozen, lines that go dead without a word, clocks that jump; and how calls come back. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { request as httpRequest } from 'node:http'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LinkedDevice } from '#tunnel/agent/link.ts'
import { fastClock } from './clocks.ts'
import {
  atEnd,
  codeOf,
  linkMachine,
  makeTunnel,
  online,
  startAgent,
  startRelay,
  temporaryFolder,
  through,
  until,
} from './relay-fixture.ts'
import type { TestTunnel } from './relay-fixture.ts'

function start(script: string, ...words: string[]): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  atEnd(() => void child.kill('SIGKILL'))
  return child
}

function startAgentProcess(device: LinkedDevice): ChildProcess {
  return start('agent-process.ts', JSON.stringify(device))
}

async function startRelayProcess(folder: string, port = 0): Promise<[ChildProcess, number]> {
  const child = start('relay-process.ts', folder, String(port))
  let said = ''
  child.stdout?.on('data', (part: Buffer) => (said += String(part)))
  await until(() => said.includes('\n'))
  return [child, (JSON.parse(said) as { port: number }).port]
}

/** Opens a stream through the tunnel; tells when it has begun, and how it ended. */
function openStream(tunnel: TestTunnel, url = tunnel.url) {
  const state = { begun: false, ended: '' }
  const asked = httpRequest(`${url}/demo/stream`, {
    agent: false,
    headers: { 'aip-access-key': tunnel.accessKey },
  })
  asked.on('error', () => (state.ended ||= 'broken'))
  asked.once('response', (answer) => {
    answer.once('data', () => (state.begun = true))
    answer.once('error', () => (state.ended ||= 'broken'))
    answer.once('end', () => (state.ended ||= 'clean'))
  })
  asked.end()
  atEnd(() => void asked.destroy())
  return state
}

const works = async (tunnel: TestTunnel) =>
  (await through(tunnel).catch(() => undefined))?.status === 200

describe('a process that is killed', () => {
  it('the agent: its streams break, calls say so at once, and a new agent takes over', async () => {
    const relay = await startRelay()
    const tunnel = await makeTunnel(relay)
    const device = await linkMachine(tunnel.linkKey)
    const first = startAgentProcess(device)
    await until(() => works(tunnel))
    const stream = openStream(tunnel)
    await until(() => stream.begun)
    first.kill('SIGKILL')
    await until(() => stream.ended !== '')
    expect(stream.ended).toBe('broken')
    // A connection to the agent may end a moment later than the one of the stream.
    expect(['tunnel_offline', 'carrier_lost']).toContain(codeOf(await through(tunnel)))
    await until(async () => codeOf(await through(tunnel)) === 'tunnel_offline')
    startAgentProcess(device)
    await until(() => works(tunnel))
  })

  it('the relay: the agent finds it again by itself', async () => {
    const folder = temporaryFolder()
    const own = await startRelay({ dataFolder: folder })
    const made = await makeTunnel(own)
    const device = await linkMachine(made.linkKey)
    await own.close()
    const [first] = await startRelayProcess(folder, own.port)
    let destroyed = false
    await startAgent(device, (request, response) => {
      if (request.url === '/demo') return void response.end('ok')
      response.write('x')
      request.once('close', () => (destroyed = true))
    })
    const stream = openStream(made)
    await until(() => stream.begun)
    first.kill('SIGKILL')
    await until(() => stream.ended === 'broken' && destroyed)
    await startRelayProcess(folder, own.port)
    await until(() => works(made))
  })

  it('both at once: they find each other again', async () => {
    const folder = temporaryFolder()
    const own = await startRelay({ dataFolder: folder })
    const made = await makeTunnel(own)
    const device = await linkMachine(made.linkKey)
    await own.close()
    const [relay] = await startRelayProcess(folder, own.port)
    const agent = startAgentProcess(device)
    await until(() => works(made))
    relay.kill('SIGKILL')
    agent.kill('SIGKILL')
    startAgentProcess(device)
    await startRelayProcess(folder, own.port)
    await until(() => works(made))
  })
})

describe('a side that is silent', () => {
  it('an agent that is frozen: its streams break, and it comes back when it thaws', async () => {
    const relay = await startRelay({ clock: fastClock(60) })
    const tunnel = await makeTunnel(relay)
    const agent = startAgentProcess(await linkMachine(tunnel.linkKey))
    await until(() => works(tunnel))
    const stream = openStream(tunnel)
    await until(() => stream.begun)
    agent.kill('SIGSTOP')
    await until(() => stream.ended === 'broken')
    expect(codeOf(await through(tunnel))).toBe('tunnel_offline')
    agent.kill('SIGCONT')
    await until(() => works(tunnel))
  })

  it('a network that drops everything: both ends notice, break what is in flight, and meet again', async () => {
    const relay = await startRelay({ clock: fastClock(60) })
    const tunnel = await makeTunnel(relay)
    const device = await linkMachine(tunnel.linkKey)
    const network = await droppingNetwork(relay.port)
    let destroyed = false
    const carrier = await startAgent(
      device,
      (request, response) => {
        if (request.url === '/demo') return void response.end('ok')
        response.write('x')
        request.once('close', () => (destroyed = true))
      },
      { clock: fastClock(60), dial: network.dial },
    )
    const stream = openStream(tunnel)
    await until(() => stream.begun)
    network.drop()
    await until(() => stream.ended === 'broken' && destroyed)
    await until(() => carrier.status().status !== 'online')
    network.heal()
    await until(() => works(tunnel))
  })

  it('a computer that has slept: the agent dials anew at once', async () => {
    const relay = await startRelay()
    const tunnel = await makeTunnel(relay)
    const clock = fastClock(60)
    const device = await linkMachine(tunnel.linkKey)
    const carrier = await startAgent(device, (_request, response) => response.end(), { clock })
    const states: string[] = []
    carrier.watch((status) => states.push(status.status))
    clock.jump(10 * 60_000)
    await until(() => states.includes('connecting') && states.at(-1) === 'online')
    expect(states).not.toContain('waiting')
  })
})

/** A network between agent and relay that can stop carrying without closing anything. */
async function droppingNetwork(port: number) {
  const pairs = new Set<[Socket, Socket]>()
  let dropping = false
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('error', () => undefined)
      from.on('data', (part: Buffer) => void (dropping || to.write(part)))
      from.on('close', () => dropping || to.destroy())
      from.on('end', () => dropping || to.end())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    server.close()
    for (const pair of pairs) for (const socket of pair) socket.destroy()
  })
  const own = (server.address() as AddressInfo).port
  return {
    dial: async () => connect(own, '127.0.0.1'),
    drop: () => (dropping = true),
    heal: () => {
      dropping = false
      // What was cut stays dead; only new connections get through.
      for (const pair of pairs) for (const socket of pair) socket.removeAllListeners('data')
    },
  }
}

describe('leaving in order', () => {
  it('a machine that drains under load: another takes over, and no call fails', async () => {
    const relay = await startRelay()
    const tunnel = await makeTunnel(relay, { organization: true })
    const seen: string[] = []
    const machine = async (name: string) =>
      startAgent(await linkMachine(tunnel.linkKey, name), (_request, response) => {
        seen.push(name)
        setTimeout(() => response.end(name), 5)
      })
    const a = await machine('a')
    await machine('b')
    const statuses: number[] = []
    let over = false
    const callers = Array.from({ length: 8 }, async () => {
      while (!over) statuses.push((await through(tunnel)).status)
    })
    await until(() => new Set(seen).size === 2 && seen.length > 50)
    await a.drain(5_000)
    seen.length = 0
    await until(() => seen.length > 50)
    over = true
    await Promise.all(callers)
    expect(new Set(seen)).toEqual(new Set(['b']))
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it('a relay that drains lets calls in flight finish, and agents go to the other relay', async () => {
    const folder = temporaryFolder()
    const first = await startRelay({ dataFolder: folder })
    const tunnel = await makeTunnel(first)
    const second = await startRelay({ dataFolder: folder })
    const device = await linkMachine(tunnel.linkKey)
    const carrier = await startAgent(
      device,
      (_request, response) => void setTimeout(() => response.end('done'), 300),
      { relays: [first.origin, second.origin] },
    )
    await until(() => carrier.lines().every((line) => line.status === 'online'))
    const atSecond = { ...tunnel, url: tunnel.url.replace(first.origin, second.origin) }
    const running = through(tunnel)
    await until(() => first.drain !== undefined)
    await new Promise((resolve) => setTimeout(resolve, 100))
    const drained = first.drain()
    expect((await running).body).toBe('done')
    // It is there a while longer, to say so: a caller goes elsewhere, and not on this connection.
    const sentAway = await through(tunnel)
    expect([codeOf(sentAway), sentAway.headers.connection]).toEqual(['draining', 'close'])
    await drained
    expect((await through(atSecond)).body).toBe('done')
    expect(carrier.status().status).toBe('online')
  })

  it('an agent that says goodbye is not waited for', async () => {
    const relay = await startRelay()
    const tunnel = await makeTunnel(relay)
    const device = await linkMachine(tunnel.linkKey)
    const carrier = await startAgent(device, (_request, response) => response.end())
    await online(carrier)
    await carrier.close()
    const { body } = await relay.admin('GET', '/tunnels')
    expect(body).toMatchObject({ tunnels: [{ online: 0 }] })
    const answer = await through(tunnel)
    expect(answer.status).toBe(503)
    expect(answer.headers['retry-after']).toBe('2')
    expect(codeOf(answer)).toBe('tunnel_offline')
  })
})

describe('several machines', () => {
  it('an MCP session stays with the machine that began it, and says so when that is gone', async () => {
    const relay = await startRelay()
    const tunnel = await makeTunnel(relay, { organization: true })
    const machine = async (name: string) =>
      startAgent(await linkMachine(tunnel.linkKey, name), (_request, response) => {
        response.setHeader('mcp-session-id', `session-of-${name}`)
        response.end(name)
      })
    const machines = { a: await machine('a'), b: await machine('b') }
    const bodies = new Set<string>()
    while (bodies.size < 2) bodies.add((await through(tunnel)).body)
    const headers = { 'mcp-session-id': 'session-of-a' }
    for (let count = 0; count < 6; count++) {
      expect((await through(tunnel, '/demo', { headers })).body).toBe('a')
    }
    await machines.a.close()
    expect(codeOf(await through(tunnel, '/demo', { headers }))).toBe('tunnel_offline')
    expect((await through(tunnel)).body).toBe('b')
  })
})
