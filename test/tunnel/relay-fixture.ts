/** What the tunnel's tests share: a relay on loopback, machines linked to it, calls through it; all ends with the test. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach } from 'vitest'
import type { Carrier, CarrierOptions } from '#tunnel/agent/carrier/carrier.ts'
import { connectCarrier } from '#tunnel/agent/carrier/connect-carrier.ts'
import { link } from '#tunnel/agent/link.ts'
import type { CallAnswer, CallRequest } from '#tunnel/http1/call.ts'
import type { LinkedDevice } from '#tunnel/agent/link.ts'
import { createRelay } from '#tunnel/relay/create-relay.ts'
import type { Relay, RelayOptions } from '#tunnel/relay/create-relay.ts'
import { realClock, silent } from './clocks.ts'

const endings: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

/** Does something when the test is over, last first. */
export function atEnd(end: () => Promise<void> | void): void {
  endings.push(end)
}

export const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aip-relay-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface TestRelay extends Relay {
  readonly origin: string
  readonly adminKey: string
  admin(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
}

export async function startRelay(
  options: Partial<RelayOptions> & { scheme?: string } = {},
): Promise<TestRelay> {
  const relay = await createRelay({
    dataFolder: options.dataFolder ?? temporaryFolder(),
    port: 0,
    host: '127.0.0.1',
    trustProxy: false,
    clock: realClock,
    log: silent,
    ...options,
  })
  atEnd(() => relay.close())
  const origin = `http://127.0.0.1:${relay.port}`
  const adminKey = relay.adminKey ?? ''
  return {
    ...relay,
    origin,
    adminKey,
    async admin(method, path, body) {
      const answer = await call(`${origin}/admin/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${adminKey}` },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      return { status: answer.status, body: JSON.parse(answer.body) as unknown }
    },
  }
}

export interface TestTunnel {
  readonly alias: string
  readonly linkKey: string
  readonly accessKey: string
  readonly url: string
}

/** A tunnel with one access key. */
export async function makeTunnel(
  relay: TestRelay,
  wish: Record<string, unknown> = {},
): Promise<TestTunnel> {
  const alias = `team-${randomBytes(4).toString('hex')}`
  const made = await relay.admin('POST', '/tunnels', { alias, ...wish })
  const { linkKey, tunnel } = made.body as {
    linkKey: string
    tunnel: { alias: string; publicUrl: string }
  }
  const key = await relay.admin('POST', `/tunnels/${tunnel.alias}/keys`, { name: 'platform' })
  const accessKey = (key.body as { key: string }).key
  return { alias: tunnel.alias, linkKey, accessKey, url: tunnel.publicUrl }
}

export function linkMachine(linkKey: string, name = 'laptop'): Promise<LinkedDevice> {
  const signal = AbortSignal.timeout(10_000)
  return link(linkKey, { name, os: 'Linux', version: '1.2.3', signal })
}

export type Answering = (request: CallRequest, response: CallAnswer) => void

/** The whole body of a call. */
export function bodyOf(request: CallRequest): Promise<Buffer> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.once('end', () => resolve(Buffer.concat(parts)))
  })
}

/** A carrier for a linked machine that exposes `demo`; resolves when it is online. */
export async function startAgent(
  device: LinkedDevice,
  onRequest: Answering,
  options: Partial<CarrierOptions> = {},
): Promise<Carrier> {
  const carrier = connectCarrier({
    relays: [device.relay],
    identity: device,
    software: { version: '1.2.3', os: 'Linux' },
    onRequest,
    clock: realClock,
    random,
    log: silent,
    ...options,
  })
  atEnd(() => carrier.close())
  carrier.announce([{ name: 'demo', ready: true }])
  await online(carrier)
  return carrier
}

export function online(carrier: Carrier): Promise<void> {
  return until(() => carrier.status().status === 'online')
}

/** Polls until it holds, at most ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
  const end = Date.now() + ms
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come to that in time')
    await sleep(5)
  }
}

/** A relay, a tunnel, and a machine that answers; the shortest way to a call. */
export async function startAll(
  onRequest: Answering,
  options: Partial<RelayOptions> = {},
): Promise<{ relay: TestRelay; tunnel: TestTunnel; device: LinkedDevice; carrier: Carrier }> {
  const relay = await startRelay(options)
  const tunnel = await makeTunnel(relay)
  const device = await linkMachine(tunnel.linkKey)
  const carrier = await startAgent(device, onRequest)
  return { relay, tunnel, device, carrier }
}

export interface CallOptions {
  readonly method?: string
  readonly headers?: Record<string, string | string[]>
  readonly body?: string | Buffer
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** One request on a connection of its own; rejects when the answer breaks off. */
export function call(url: string, options: CallOptions = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    const asked = httpRequest(url, { method, agent: false, headers: { ...length, ...headers } })
    asked.once('error', reject)
    asked.once('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text += part))
      response.once('error', reject)
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      )
    })
    asked.end(body)
  })
}

export function through(tunnel: TestTunnel, path = '/demo', options: CallOptions = {}) {
  const headers = { 'aip-access-key': tunnel.accessKey, ...options.headers }
  return call(`${tunnel.url}${path}`, { ...options, headers })
}

export function codeOf(answer: Answer): string {
  return (JSON.parse(answer.body) as { error: { code: string } }).error.code
}
