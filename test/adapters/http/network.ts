/** What the tests of the HTTP layer share: servers that end with the test, a recording log, and readable failures. */
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Server as TcpServer, Socket } from 'node:net'
import { afterEach } from 'vitest'
import { createHttp } from '#adapters/http/http.ts'
import type { HttpOptions, MachineHttp } from '#adapters/http/http.ts'
import type { Lookup } from '#adapters/http/resolve.ts'
import { isProblem } from '#core/app-error.ts'
import type { Reach } from '#core/ports.ts'
import type { Problem } from '#contract/problem.ts'

const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

/** Closes something when the test is over. */
export function atEnd(close: () => Promise<void>): void {
  closers.push(close)
}

/** A server on 127.0.0.1 that ends with the test; returns its port. */
export async function listening(server: TcpServer, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  atEnd(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  )
  return (server.address() as AddressInfo).port
}

export async function webServer(listener: RequestListener, host = '127.0.0.1'): Promise<number> {
  return listening(createServer(listener), host)
}

export async function rawServer(onSocket: (socket: Socket) => void): Promise<number> {
  return listening(createTcpServer(onSocket))
}

/** A port nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

export function httpFor(options: Partial<HttpOptions> = {}): MachineHttp {
  const http = createHttp({
    environment: {},
    log: { write: () => undefined },
    version: '1.2.3',
    findPortal: async () => undefined,
    ...options,
  })
  atEnd(() => http.close())
  return http
}

/** A name server that knows only these names. */
export function names(table: Readonly<Record<string, readonly string[]>>): Lookup {
  return async (hostname) => {
    const found = table[hostname]
    if (!found) throw Object.assign(new Error(`unknown ${hostname}`), { code: 'ENOTFOUND' })
    return found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
  }
}

export const fromPerson: Reach = { zone: 'person', limits: 'machine' }

/** The problem that `work` fails with; anything else fails the test. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome && isProblem(outcome.error)) return outcome.error.problem
  throw new Error('no problem came', { cause: outcome })
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  return (await problemOf(work)).code
}
