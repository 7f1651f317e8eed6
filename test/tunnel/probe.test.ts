/** A probe: the machine calls its own connection through the relay, by its device key; nobody else gains a way to call (R21). */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { LinkedDevice } from '#tunnel/agent/link.ts'
import { proofMaker } from '#tunnel/agent/carrier/proof.ts'
import { failureAnswer } from '#tunnel/protocol/failure.ts'
import { probeBody } from '#tunnel/protocol/probe.ts'
import { httpFor, closedPort, webServer } from '#test/adapters/http/network.ts'
import { probeTunnel } from '../../src-main/agent-process/probe-tunnel.ts'
import {
  call,
  codeOf,
  linkMachine,
  makeTunnel,
  startAgent,
  startAll,
  startRelay,
} from './relay-fixture.ts'
import type { Answering } from './relay-fixture.ts'

const never = new AbortController().signal
const pong: Answering = (request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
}

function probe(device: LinkedDevice, publicUrl = `${device.publicUrl}/demo`) {
  return probeTunnel(httpFor())({ relay: device.relay, identity: device, publicUrl }, never)
}

/** A probe as one could send it by hand; `change` makes it a wrong one. */
async function byHand(
  device: LinkedDevice,
  change: {
    readonly relay?: string
    readonly session?: string
    readonly role?: 'control' | 'probe'
    readonly headers?: Record<string, string>
    readonly body?: string
    readonly path?: string
    readonly method?: string
  } = {},
) {
  const asked = await call(`${device.relay}/agent/v1/nonce`)
  const { nonce } = JSON.parse(asked.body) as { nonce: string }
  const { relay = device.relay, session = 'demo', role = 'probe' } = change
  const proof = proofMaker(device)({ relay, role, session, nonce })
  delete proof['aip-session']
  const headers = { ...proof, 'content-type': 'application/json', ...change.headers }
  const { method = 'POST', path = '/demo', body = probeBody } = change
  const send = () => call(`${device.publicUrl}${path}`, { method, headers, body })
  return { send, headers }
}

describe('a probe', () => {
  it('goes the way of a call, to the server and back', async () => {
    const seen: unknown[] = []
    const { device } = await startAll((request, response) => {
      let body = ''
      request.on('data', (part: Buffer) => (body += part.toString()))
      request.once('end', () => {
        seen.push([request.method, request.url, request.headers['aip-caller'], body])
        response.writeHead(400).end('no session')
      })
    })
    expect(await probe(device)).toEqual({ status: 'answered', httpStatus: 400 })
    expect(seen).toEqual([['POST', '/demo', 'aip doctor', probeBody]])
  })

  it('carries nothing of the proof to the machine', async () => {
    const names: string[] = []
    const { device } = await startAll((request, response) => {
      names.push(...Object.keys(request.headers))
      pong(request, response)
    })
    await probe(device)
    expect(names.filter((each) => each.startsWith('aip-'))).toEqual(['aip-caller'])
  })

  it('says at which hop a call ends: nobody connected, not offered, the words of the gateway', async () => {
    const { device, carrier } = await startAll((request, response) => {
      request.resume()
      const answer = failureAnswer('upstream_refused', { message: 'Refused.', delivered: 'no' })
      for (let at = 0; at < answer.headers.length; at += 2) {
        response.setHeader(answer.headers[at] ?? '', answer.headers[at + 1] ?? '')
      }
      response.writeHead(answer.status).end(answer.body)
    })
    expect(await probe(device)).toMatchObject({ origin: 'connect', code: 'upstream_refused' })
    const other = await probe(device, `${device.publicUrl}/other`)
    expect(other).toMatchObject({ origin: 'relay', code: 'not_exposed' })
    await carrier.close()
    expect(await probe(device)).toMatchObject({ origin: 'relay', code: 'tunnel_offline' })
  })

  it('tells a stranger from the relay, and a relay that is not there', async () => {
    const { device } = await startAll(pong)
    const port = await webServer((_request, response) => response.end('<p>Welcome to our hotel'))
    const hotel = `http://127.0.0.1:${port}`
    const atStranger = probe({ ...device, relay: hotel })
    expect(await atStranger).toEqual({ status: 'stranger', address: hotel })
    expect(await probe(device, `${hotel}/t/x/demo`)).toMatchObject({ status: 'stranger' })
    const gone = probe({ ...device, relay: `http://127.0.0.1:${await closedPort()}` })
    await expect(gone).rejects.toMatchObject({ problem: { code: 'connection-refused' } })
  })

  it('comes to this machine and no other one of the tunnel', async () => {
    const relay = await startRelay()
    const tunnel = await makeTunnel(relay, { organization: true })
    const seen: string[] = []
    const machine = async (name: string) => {
      const device = await linkMachine(tunnel.linkKey, name)
      const answer: Answering = (request, response) => {
        seen.push(name)
        pong(request, response)
      }
      return { device, carrier: await startAgent(device, answer) }
    }
    const a = await machine('a')
    await machine('b')
    for (let count = 0; count < 4; count++) await probe(a.device)
    expect(seen).toEqual(['a', 'a', 'a', 'a'])
    await a.carrier.close()
    expect(await probe(a.device)).toMatchObject({ code: 'tunnel_offline' })
  })
})

describe('a probe gives no way to call', () => {
  it.each([
    ['a body of its own', { body: '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' }],
    ['another method', { method: 'PUT' }],
    ['a path below the connection', { path: '/demo/admin' }],
    ['a query', { path: '/demo?x=1' }],
  ])('with %s it is refused', async (_name, change) => {
    const seen: unknown[] = []
    const { device } = await startAll((request, response) => {
      seen.push(request.url)
      pong(request, response)
    })
    const { send } = await byHand(device, change)
    expect(codeOf(await send())).toBe('policy_request')
    expect(seen).toEqual([])
  })

  it.each([
    ['no signature', { headers: { 'aip-proof': '' } }],
    [
      'the signature of another key',
      { headers: { 'aip-proof': randomBytes(64).toString('base64url') } },
    ],
    ['a signature for another relay', { relay: 'https://relay.example.com' }],
    ['a signature for another connection', { session: 'other' }],
    ['a signature for a control socket', { role: 'control' as const }],
    ['another tunnel', { headers: { 'aip-tunnel': 'tun_other' } }],
    ['an unknown machine', { headers: { 'aip-device': 'dev_other' } }],
  ])('with %s it is refused like any caller without a key', async (_name, change) => {
    const { device } = await startAll(pong)
    const { send } = await byHand(device, change)
    const answer = await send()
    expect([answer.status, codeOf(answer)]).toEqual([403, 'policy_access_denied'])
  })

  it('works once for each challenge', async () => {
    const { device } = await startAll(pong)
    const { send } = await byHand(device)
    expect((await send()).status).toBe(200)
    expect(codeOf(await send())).toBe('policy_access_denied')
  })

  it('is over when the machine is revoked', async () => {
    const { device, relay } = await startAll(pong)
    const { send } = await byHand(device)
    await relay.admin('DELETE', `/devices/${device.deviceId}`)
    expect(codeOf(await send())).toBe('policy_access_denied')
  })

  it('opens no socket: its role is none of an upgrade', async () => {
    const { device } = await startAll(pong)
    const { headers } = await byHand(device)
    const upgrade = { ...headers, connection: 'Upgrade', upgrade: 'aip-tunnel/1' }
    const answer = await call(`${device.relay}/agent/v1`, { headers: upgrade })
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      400,
      { refused: { code: 'bad_handshake' } },
    ])
  })
})
