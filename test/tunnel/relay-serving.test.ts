/** The relay beside its calls: silence on streams, waiting for an agent, TLS and certificates, host names, metrics, the admin page. */
import { request as httpsRequest } from 'node:https'
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { link } from '#tunnel/agent/link.ts'
import { defaultDial } from '#tunnel/agent/carrier/default-dial.ts'
import { makeCertificates } from '#test/adapters/http/certificates.ts'
import type { Certificates } from '#test/adapters/http/certificates.ts'
import { fastClock } from './clocks.ts'
import {
  call,
  codeOf,
  linkMachine,
  makeTunnel,
  startAgent,
  startAll,
  startRelay,
  through,
  until,
} from './relay-fixture.ts'

let certificates: Certificates

beforeAll(() => {
  certificates = makeCertificates()
})
afterAll(() => certificates.remove())

describe('a stream that is silent', () => {
  it.each([
    ['after an event', 'data: 1\n\n', true],
    ['before the first event', '', true],
    ['in the middle of an event', 'data: 1\n', false],
    ['after an event with CRLF', 'data: 1\r\n\r\n', true],
    ['after one CRLF', 'data: 1\r\n', false],
  ])('gets comments %s only between events', async (_, begun, commented) => {
    const clock = fastClock(60)
    const { tunnel } = await startAll(
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.flushHeaders()
        if (begun) response.write(begun)
        setTimeout(() => response.end('data: end\n\n'), 1_000)
      },
      { clock },
    )
    const answer = await through(tunnel)
    expect(answer.body.startsWith(begun)).toBe(true)
    expect(answer.body.includes(': k\n\n')).toBe(commented)
    expect(answer.headers['x-accel-buffering']).toBe('no')
  })
})

describe('a call while nobody is there', () => {
  it('is answered at once when no agent has been there', async () => {
    const relay = await startRelay()
    const tunnel = await makeTunnel(relay)
    const answer = await through(tunnel)
    expect([answer.status, codeOf(answer)]).toEqual([503, 'tunnel_offline'])
  })

  it('waits a moment for an agent that was just lost, and goes through when it comes back', async () => {
    const { tunnel, carrier } = await startAll((_request, response) => response.end('ok'))
    carrier.redial()
    expect((await through(tunnel)).body).toBe('ok')
  })

  it('tells a connection that is not exposed from a machine that is away', async () => {
    const { tunnel } = await startAll((_request, response) => response.end('ok'))
    const answer = await through(tunnel, '/other')
    expect([answer.status, codeOf(answer)]).toEqual([503, 'not_exposed'])
  })
})

describe('TLS', () => {
  it('serves agents and callers, and lets in callers with a certificate only where that is asked for', async () => {
    const server = certificates.issue('relay', { by: certificates.root })
    const clientCa = certificates.root.cert
    const relay = await startRelay({ tls: { cert: server.cert, key: server.key, clientCa } })
    const origin = `https://127.0.0.1:${relay.port}`
    const ask = (path: string, more: Record<string, unknown> = {}) =>
      new Promise<{ status: number; body: string }>((resolve, reject) => {
        const { body, ...options } = more
        const asked = httpsRequest(origin + path, { ca: clientCa, agent: false, ...options })
        asked.once('error', reject)
        asked.once('response', (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (part: string) => (text += part))
          answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body: text }))
        })
        asked.end(body)
      })
    const headers = { authorization: `Bearer ${relay.adminKey}` }
    const post = { method: 'POST', headers }
    const made = JSON.parse(
      (await ask('/admin/v1/tunnels', { ...post, body: '{"alias":"tls"}' })).body,
    ) as { linkKey: string }
    const { key } = JSON.parse(
      (await ask('/admin/v1/tunnels/tls/keys', { ...post, body: '{}' })).body,
    ) as { key: string }
    const dial = defaultDial(clientCa)
    const signal = AbortSignal.timeout(10_000)
    const device = await link(made.linkKey, { name: 'a', os: 'b', version: 'c', dial, signal })
    expect(device.relay).toBe(origin)
    await startAgent(device, (_request, response) => response.end('secret'), { dial })
    const access = { 'aip-access-key': key }
    expect((await ask('/t/tls/demo', { headers: access })).status).toBe(403)
    const client = certificates.issue('platform', { by: certificates.root })
    const certified = { headers: access, cert: client.cert, key: client.key }
    expect((await ask('/t/tls/demo', certified)).body).toBe('secret')
  })
})

