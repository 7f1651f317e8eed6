/** Many at once: calls on one agent, and agents on one relay. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { connectCarrier } from '#tunnel/agent/carrier/connect-carrier.ts'
import type { Carrier } from '#tunnel/agent/carrier/carrier.ts'
import { link } from '#tunnel/agent/link.ts'
import { realClock, silent } from '#test/tunnel/clocks.ts'
import { startRelayProgram } from '../tunnel-stand.ts'
import type { TunnelKeys } from '../tunnel-stand.ts'
import { until } from '../until.ts'
import { callOnce, nextNumber, untilGood } from './calls.ts'
import { must } from './expect.ts'
import { openScene } from './scene.ts'
import type { Fault } from './scene.ts'

const calls256: Fault = {
  title: '256 calls at once through one agent',
  async run(stack, tell) {
    const { way, servers } = await openScene(stack)
    await untilGood(way)
    const at = performance.now()
    const numbers = Array.from({ length: 256 }, nextNumber)
    const outcomes = await Promise.all(numbers.map((number) => callOnce(way, number, 2000)))
    const ms = Math.round(performance.now() - at)
    const bad = outcomes.filter(({ status }) => status !== 'good')
    must(bad.length === 0, `${bad.length} of 256 failed: ${JSON.stringify(bad[0])}`)
    const most = servers[0]?.most() ?? 0
    const twice = numbers.filter((number) => servers[0]?.times(number) !== 1)
    must(twice.length === 0, `${twice.length} calls were not made exactly once`)
    tell(`256 calls of 2 s, all good after ${ms} ms, ${most} at the server at once`)
  },
}

const agents = 1000

const idleAgents: Fault = {
  title: '1,000 agents on one relay, which is killed and started again',
  long: true,
  async run(stack, tell) {
    const relay = await startRelayProgram(stack)
    const tunnel = await relay.makeTunnel('crowd', { organization: true })
    const pid = () => relay.process().child.pid ?? 0
    const empty = memoryOf(pid())
    const begun = performance.now()
    const carriers: Carrier[] = []
    stack.defer(async () => void (await Promise.all(carriers.map((each) => each.close()))))
    for (let number = 0; number < agents; number++) carriers.push(await joined(tunnel, number))
    await until('all are online', () => onlineOf(carriers) === agents, 60_000)
    tell(`all online after ${seconds(begun)}`)
    const each = (memoryOf(pid()) - empty) / agents / 1024
    tell(`${each.toFixed(0)} KB of the relay's memory for each, just connected`)
    await wait(35_000)
    must(onlineOf(carriers) === agents, 'an agent was lost while it was idle')
    await relay.kill()
    await until('the loss is noticed', () => onlineOf(carriers) === 0, 60_000)
    const at = performance.now()
    await relay.start()
    tell(`listens again after ${seconds(at)}`)
    await until('half are back', () => onlineOf(carriers) >= agents / 2, 120_000)
    tell(`half are back after ${seconds(at)}`)
    await until('all are back', () => onlineOf(carriers) === agents, 120_000)
    tell(`all are back after ${seconds(at)}`)
  },
}

export const crowds: readonly Fault[] = [calls256, idleAgents]

async function joined({ linkKey }: TunnelKeys, number: number): Promise<Carrier> {
  const software = { os: 'Linux', version: '1' }
  const signal = AbortSignal.timeout(60_000)
  const device = await link(linkKey, { ...software, name: `machine ${number}`, signal })
  return connectCarrier({
    relays: [device.relay],
    identity: device,
    software,
    onRequest: (_request, response) => response.end(),
    clock: realClock,
    random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    log: silent,
  })
}

function onlineOf(carriers: readonly Carrier[]): number {
  return carriers.filter((each) => each.status().status === 'online').length
}

/** Bytes of memory a process has (Linux). */
function memoryOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
