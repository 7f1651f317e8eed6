/** The other side of the demonstration: a relay, a tunnel to it, and a platform that knows nothing but an address and an access key. */
import { join } from 'node:path'
import { z } from 'zod'
import type { Machine } from '#adapters/machine.ts'
import { openMcpSession } from '#core/connections/mcp-session.ts'
import type { McpSession } from '#core/connections/mcp-session.ts'
import type { Tunnel } from '#core/tunnel/create-tunnel.ts'
import { createRelay } from '#tunnel/relay/create-relay.ts'
import type { Relay } from '#tunnel/relay/create-relay.ts'

export interface Platform {
  /** Offers a connection through the tunnel and opens a session to it from the other side, past nothing but the relay. */
  open(name: string): Promise<McpSession>
  close(): Promise<void>
}

/** Starts relay and agent; the relay's data are in `folder`. */
export async function startPlatform(
  machine: Machine,
  tunnel: Tunnel,
  folder: string,
  signal: AbortSignal,
): Promise<Platform> {
  const { clock, log, version } = machine.ports
  const dataFolder = join(folder, 'relay')
  const relay = await createRelay({
    dataFolder,
    port: 0,
    host: '127.0.0.1',
    trustProxy: false,
    clock,
    log,
  })
  const stopping = new AbortController()
  const ending = AbortSignal.any([signal, stopping.signal])
  try {
    const { linkKey, accessKey } = await administer(relay, signal)
    await tunnel.link(linkKey, signal)
    const running = Promise.withResolvers<void>()
    const tunnelEnded = tunnel
      .run(
        {
          state: ({ lines }) => {
            if (lines.some((each) => each.status === 'online')) running.resolve()
          },
        },
        ending,
      )
      .finally(() => running.reject(new Error('The tunnel ended before it was online.')))
    // Whoever waits for the line or for the end is told; in between nobody listens.
    tunnelEnded.catch(() => undefined)
    await running.promise
    return {
      async open(name) {
        const { publicUrl } = await tunnel.expose(name, { passThrough: false }, signal)
        const fetchWithKey: typeof fetch = (input, init = {}) => {
          const headers = new Headers(init.headers)
          headers.set('authorization', `Bearer ${accessKey}`)
          return fetch(input, { ...init, headers })
        }
        await offered(publicUrl, fetchWithKey, signal)
        return openMcpSession({ url: publicUrl, fetch: fetchWithKey, version, signal })
      },
      async close() {
        stopping.abort(new Error('the demonstration is over'))
        await tunnelEnded
        await relay.close()
      },
    }
  } catch (error) {
    stopping.abort(error)
    await relay.close()
    throw error
  }
}

/** What the relay's administrator does: a tunnel with its link key, and an access key for the platform. */
async function administer(relay: Relay, signal: AbortSignal) {
  const ask = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${relay.port}/admin/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${relay.adminKey ?? ''}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      signal,
    })
    return response.json()
  }
  const { linkKey } = z
    .object({ linkKey: z.string() })
    .parse(await ask('/tunnels', { alias: 'demonstration' }))
  const { key } = z
    .object({ key: z.string() })
    .parse(await ask('/tunnels/demonstration/keys', { name: 'platform' }))
  return { linkKey, accessKey: key }
}

/** Waits until the agent has told the relay; that takes a moment. */
async function offered(url: string, ask: typeof fetch, signal: AbortSignal): Promise<void> {
  const limit = Date.now() + 10_000
  for (;;) {
    const response = await ask(url, { method: 'OPTIONS', signal })
    await response.body?.cancel()
    if (response.headers.get('aip-tunnel-failure') === null) return
    if (Date.now() > limit) throw new Error('The relay was not told of the connection.')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
