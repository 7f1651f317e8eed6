/** The commands of all connections, each reached by a dispatcher whose sockets never leave this process: no port that others could call. */
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { duplexPair } from 'node:stream'
import type { Duplex } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { ServerCommand } from '#tunnel/protocol/exposure.ts'
import { createStdioServer } from './stdio-server.ts'
import type { StdioLimits, StdioServer } from './stdio-server.ts'
import type { StdioParts } from './server-process.ts'

export interface CommandServers {
  /** Requests to any address through it are answered by the connection's command, which is started when one comes. */
  dispatcherFor(connectionId: string, command: ServerCommand): Promise<Dispatcher>
  /** How a process of the connection's command ended last; empty: none has. */
  why(connectionId: string): string
  /** Ends the commands of all other connections. */
  keepOnly(connectionIds: readonly string[]): void
  end(): Promise<void>
  /** Ends all at once, when there is no time to wait. */
  kill(): void
}

interface Running {
  /** The command as it was started: a changed one is another. */
  readonly command: string
  readonly server: StdioServer
  readonly dispatcher: Promise<Dispatcher>
  close(): Promise<void>
}

export function createCommandServers(parts: StdioParts, limits?: StdioLimits): CommandServers {
  const running = new Map<string, Running>()
  const closing = new Set<Running>()

  async function release(connectionId: string): Promise<void> {
    const found = running.get(connectionId)
    if (!found) return
    running.delete(connectionId)
    closing.add(found)
    await found.close()
    closing.delete(found)
  }

  return {
    dispatcherFor(connectionId, command) {
      const text = JSON.stringify(command)
      const found = running.get(connectionId)
      if (found?.command === text) return found.dispatcher
      if (found) void release(connectionId)
      const server = createStdioServer(command, parts, limits)
      const begun = { command: text, server, ...serveInside(server) }
      running.set(connectionId, begun)
      return begun.dispatcher
    },
    why: (connectionId) => running.get(connectionId)?.server.why() ?? '',
    keepOnly(connectionIds) {
      for (const each of running.keys()) if (!connectionIds.includes(each)) void release(each)
    },
    async end() {
      const going = [...closing].map((each) => each.close())
      await Promise.all([...going, ...[...running.keys()].map(release)])
    },
    kill() {
      for (const each of [...running.values(), ...closing]) each.server.kill()
    },
  }
}

/** HTTP over pairs of streams in memory: the dispatcher's end, and the server's. */
function serveInside(server: StdioServer): Pick<Running, 'dispatcher' | 'close'> {
  const inside = createServer({ maxHeaderSize: 128 * 1024 }, (request, response) =>
    server.handle(request, response),
  )
  inside.keepAliveTimeout = 0
  inside.requestTimeout = 0
  inside.headersTimeout = 0
  const dispatcher = openDispatcher((far) => inside.emit('connection', far))
  return {
    dispatcher,
    close: async () => {
      await server.end()
      await (await dispatcher).destroy()
      inside.closeAllConnections()
    },
  }
}

/** undici is loaded with the first command: it costs more than everything else an agent loads. */
async function openDispatcher(serve: (socket: Duplex) => void): Promise<Dispatcher> {
  const { Agent } = await import('undici')
  return new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_options, connected) => {
      const [near, far] = duplexPair()
      for (const end of [near, far]) end.on('error', () => undefined)
      // When one end breaks off, so does the other, as with sockets.
      near.once('close', () => far.destroy())
      far.once('close', () => near.destroy())
      serve(far)
      // undici asks of a socket only what every duplex stream has, and expects it later than at once.
      setImmediate(() => connected(null, near as Socket))
    },
  })
}
