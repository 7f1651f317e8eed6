/** Tells when lines to the outside should be made anew: after sleep, after unlocking, when the network changed. */
import { networkInterfaces } from 'node:os'
import type { Electron } from './electron.ts'

const lookEveryMs = 5_000

/** Calls `woken` with the reason. Returns how to stop. */
export function watchWakes(
  { powerMonitor }: Pick<Electron, 'powerMonitor'>,
  woken: (reason: 'resume' | 'unlock' | 'network') => void,
  addresses: () => string = addressesOfThisComputer,
): () => void {
  const resume = () => woken('resume')
  const unlock = () => woken('unlock')
  powerMonitor.on('resume', resume)
  powerMonitor.on('unlock-screen', unlock)
  const seen = { addresses: addresses() }
  // The main process has no event for this; looking costs microseconds.
  const timer = setInterval(() => {
    const now = addresses()
    if (now === seen.addresses) return
    seen.addresses = now
    woken('network')
  }, lookEveryMs)
  timer.unref()
  return () => {
    clearInterval(timer)
    powerMonitor.off('resume', resume)
    powerMonitor.off('unlock-screen', unlock)
  }
}

function addressesOfThisComputer(): string {
  const found = Object.entries(networkInterfaces()).flatMap(([name, list]) =>
    (list ?? []).filter((each) => !each.internal).map((each) => `${name} ${each.address}`),
  )
  return found.sort().join(',')
}
