/** What a fault happens to: a relay, one or more machines with a counting server each, and the way a platform calls them. */
import { openHome } from '../aip.ts'
import type { Home, Running } from '../aip.ts'
import { linkedHome, startRelayProgram, startTunnel } from '../tunnel-stand.ts'
import type { RelayOptions, RelayProgram, TunnelKeys } from '../tunnel-stand.ts'
import type { Way } from './calls.ts'
import { startCountingServer } from './counting-server.ts'
import type { CountingServer } from './counting-server.ts'

export interface Scene {
  readonly relay: RelayProgram
  readonly tunnel: TunnelKeys
  readonly machines: readonly Machine[]
  readonly servers: readonly CountingServer[]
  readonly way: Way
}

export interface Machine {
  readonly home: Home
  readonly running: Running
}

export interface SceneOptions {
  readonly machines?: number
  /** Default: when there are several machines. */
  readonly organization?: boolean
  readonly relay?: RelayOptions
  /** Address the server listens at. */
  readonly serverHost?: string
  /** Makes the home of a machine. */
  readonly openHome?: () => Home
}

/** Everything started and online; `stack` ends it. */
export async function openScene(
  stack: AsyncDisposableStack,
  options: SceneOptions = {},
): Promise<Scene> {
  const { machines: count = 1, organization = count > 1 } = options
  const server = await startCountingServer(options.serverHost)
  stack.defer(() => server.close())
  const relay = await startRelayProgram(stack, options.relay)
  const tunnel = await relay.makeTunnel('faults', { organization })
  const machines: Machine[] = []
  let publicUrl = ''
  for (let number = 0; number < count; number++) {
    const empty = stack.use(options.openHome?.() ?? openHome())
    const linked = await linkedHome(stack, tunnel, [server.url], empty)
    publicUrl = linked.publicUrl
    machines.push({ home: empty, running: await startTunnel(empty) })
  }
  const way = { addresses: [publicUrl], accessKey: tunnel.accessKey }
  return { relay, tunnel, machines, servers: [server], way }
}

/** A line of a report. */
export type Tell = (line: string) => void

/** A fault with its outcome: throws when that is not what it should be. */
export interface Fault {
  readonly title: string
  /** Needs minutes, or rights that a test run may not have. */
  readonly long?: boolean
  readonly run: (stack: AsyncDisposableStack, tell: Tell) => Promise<void>
}
