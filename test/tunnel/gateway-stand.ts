/** A gateway on loopback before a server of the test, and what a test needs to look at both ends. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import type { Dispatcher } from 'undici'
import { createDirectDispatcher } from '#tunnel/agent/upstream/direct-dispatcher.ts'
import { createGateway } from '#tunnel/agent/gateway/gateway.ts'
import type { Authorization, AuthorizationAsk } from '#tunnel/agent/gateway/ports.ts'
import { networkFailure } from '#tunnel/agent/gateway/network-failure.ts'
import type { CallRecord } from '#tunnel/protocol/call-record.ts'
import type { Exposure } from '#tunnel/protocol/exposure.ts'
import { FailureBody } from '#tunnel/protocol/failure.ts'
import { atEnd, listening } from '#test/adapters/http/network.ts'

export interface Stand {
  /** Address of the exposed connection `one` at the gateway. */
  readonly url: string
  readonly port: number
  readonly records: CallRecord[]
  /** What the gateway asked for, in order. */
  readonly asked: AuthorizationAsk[]
}

export interface StandOptions {
  /** What reaches the server in place of sockets. */
  readonly dispatcher?: Pick<Dispatcher, 'dispatch'>
  /** Port and path of the server. */
  readonly server: { readonly port: number; readonly path?: string }
  readonly exposure?: Partial<Exposure>
  /** Default: hands out `firstToken`, then `secondToken` when the first was refused. */
  readonly authorize?: (ask: AuthorizationAsk) => Authorization | Promise<Authorization>
}

export const firstToken = 'first-token-0123456789'
export const secondToken = 'second-token-0123456789'

export function bearer(token: string): Authorization {
  return { status: 'ready', headers: [['authorization', `Bearer ${token}`]], token }
}

/** Starts the gateway; callers are named by the header `test-caller`, as the relay would name them. */
export async function startGateway(options: StandOptions): Promise<Stand> {
  const records: CallRecord[] = []
  const asked: AuthorizationAsk[] = []
  const { port: serverPort, path = '/mcp' } = options.server
  const exposure: Exposure = {
    name: 'one',
    connectionId: 'id-of-one',
    url: `http://127.0.0.1:${serverPort}${path}`,
    access: 'sign-in',
    headers: {},
    reach: { zone: 'loopback', plainHttpConfirmed: false },
    tools: { decisions: {}, others: 'allow' },
    ...options.exposure,
  }
  const dispatcher = createDirectDispatcher(openSocket, Date.now)
  atEnd(() => Promise.resolve(dispatcher.close()))
  const handOut = options.authorize ?? (({ refused }) => bearer(refused ? secondToken : firstToken))
  const gateway = createGateway(
    {
      exposed: (name) => (name === exposure.name ? exposure : undefined),
      authorize: async (_exposure, ask) => {
        asked.push(ask)
        return handOut(ask)
      },
      dispatcherFor: () => Promise.resolve(options.dispatcher ?? dispatcher),
      failureOf: networkFailure,
      record: (line) => records.push(line),
      now: Date.now,
    },
    Buffer.alloc(32, 7),
  )
  const server = createServer({ maxHeaderSize: 65_536 }, (request, response) => {
    const caller = String(request.headers['test-caller'] ?? 'platform')
    void gateway(request, response, caller)
  })
  const port = await listening(server)
  return { url: `http://127.0.0.1:${port}/one`, port, records, asked }
}

/** A connected socket to an origin of this computer. */
export async function openSocket(origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  return socket
}

/** What a server got: the request line, the headers as they were, the body. */
export interface Seen {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly raw: readonly string[]
  readonly body: string
}

/** Reads a request to its end. */
export async function seen(request: IncomingMessage): Promise<Seen> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value)
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    headers,
    raw: request.rawHeaders,
    body: Buffer.concat(parts).toString(),
  }
}

/** The failure an answer of the gateway's own carries; throws for an answer that is the server's. */
export async function failureIn(
  response: Response,
): Promise<FailureBody['error'] & { status: number; marker: string }> {
  const marker = response.headers.get('aip-tunnel-failure')
  if (marker === null)
    throw new Error(`the server's own answer: ${response.status} ${await response.text()}`)
  return { ...FailureBody.parse(await response.json()).error, status: response.status, marker }
}

/** Sends bytes as they are and resolves with all that came back. */
export function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, '127.0.0.1', () => socket.write(text))
    let got = ''
    socket.on('data', (part: Buffer) => (got += part.toString('latin1')))
    socket.once('close', () => resolve(got))
    socket.once('error', reject)
  })
}

/** Polls until `holds` does. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  const limit = Date.now() + 5000
  while (!holds()) {
    if (Date.now() > limit) throw new Error(`it did not happen: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export function jsonRpc(method: string, params: Record<string, unknown> = {}, id = 1): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params })
}
