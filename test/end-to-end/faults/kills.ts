/** Processes that are killed without warning, while calls are made and a stream is open. */
import { setTimeout as wait } from 'node:timers/promises'
import { agentOf, startTunnel } from '../tunnel-stand.ts'
import { openStream, startLoad, untilGood } from './calls.ts'
import { mustBreak, mustCount } from './expect.ts'
import { openScene } from './scene.ts'
import type { Fault, Scene } from './scene.ts'

/** What a call may meet while an end of the tunnel is gone. `broken`: the relay itself is. */
const agentGone = ['carrier_lost', 'tunnel_offline']
const relayGone = [...agentGone, 'broken', 'refused', 'draining']

interface Kill {
  readonly title: string
  readonly allowed: readonly string[]
  /** Kills, and starts again what nobody else starts. */
  readonly act: (scene: Scene) => Promise<void>
}

const acts: readonly Kill[] = [
  {
    title: 'the agent is killed, and started again by its parent',
    allowed: agentGone,
    act: async ({ machines: [machine] }) => {
      if (machine) process.kill(await agentOf(machine.running), 'SIGKILL')
    },
  },
  {
    title: 'agent and parent are killed, and started again',
    allowed: agentGone,
    act: async ({ machines: [machine] }) => {
      if (!machine) return
      machine.running.child.kill('SIGKILL')
      await machine.running.ended
      await startTunnel(machine.home)
    },
  },
  {
    title: 'the relay is killed, and started again',
    allowed: relayGone,
    act: async ({ relay }) => {
      await relay.kill()
      await relay.start()
    },
  },
  {
    title: 'relay and agent are killed at once, and started again',
    allowed: relayGone,
    act: async ({ relay, machines: [machine] }) => {
      if (machine) process.kill(await agentOf(machine.running), 'SIGKILL')
      await relay.kill()
      await relay.start()
    },
  },
]

export const kills: readonly Fault[] = acts.map(({ title, allowed, act }) => ({
  title,
  async run(stack, tell) {
    const scene = await openScene(stack)
    await untilGood(scene.way)
    const load = startLoad(scene.way, 4, scene.servers)
    const stream = openStream(scene.way)
    await stream.begun
    await wait(500)
    const at = performance.now()
    const broken = mustBreak(stream, at)
    await act(scene)
    const restarted = Math.round(performance.now() - at)
    const brokenMs = await broken
    await untilGood(scene.way)
    const goodMs = Math.round(performance.now() - at)
    await wait(500)
    tell(`stream broken off after ${brokenMs} ms; started again after ${restarted} ms`)
    tell(`first good call ${goodMs} ms after the kill`)
    tell(await mustCount(load, allowed))
  },
}))
