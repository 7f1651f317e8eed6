/** Clocks that are set forward and back under a running tunnel. libfaketime, because it moves the clock of these processes and of nobody else. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mkdtempDisposableSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { openHome } from '../aip.ts'
import { untilGood, startLoad } from './calls.ts'
import { must, mustCount } from './expect.ts'
import { openScene } from './scene.ts'
import type { Fault } from './scene.ts'

const library = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
].find((each) => existsSync(each))

/** Both sides look every 15 seconds; a jump is known after that. */
const lookMs = 20_000

function jump(title: string, whose: 'machine' | 'relay'): Fault {
  return {
    title,
    long: true,
    async run(stack, tell) {
      must(library !== undefined, 'libfaketime is missing: apt-get install faketime')
      const folder = stack.use(mkdtempDisposableSync(join(tmpdir(), 'aip-clock-')))
      const file = join(folder.path, 'clock')
      const set = (offset: string) => writeFileSync(file, `${offset}\n`)
      set('+0')
      const environment = {
        LD_PRELOAD: library ?? '',
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      }
      const { way, servers } = await openScene(stack, {
        ...(whose === 'relay' && { relay: { environment } }),
        ...(whose === 'machine' && { openHome: () => openHome(environment) }),
      })
      await untilGood(way)
      const load = startLoad(way, 2, servers)
      for (const offset of ['+3600', '-3600', '+0']) {
        set(offset)
        await wait(lookMs)
        tell(`clock at ${offset} s: good after ${await untilGood(way)} ms`)
      }
      // What was in flight when the machine dialled anew.
      tell(await mustCount(load, ['carrier_lost', 'tunnel_offline']))
    },
  }
}

export const clocks: readonly Fault[] = [
  jump('the clock of the machine is set an hour forward, and two back', 'machine'),
  jump('the clock of the relay is set an hour forward, and two back', 'relay'),
]
