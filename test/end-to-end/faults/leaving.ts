/** Leaving in order under load: no call may fail. */
import { setTimeout as wait } from 'node:timers/promises'
import { linkedHome, startRelayProgram, startTunnel } from '../tunnel-stand.ts'
import { until } from '../until.ts'
import { startLoad, untilGood } from './calls.ts'
import { mustCount } from './expect.ts'
import { openScene } from './scene.ts'
import type { Fault } from './scene.ts'

const machineLeaves: Fault = {
  title: 'a machine of two leaves under load: no call fails',
  async run(stack, tell) {
    const { way, machines, servers } = await openScene(stack, { machines: 2 })
    await untilGood(way)
    const load = startLoad(way, 8, servers)
    await until('the load runs', () => load.good() > 50)
    const at = performance.now()
    machines[0]?.running.child.kill('SIGINT')
    await machines[0]?.running.ended
    tell(`the machine was gone after ${Math.round(performance.now() - at)} ms`)
    const before = load.good()
    await until('calls go on', () => load.good() > before + 50)
    tell(await mustCount(load, []))
  },
}

/** Two relays over one directory, a machine at each; callers go to the second where the first says that it sent nothing on, as a balancer does. */
const relayLeaves: Fault = {
  title: 'a relay of two drains under load: no call fails',
  async run(stack, tell) {
    const first = await openScene(stack, { organization: true })
    const second = await startRelayProgram(stack, { folder: first.relay.folder })
    const linkKey = atRelay(first.tunnel.linkKey, second.origin)
    const server = first.servers.map(({ url }) => url)
    const other = await linkedHome(stack, { ...first.tunnel, linkKey }, server)
    await startTunnel(other.home)
    const way = { ...first.way, addresses: [...first.way.addresses, other.publicUrl] }
    await untilGood({ ...way, addresses: [other.publicUrl] })
    const load = startLoad({ ...way, left: new Set() }, 8, first.servers)
    await until('the load runs', () => load.good() > 50)
    const at = performance.now()
    const { child, ended } = first.relay.process()
    child.kill('SIGTERM')
    await ended
    tell(`the relay was gone after ${Math.round(performance.now() - at)} ms`)
    await wait(200)
    const before = load.good()
    await until('calls go on', () => load.good() > before + 50)
    tell(await mustCount(load, []))
  },
}

export const leaving: readonly Fault[] = [machineLeaves, relayLeaves]

/** The same link key for another relay with the same directory. */
function atRelay(linkKey: string, origin: string): string {
  return `aip-link_${Buffer.from(origin).toString('base64url')}.${linkKey.split('.')[1] ?? ''}`
}
