/** Finds the way to the app that this window has. */
import type { Transport } from '#contract/transport.ts'
import { loopbackTransport, sessionEnded } from '#contract/loopback-transport.ts'
import { electronTransport } from './electron.ts'
import { sessionKey } from './session-key.ts'

export async function chooseTransport(): Promise<Transport> {
  const preloaded = electronTransport()
  if (preloaded) return preloaded
  const key = await sessionKey(location.origin)
  return key === undefined ? nobody() : loopbackTransport(location.origin, key)
}

/** For a page that was opened by its bare address, or with a code that was used already. */
function nobody(): Transport {
  const problem = sessionEnded('This page was opened without a session.')
  return {
    invoke: () => Promise.resolve({ ok: false, problem }),
    watch: (listener) => {
      listener({ status: 'lost', problem })
      return () => undefined
    },
  }
}
