/** Callers that mean harm, or have no key: what reaches the machine, and what they learn. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { targetOf } from '#tunnel/relay/target.ts'
import { call, codeOf, makeTunnel, startAll, startRelay, through, until } from './relay-fixture.ts'
import type { TestRelay } from './relay-fixture.ts'

/** Sends bytes as they are and reads everything that comes back. */
async function raw(relay: TestRelay, bytes: string): Promise<string> {
  const socket = connect(relay.port, '127.0.0.1')
  socket.on('error', () => undefined)
  socket.end(bytes, 'latin1')
  return text(socket)
}

describe('a caller without the right key', () => {
  it.each([
    ['no key', {}],
    ['a wrong key', { 'aip-access-key': 'aip-key_wrong' }],
    ['a wrong bearer', { authorization: 'Bearer aip-key_wrong' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
  ])('is refused with %s, without a challenge that would start a sign-in', async (_, headers) => {
    let count = 0
    const { tunnel } = await startAll(() => (count += 1))
    const answer = await call(`${tunnel.url}/demo`, { headers })
    expect(answer.status).toBe(403)
    expect(codeOf(answer)).toBe('policy_access_denied')
    expect(answer.headers['www-authenticate']).toBeUndefined()
    expect(count).toBe(0)
  })

  it('learns nothing of which tunnels exist', async () => {
    const relay = await startRelay()
    const tunnel = await makeTunnel(relay)
    const headers = { 'aip-access-key': 'aip-key_wrong' }
    const existing = await call(`${tunnel.url}/demo`, { headers })
    const unknown = await call(`${relay.origin}/t/nobody-here/demo`, { headers })
    expect(unknown.status).toBe(existing.status)
    expect(unknown.body).toBe(existing.body)
  })

  it("cannot use one tunnel's key at another", async () => {
    const { relay, tunnel } = await startAll((_request, response) => response.end())
    const other = await makeTunnel(relay)
    const headers = { 'aip-access-key': other.accessKey }
    expect((await call(`${tunnel.url}/demo`, { headers })).status).toBe(403)
  })

  it('loses a revoked key at once, while another one goes on; a replaced key lasts for the overlap', async () => {
    const { relay, tunnel } = await startAll((_request, response) => response.end('ok'))
    const keys = `/tunnels/${tunnel.alias}/keys`
    const second = (await relay.admin('POST', keys, { name: 'platform', overlapSeconds: 60 }))
      .body as { key: string; id: string }
    const headers = { 'aip-access-key': second.key }
    expect((await through(tunnel)).status).toBe(200)
    expect((await call(`${tunnel.url}/demo`, { headers })).status).toBe(200)
    await relay.admin('DELETE', `/keys/${second.id}`)
    expect((await call(`${tunnel.url}/demo`, { headers })).status).toBe(403)
    expect((await through(tunnel)).status).toBe(200)
    await relay.admin('POST', keys, { name: 'platform', overlapSeconds: 0 })
    expect((await through(tunnel)).status).toBe(403)
  })

  it('comes from an address that is allowed, or not at all', async () => {
    const relay = await startRelay({ trustProxy: true })
    const tunnel = await makeTunnel(relay, { allowFrom: ['10.1.0.0/16', '2001:db8::/32'] })
    const from = async (address: string) =>
      (await through(tunnel, '/demo', { headers: { 'x-forwarded-for': `1.1.1.1, ${address}` } }))
        .status
    expect(await from('10.1.2.3')).toBe(503)
    expect(await from('2001:db8::1')).toBe(503)
    expect(await from('10.2.0.1')).toBe(403)
    expect(await from('::1')).toBe(403)
  })
})

describe('tricks with the path', () => {
  it.each([
    '/t/team/demo//evil.example/x',
    '/t/team/demo/../other',
    '/t/team/demo/a/%2e%2e/b',
    '/t/team/demo/a/..%20/b',
    '/t/team/demo/a/%2e%2e%3bx/b',
    '/t/team/demo/a/.%2E/b',
    '/t/team/demo/./b',
    '/t/team/demo/a%2fb',
    '/t/team/demo/a%5Cb',
    '/t/team/demo/a\\b',
    '/t/team/demo/a%00b',
    '/t/team/demo/a%0d%0ab',
    '/t/team/../demo',
    '/t/team//demo',
    '/t/team/demo/..;/x',
  ])('%s is refused', (path) => {
    expect(targetOf(path, 'relay', undefined)).toEqual({ kind: 'unsafe' })
  })

  it.each([
    'http://evil.example/t/team/demo',
    '*',
    'evil.example:443',
    '/t/TEAM/demo',
    '/t/te/demo',
    '/t/team',
    '/t/team/',
    '/t/-team/demo',
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/mcp',
  ])('%s leads nowhere', (path) => {
    expect(targetOf(path, 'relay', undefined).kind).toBe('nothing')
  })

  it('finds the tunnel in the host name where a wildcard domain is set', () => {
    const target = targetOf('/demo/x?y', 'team.tunnels.example:443', 'tunnels.example')
    const expected = { kind: 'call', tunnel: 'team', connection: 'demo', path: '/demo/x?y' }
    expect(target).toEqual(expected)
    const evil = targetOf('/demo', 'team.tunnels.example.evil', 'tunnels.example')
    expect(evil.kind).toBe('relay')
  })

  it('never reaches the machine', async () => {
    const seen: string[] = []
    const { relay, tunnel } = await startAll((request, response) => {
      seen.push(request.url ?? '')
      response.end()
    })
    const key = `aip-access-key: ${tunnel.accessKey}\r\n`
    const place = `/t/${tunnel.alias}/demo`
    const lines = [
      `GET ${place}//evil HTTP/1.1\r\nhost: x\r\n${key}connection: close\r\n\r\n`,
      `GET ${place}/../admin HTTP/1.1\r\nhost: x\r\n${key}connection: close\r\n\r\n`,
      `GET http://x${place} HTTP/1.1\r\nhost: x\r\n${key}connection: close\r\n\r\n`,
      `GET ${place} HTTP/1.1\r\nhost: x\r\n${key}x: a\rb\r\nconnection: close\r\n\r\n`,
      `GET ${place} HTTP/1.1\r\nhost: x\r\n${key}x: a\nb\r\nconnection: close\r\n\r\n`,
    ]
    for (const line of lines) expect(await raw(relay, line)).toMatch(/^HTTP\/1.1 (502|404|400) /)
    expect(seen).toEqual([])
  })
})

describe('tricks with the request', () => {
  it.each([
    ['two lengths', 'content-length: 1\r\ncontent-length: 2\r\n', 'ab'],
    ['a length and chunks', 'content-length: 1\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'],
    ['an unknown encoding', 'transfer-encoding: gzip\r\n', ''],
    ['a head of 70 KB', `x: ${'a'.repeat(70_000)}\r\n`, ''],
  ])('%s is refused before the machine sees it', async (_, headers, body) => {
    let count = 0
    const { relay, tunnel } = await startAll(() => (count += 1))
    const head = `POST /t/${tunnel.alias}/demo HTTP/1.1\r\nhost: x\r\naip-access-key: ${tunnel.accessKey}\r\n`
    const answer = await raw(relay, `${head}${headers}\r\n${body}`)
    expect(answer).toMatch(/^HTTP\/1.1 (4\d\d|502) /)
    expect(count).toBe(0)
  })

  it('a body that is announced too large is refused without being read', async () => {
    let count = 0
    const { tunnel } = await startAll(() => (count += 1), { bodyLimit: 1000 })
    const answer = await through(tunnel, '/demo', { method: 'POST', body: 'x'.repeat(1001) })
    expect(answer.status).toBe(502)
    expect(codeOf(answer)).toBe('policy_body_too_large')
    expect(count).toBe(0)
  })

  it('a body that grows too large on the way is broken off at both ends', async () => {
    let aborted = false
    const { relay, tunnel } = await startAll(
      (request) => {
        request.resume()
        request.once('close', () => (aborted = !request.complete))
      },
      { bodyLimit: 100_000 },
    )
    const head = `POST /t/${tunnel.alias}/demo HTTP/1.1\r\nhost: x\r\naip-access-key: ${tunnel.accessKey}\r\ntransfer-encoding: chunked\r\n\r\n`
    const chunk = `${(10_000).toString(16)}\r\n${'x'.repeat(10_000)}\r\n`
    expect(await raw(relay, head + chunk.repeat(12))).toContain('policy_body_too_large')
    await until(() => aborted)
  })

  it('a request that never ends is given up', async () => {
    const { relay, tunnel } = await startAll((_request, response) => response.end())
    const socket = connect(relay.port, '127.0.0.1')
    socket.write(`POST /t/${tunnel.alias}/demo HTTP/1.1\r\nhost: x\r\n`)
    // It takes no place from others meanwhile.
    expect((await through(tunnel)).status).toBe(200)
    socket.destroy()
  })

  it('metadata probes of an exposed connection get 404 in every form, and never reach the server', async () => {
    let count = 0
    const { relay, tunnel } = await startAll(() => (count += 1))
    const place = `/t/${tunnel.alias}/demo`
    const paths = [
      `/.well-known/oauth-protected-resource${place}`,
      `/.well-known/oauth-authorization-server${place}`,
      `/.well-known/openid-configuration${place}`,
      `${place}/.well-known/oauth-protected-resource`,
      `${place}/.well-known/openid-configuration`,
      '/.well-known/oauth-protected-resource',
      '/.well-known/oauth-authorization-server',
    ]
    const headers = { 'aip-access-key': tunnel.accessKey }
    for (const path of paths) {
      expect((await call(relay.origin + path, { headers })).status, path).toBe(404)
      expect((await call(relay.origin + path)).status, path).toBe(404)
    }
    expect(count).toBe(0)
  })

  it('with pass-through, probes and the Authorization of the platform reach the server', async () => {
    const seen: (string | undefined)[][] = []
    const { relay, tunnel, carrier } = await startAll((request, response) => {
      seen.push([request.url, request.headers.authorization])
      response.end()
    })
    carrier.announce([{ name: 'demo', ready: true, passThrough: true }])
    const headers = { 'aip-access-key': tunnel.accessKey, authorization: 'Bearer own' }
    const place = `/t/${tunnel.alias}/demo`
    const probe = `${relay.origin}/.well-known/oauth-protected-resource${place}`
    await until(async () => (await call(probe, { headers })).status === 200)
    await call(relay.origin + place, { headers })
    expect(seen.at(-2)).toEqual(['/demo/.well-known/oauth-protected-resource', 'Bearer own'])
    expect(seen.at(-1)).toEqual(['/demo', 'Bearer own'])
  })
})
