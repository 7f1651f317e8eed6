/** The reference server `server-everything`, started as its users start it, over either HTTP transport. */
import { createRequire } from 'node:module'
import { freePort, startProcess } from './start-process.ts'

export interface EverythingServer {
  readonly url: string
  close(): Promise<void>
}

const transports = {
  streamableHttp: { path: '/mcp', ready: /listening on port (\d+)/ },
  sse: { path: '/sse', ready: /running on port (\d+)/ },
} as const

/** Starts it on a free port. No login. */
export async function startEverythingServer(
  transport: keyof typeof transports = 'streamableHttp',
): Promise<EverythingServer> {
  const { path, ready } = transports[transport]
  const program = createRequire(import.meta.url).resolve(
    '@modelcontextprotocol/server-everything/dist/index.js',
  )
  const port = await freePort()
  const running = await startProcess({
    command: process.execPath,
    arguments: [program, transport],
    environment: { PORT: String(port) },
    ready,
  })
  return { url: `http://127.0.0.1:${port}${path}`, close: () => running.close() }
}
