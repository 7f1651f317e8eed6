/** The second transport: a localtunnel server that the person names. Its public address has no lock, so the key is checked here. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Line, Transport } from '#tunnel/protocol/agent-messages.ts'
import { failureHeader } from '#tunnel/protocol/failure.ts'
import { nameCaller, presentsKey, refuseCaller } from './access-guard.ts'
import type { Front, FrontOptions } from './front.ts'

export interface LocaltunnelParts {
  readonly transport: Extract<Transport, { kind: 'localtunnel' }>
  readonly onRequest: FrontOptions['onRequest']
  readonly onLines: FrontOptions['onLines']
  /** A request to the public address, to prove that it leads here. */
  readonly fetch: typeof fetch
  /** Full jitter between 0 and 1. */
  chance(): number
}

const probeEveryMs = 15_000
const mostWaitMs = 30_000

/** Opens at once and again after every failure; the line counts as online only after a probe through the public address came back. */
export function openLocaltunnel(parts: LocaltunnelParts): Front {
  const { onLines } = parts
  let active = 0
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    active++
    response.once('close', () => active--)
    receive(request, response, parts)
  })
  server.timeout = 0
  server.requestTimeout = 0
  const stop = new AbortController()
  const nudges = new EventTarget()
  const report = (line: Line) => {
    if (!stop.signal.aborted) onLines([line])
  }

  async function run(): Promise<void> {
    const port = await listen(server)
    for (let failures = 0; !stop.signal.aborted; failures++) {
      report({ status: 'connecting' })
      const why = await holdTunnel(parts, port, stop.signal, nudges, (line) => {
        failures = 0
        report(line)
      })
      if (stop.signal.aborted) return
      const most = Math.min(mostWaitMs, 500 * 2 ** failures)
      const ms = most * parts.chance()
      report({ status: 'waiting', untilMs: Date.now() + ms, why })
      await pause(ms, stop.signal, nudges)
    }
  }
  run().catch((error: unknown) => {
    report({ status: 'refused', why: error instanceof Error ? error.message : String(error) })
  })

  const close = async () => {
    stop.abort()
    onLines([{ status: 'closed' }])
    server.closeAllConnections()
    server.close()
  }
  return {
    announce: () => undefined,
    redial: () => void nudges.dispatchEvent(new Event('nudge')),
    async drain(ms) {
      const limit = Date.now() + ms
      server.close()
      // Sockets that wait for a call are no calls.
      while (active > 0 && Date.now() < limit && !stop.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await close()
    },
    close,
  }
}

function receive(
  request: IncomingMessage,
  response: ServerResponse,
  { transport, onRequest }: LocaltunnelParts,
): void {
  // Metadata is asked for at the root of the address: nobody here answers that (G19).
  if (/^\/\.well-known(?:\/|$)/i.test(request.url ?? '')) {
    response.writeHead(404, { 'content-length': '0' }).end()
    return
  }
  if (!presentsKey(request, transport.accessKeyHash)) return refuseCaller(response)
  nameCaller(request, 'localtunnel')
  onRequest(request, response)
}

/** Resolves with the reason when the tunnel is lost. */
async function holdTunnel(
  { transport, fetch }: LocaltunnelParts,
  port: number,
  signal: AbortSignal,
  nudges: EventTarget,
  online: (line: Line) => void,
): Promise<string> {
  const { default: localtunnel } = await import('localtunnel')
  const lost = Promise.withResolvers<string>()
  const stop = () => lost.resolve('closed')
  signal.addEventListener('abort', stop, { once: true })
  const opening = localtunnel({ port, host: transport.host, local_host: '127.0.0.1' })
  const tunnel = await Promise.race([opening, lost.promise, late()])
  if (typeof tunnel === 'string') {
    // It may still open, long after nobody wants it.
    void opening.then((each) => each.close()).catch(() => undefined)
    return tunnel
  }
  tunnel.on('error', (error: Error) => lost.resolve(error.message))
  tunnel.on('close', () => lost.resolve('the localtunnel server closed the tunnel'))
  const since = Date.now()
  const probing = new AbortController()
  const prove = async () => {
    while (!probing.signal.aborted) {
      const before = performance.now()
      if (!(await leadsHere(tunnel.url, fetch)))
        return lost.resolve('the public address leads elsewhere')
      const rttMs = Math.round(performance.now() - before)
      if (!probing.signal.aborted) {
        online({ status: 'online', since, rttMs, relay: transport.host, publicUrl: tunnel.url })
      }
      await pause(probeEveryMs, probing.signal, nudges)
    }
  }
  void prove()
  const why = await lost.promise
  probing.abort()
  tunnel.close()
  signal.removeEventListener('abort', stop)
  return why
}

/** Without a key the gateway refuses with its mark; anything else is not this gateway. */
async function leadsHere(url: string, get: typeof fetch): Promise<boolean> {
  try {
    const response = await get(url, { signal: AbortSignal.timeout(10_000) })
    await response.body?.cancel()
    return response.headers.get(failureHeader)?.endsWith('policy_access_denied') ?? false
  } catch {
    // No answer is an answer here: the tunnel is opened anew.
    return false
  }
}

function late(): Promise<string> {
  return new Promise((resolve) => {
    setTimeout(() => resolve('the localtunnel server does not answer'), 20_000).unref()
  })
}

/** Resolves after `ms`, or earlier when aborted or nudged. */
function pause(ms: number, signal: AbortSignal, nudges: EventTarget): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', over)
      nudges.removeEventListener('nudge', over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    signal.addEventListener('abort', over)
    nudges.addEventListener('nudge', over)
    if (signal.aborted) over()
  })
}

async function listen(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  // `address()` is an AddressInfo for every server that listens on a port.
  return (server.address() as AddressInfo).port
}
