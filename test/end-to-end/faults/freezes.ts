/** Processes that stand still for two minutes and go on, as on a computer that sleeps or is out of memory. */
import { setTimeout as wait } from 'node:timers/promises'
import { agentOf } from '../tunnel-stand.ts'
import { callOnce, openStream, untilGood } from './calls.ts'
import { must, mustBreak } from './expect.ts'
import { openScene } from './scene.ts'
import type { Fault, Scene } from './scene.ts'

const frozenMs = 120_000

function freeze(title: string, idsOf: (scene: Scene) => Promise<number[]>): Fault {
  return {
    title,
    long: true,
    async run(stack, tell) {
      const scene = await openScene(stack)
      const [machine] = scene.machines
      await untilGood(scene.way)
      const stream = openStream(scene.way)
      await stream.begun
      const at = performance.now()
      const broken = mustBreak(stream, at)
      const ids = await idsOf(scene)
      for (const id of ids) process.kill(id, 'SIGSTOP')
      const relayStands = !ids.includes(machine?.running.child.pid ?? 0)
      if (!relayStands) {
        tell(`the relay broke the stream off after ${await broken} ms`)
        const asked = performance.now()
        const outcome = await callOnce(scene.way)
        const said = outcome.status === 'failed' ? outcome.code : outcome.status
        must(said === 'tunnel_offline', `a call in between said ${said}`)
        tell(`a call in between: tunnel_offline in ${Math.round(performance.now() - asked)} ms`)
      }
      await wait(Math.max(0, frozenMs - (performance.now() - at)))
      for (const id of ids) process.kill(id, 'SIGCONT')
      tell(`first good call ${await untilGood(scene.way)} ms after it went on`)
      if (relayStands) tell(`the stream was broken off ${await broken} ms after the freeze`)
    },
  }
}

export const freezes: readonly Fault[] = [
  freeze('tunnel and agent stand still for two minutes', async ({ machines: [machine] }) =>
    machine ? [machine.running.child.pid ?? 0, await agentOf(machine.running)] : [],
  ),
  freeze('the relay stands still for two minutes', async ({ relay }) => [
    relay.process().child.pid ?? 0,
  ]),
]
