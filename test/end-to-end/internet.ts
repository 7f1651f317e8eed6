/** The public internet on this machine: `https://mcp.example.com` is a server of the test's own, reached through a proxy that leads every name there. */
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { onTestFinished } from 'vitest'
import { makeCertificates } from '../adapters/http/certificates.ts'
import { publicOrigin } from '../core/discovery/complete-server.ts'
import { startHabit } from '../core/discovery/habit-server.ts'
import type { Answers } from '../core/discovery/habit-server.ts'

export interface Internet {
  readonly url: string
  /** What a program needs to be on this internet. */
  readonly environment: Readonly<Record<string, string>>
  /** `host:port` of every connection the proxy was asked for. */
  readonly asked: string[]
}

/** Starts it with the answers of its one server; ends with the test. */
export async function startInternet(answers: (origin: string) => Answers): Promise<Internet> {
  const habit = await startHabit(answers, publicOrigin)
  const made = makeCertificates()
  const { cert, key } = made.issue('mcp', { by: made.root, hosts: ['DNS:mcp.example.com'] })
  const secure = await listening(
    createTlsServer({ cert, key }, (socket) => pipe(socket, Number(new URL(habit.origin).port))),
  )
  const asked: string[] = []
  const proxy = createServer().on('connect', (request, socket: Socket) => {
    asked.push(request.url ?? '')
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    pipe(socket, secure)
  })
  const port = await listening(proxy)
  onTestFinished(() => made.remove())
  return {
    url: `${publicOrigin}/mcp`,
    asked,
    environment: {
      HTTPS_PROXY: `http://127.0.0.1:${port}`,
      HTTP_PROXY: `http://127.0.0.1:${port}`,
      NODE_EXTRA_CA_CERTS: made.root.certFile,
    },
  }
}

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

/** Carries bytes both ways between a socket and a port of this machine. */
function pipe(socket: Socket, port: number): void {
  const target = connect(port, '127.0.0.1')
  target.on('error', () => socket.destroy())
  socket.on('error', () => target.destroy())
  target.pipe(socket).pipe(target)
}
