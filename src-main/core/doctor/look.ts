/** Looks at a server with the discovery of the run time, and keeps every probe, also when it ends in a problem. */
import type { ConnectionSettings } from '#contract/connection.ts'
import type { Probe } from '#contract/discovery.ts'
import type { Problem } from '#contract/problem.ts'
import { isProblem } from '#core/app-error.ts'
import { openLister } from '#core/app/list-openly.ts'
import { discover } from '#core/discovery/discover.ts'
import type { Found } from '#core/found.ts'
import type { Clock, Http } from '#core/ports.ts'

export interface Wish {
  readonly url: string
  readonly settings: Partial<ConnectionSettings>
  /** Static headers of the connection, in clear. */
  readonly headers: Record<string, string>
  /** The connection signs in, also where the server works without. */
  readonly preferLogin: boolean
}

export interface LookPorts {
  readonly http: Http
  readonly clock: Clock
  /** Version of the product, told to servers. */
  readonly version: string
}

/** Exactly one of `found` and `problem` is there. */
export type Looked =
  | { readonly trace: readonly Probe[]; readonly found: Found; readonly problem?: undefined }
  | { readonly trace: readonly Probe[]; readonly found?: undefined; readonly problem: Problem }

/** Discovers as a connection would. Throws only when cancelled, or by a mistake of ours. */
export async function look(wish: Wish, ports: LookPorts, signal: AbortSignal): Promise<Looked> {
  const { url, settings, headers, preferLogin } = wish
  const trace: Probe[] = []
  try {
    const found = await discover(url, ports, {
      settings,
      headers,
      preferLogin,
      signal,
      onProbe: (probe) => trace.push(probe),
      canListTools: openLister(ports, url, settings, headers, signal),
    })
    return { trace, found }
  } catch (error) {
    signal.throwIfAborted()
    if (isProblem(error)) return { trace, problem: error.problem }
    throw error
  }
}
