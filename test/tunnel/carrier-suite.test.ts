/** What every carrier has to do, over each way there is: plain sockets, TLS, and WebSockets where nothing else gets through. */
import { createHash, randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CarrierOptions } from '#tunnel/agent/carrier/carrier.ts'
import { defaultDial } from '#tunnel/agent/carrier/default-dial.ts'
import { link } from '#tunnel/agent/link.ts'
import { makeCertificates } from '#test/adapters/http/certificates.ts'
import type { Certificates } from '#test/adapters/http/certificates.ts'
import { fastClock } from './clocks.ts'
import {
  atEnd,
  bodyOf,
  makeTunnel,
  startAgent,
  startRelay,
  through,
  until,
} from './relay-fixture.ts'
import type { CallAnswer } from '#tunnel/http1/call.ts'
import type { Answering } from './relay-fixture.ts'

let certificates: Certificates

beforeAll(() => {
  certificates = makeCertificates()
})
afterAll(() => certificates.remove())

interface Way {
  readonly name: string
  readonly start: (answering: Answering, more?: Partial<CarrierOptions>) => ReturnType<typeof setUp>
}

async function setUp(
  answering: Answering,
  dial: (port: number) => Promise<CarrierOptions['dial']>,
  more: Partial<CarrierOptions> = {},
) {
  const relay = await startRelay()
  const tunnel = await makeTunnel(relay)
  const way = await dial(relay.port)
  const device = await link(tunnel.linkKey, {
    name: 'laptop',
    os: 'Linux',
    version: '1.2.3',
    ...(way && { dial: way }),
    signal: AbortSignal.timeout(10_000),
  })
  const carrier = await startAgent(device, answering, { ...(way && { dial: way }), ...more })
  return { relay, tunnel, device, carrier }
}

const ways: readonly Way[] = [
  {
    name: 'plain sockets',
    start: (answering, more) => setUp(answering, async () => undefined, more),
  },
  {
    name: 'TLS in front of the relay',
    start: (answering, more) =>
      setUp(
        answering,
        async (port) => {
          const front = await tlsFront(port)
          const origin = new URL(`https://localhost:${front}`)
          return (_url, signal) => defaultDial(certificates.root.cert)(origin, signal)
        },
        more,
      ),
  },
  {
    name: 'WebSockets, where a proxy lets nothing else through',
    start: (answering, more) =>
      setUp(
        answering,
        async (port) => {
          const proxy = await onlyWebSockets(port)
          return async () => connect(proxy, '127.0.0.1')
        },
        more,
      ),
  },
]

/** TLS that ends in front of the relay. */
async function tlsFront(port: number): Promise<number> {
  const { cert, key } = certificates.issue('relay', { by: certificates.root })
  const server = createTlsServer({ cert, key, ALPNProtocols: ['http/1.1'] }, (near) => {
    join(near, connect(port, '127.0.0.1'))
  })
  return listening(server)
}

/** A proxy that answers an upgrade to anything but a WebSocket itself, and strips nothing else. */
async function onlyWebSockets(port: number): Promise<number> {
  const server = createServer((near) => {
    near.on('error', () => undefined)
    let head = ''
    const far = connect(port, '127.0.0.1')
    far.on('error', () => undefined)
    near.on('data', (part: Buffer) => {
      head = head.length < 100_000 ? head + part.toString('latin1') : head
      if (/\r\nupgrade: aip-tunnel/i.test(head)) {
        near.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 3\r\nconnection: close\r\n\r\nno\n')
        far.destroy()
      } else far.write(part)
    })
    near.on('close', () => far.destroy())
    far.on('data', (part: Buffer) => near.write(part))
    far.on('close', () => near.destroy())
  })
  return listening(server)
}

function join(near: Socket, far: Socket): void {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
    from.pipe(to)
  }
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  atEnd(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}

describe.each(ways)('a carrier over $name', ({ start }) => {
  it('carries bodies both ways, whole and at the same time', async () => {
    const { tunnel } = await start((request, response) => {
      void bodyOf(request).then((body) => response.end(body))
    })
    const digest = (data: Buffer | string) => createHash('sha256').update(data).digest('hex')
    await Promise.all(
      [1, 1_000, 200_000, 2_000_000].map(async (size) => {
        const body = randomBytes(size).toString('hex')
        const answer = await through(tunnel, '/demo', { method: 'POST', body })
        expect(digest(answer.body)).toBe(digest(body))
      }),
    )
  })

  it('hands over events one by one, and tells each side at once when the other goes', async () => {
    let stream: CallAnswer | undefined
    let closed = false
    const { tunnel } = await start((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      response.once('close', () => (closed = true))
      stream = response
    })
    const open = () => {
      const state = { text: '', broken: false }
      const asked = httpRequest(`${tunnel.url}/demo`, {
        agent: false,
        headers: { 'aip-access-key': tunnel.accessKey },
      })
      asked.on('error', () => (state.broken = true))
      asked.once('response', (answer) => {
        answer.on('data', (part: Buffer) => (state.text += String(part)))
        answer.once('error', () => (state.broken = true))
      })
      asked.end()
      return { state, asked }
    }
    const first = open()
    await until(() => first.state.text === 'data: 1\n\n')
    stream?.write('data: 2\n\n')
    await until(() => first.state.text === 'data: 1\n\ndata: 2\n\n')
    first.asked.destroy()
    await until(() => closed)
    const second = open()
    await until(() => second.state.text === 'data: 1\n\n')
    stream?.destroy()
    await until(() => second.state.broken)
  })

  it('finds the relay again after a cut, and stays over many round trips', async () => {
    const clock = fastClock(60)
    const { tunnel, carrier } = await start((_request, response) => response.end('ok'), { clock })
    const seen = new Set<string>()
    carrier.watch((status) => seen.add(status.status))
    await until(() => seen.has('online'))
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect([...seen]).toEqual(['online'])
    carrier.redial()
    await until(() => seen.has('connecting') && carrier.status().status === 'online')
    await until(async () => (await through(tunnel)).body === 'ok')
  })

  it('is cut when its device is revoked, and says so', async () => {
    const { relay, device, carrier } = await start((_request, response) => response.end())
    await relay.admin('DELETE', `/devices/${device.deviceId}`)
    await until(() => carrier.status().status === 'refused')
  })

  it('ends without leaving anything behind', async () => {
    const { carrier, relay } = await start((_request, response) => response.end())
    await carrier.drain(1_000)
    expect(carrier.status()).toEqual({ status: 'closed' })
    await until(async () => {
      const { body } = await relay.admin('GET', '/tunnels')
      return (body as { tunnels: { online: number }[] }).tunnels[0]?.online === 0
    })
  })
})
