/** A real localtunnel server on loopback, bundled from its package's sources, which current Node cannot load as they are. */
import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown } from 'rolldown'

export interface LocaltunnelServer {
  /** `http://localhost:PORT`; tunnels are at subdomains of it. */
  readonly origin: string
  close(): Promise<void>
}

type CreateServer = (options: { domain: string; max_tcp_sockets: number }) => Server

/** `port` 0: any free one. */
export async function startLocaltunnelServer(port = 0): Promise<LocaltunnelServer> {
  const folder = mkdtempSync(join(tmpdir(), 'localtunnel-server-'))
  const create = await bundled(join(folder, 'server.cjs'))
  const options = { domain: 'localhost', max_tcp_sockets: 5 }
  const server = create(options)
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  // `address()` is an AddressInfo for every server that listens on a port.
  const taken = (server.address() as AddressInfo).port
  // It tells tunnels apart by the name alone, and writes their addresses with what stands here.
  options.domain = `localhost:${taken}`
  return {
    origin: `http://localhost:${taken}`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function bundled(file: string): Promise<CreateServer> {
  const require = createRequire(import.meta.url)
  const bundle = await rolldown({
    input: require.resolve('localtunnel-server/server.js'),
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'octal-escapes',
        // Strict code knows no octal escapes; the log library colours with them.
        transform: (code, id) => (id.includes('/book/') ? code.replaceAll('\\033', '\\x1b') : null),
      },
    ],
  })
  await bundle.write({ file, format: 'cjs', exports: 'named' })
  await bundle.close()
  return (require(file) as { default: CreateServer }).default
}