describe('names in a wildcard domain', () => {
  it('lead to the tunnel, and are what the relay tells machine and administrator', async () => {
    const { relay, tunnel } = await startAll((request, response) => response.end(request.url), {
      wildcardDomain: 'tunnels.example',
    })
    expect(tunnel.url).toBe(`http://${tunnel.alias}.tunnels.example:${relay.port}`)
    const answer = await new Promise<string>((resolve, reject) => {
      const host = `${tunnel.alias}.tunnels.example`
      const headers = { host, 'aip-access-key': tunnel.accessKey }
      const asked = httpRequest(`${relay.origin}/demo/x?y`, { headers, agent: false })
      asked.once('error', reject)
      asked.once('response', (got) => got.once('data', (part: Buffer) => resolve(String(part))))
      asked.end()
    })
    expect(answer).toBe('/demo/x?y')
  })
})

describe('what the administrator sees', () => {
  it('counts calls, failures and agents, without names or keys', async () => {
    const { relay, tunnel } = await startAll((_request, response) => response.end('ok'))
    await through(tunnel)
    await through(tunnel, '/other')
    const { body } = await call(`${relay.origin}/metrics`)
    expect(body).toContain('aip_relay_calls_total{outcome="done"} 1')
    expect(body).toContain('aip_relay_failures_total{code="not_exposed"} 1')
    expect(body).toContain('aip_relay_agents 1')
    expect(body).not.toContain(tunnel.alias)
    expect((await call(`${relay.origin}/healthz`)).status).toBe(200)
    expect((await call(`${relay.origin}/readyz`)).status).toBe(200)
  })

  it('lists machines with name, system, version, address, round trip and what they expose', async () => {
    const { relay, carrier } = await startAll((_request, response) => response.end('ok'))
    carrier.announce([{ name: 'wiki', ready: false, problem: 'Sign-in needed.' }])
    let device: Record<string, unknown> = {}
    await until(async () => {
      const { body } = await relay.admin('GET', '/devices')
      device = (body as { devices: Record<string, unknown>[] }).devices[0] ?? {}
      return JSON.stringify(device).includes('wiki')
    })
    expect(device).toMatchObject({
      name: 'laptop',
      os: 'Linux',
      version: '1.2.3',
      live: { exposed: [{ name: 'wiki', ready: false, problem: 'Sign-in needed.' }] },
    })
  })

  it('needs the admin key for everything but the page itself', async () => {
    const relay = await startRelay()
    for (const path of ['/tunnels', '/devices', '/tunnels/x/keys', '/nothing']) {
      const url = `${relay.origin}/admin/v1${path}`
      expect((await call(url)).status, path).toBe(401)
      const headers = { authorization: 'Bearer aip-admin_wrong' }
      expect((await call(url, { headers })).status, path).toBe(401)
    }
  })

  it('gets a page that holds no secret, loads nothing from elsewhere, and cannot be framed', async () => {
    const relay = await startRelay()
    const page = await call(`${relay.origin}/admin`)
    expect(page.status).toBe(200)
    expect(page.body).not.toContain(relay.adminKey)
    expect(page.body).not.toMatch(/https?:\/\/|innerHTML|localStorage/)
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1]
    expect(page.body).toContain(`<script nonce="${nonce}">`)
    const again = await call(`${relay.origin}/admin`)
    expect(again.headers['content-security-policy']).not.toBe(policy)
  })

  it('can remove a tunnel, and its machine is cut', async () => {
    const { relay, tunnel, carrier } = await startAll((_request, response) => response.end('ok'))
    await relay.admin('DELETE', `/tunnels/${tunnel.alias}`)
    await until(() => carrier.status().status === 'refused')
    expect((await through(tunnel)).status).toBe(403)
  })

  it('can link another machine to a personal tunnel, which takes the place of the first', async () => {
    const { relay, tunnel, carrier } = await startAll((_request, response) => response.end('old'))
    const made = await relay.admin('POST', `/tunnels/${tunnel.alias}/link-keys`, {})
    const device = await linkMachine((made.body as { linkKey: string }).linkKey, 'new laptop')
    await until(() => carrier.status().status === 'refused')
    await startAgent(device, (_request, response) => response.end('new'))
    expect((await through(tunnel)).body).toBe('new')
  })
})
