/** The gateway hands requests and answers on as they are: G1 to G7, G10, G14, G17, G25, G26, G28. */
import { createServer } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Agent, request } from 'undici'
import { atEnd, listening, rawServer, webServer } from '#test/adapters/http/network.ts'
import { failureIn, firstToken, jsonRpc, seen, sendRaw, startGateway } from './gateway-stand.ts'
import type { Seen } from './gateway-stand.ts'

async function recorder(status = 200, headers: Record<string, string> = {}, body = '{}') {
  const got: Seen[] = []
  const server = createServer({ maxHeaderSize: 131_072 }, (incoming, response) => {
    void seen(incoming).then((each) => {
      got.push(each)
      response.writeHead(status, headers).end(body)
    })
  })
  return { port: await listening(server), got }
}

describe('requests', () => {
  it.each(['POST', 'GET', 'DELETE', 'PUT', 'OPTIONS'])(
    '%s goes on, and the answer to it is the server’s (G1)',
    async (method) => {
      const server = await recorder(405, { allow: 'POST' }, 'no')
      const { url } = await startGateway({ server })
      const response = await fetch(url, { method, ...(method === 'POST' && { body: 'x' }) })
      expect([response.status, await response.text()]).toEqual([405, 'no'])
      expect(server.got[0]?.method).toBe(method)
    },
  )

  it('carry every header of MCP, and headers nobody knows, unchanged (G2, G3)', async () => {
    const server = await recorder()
    const { url } = await startGateway({ server })
    const headers = {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': '2026-07-28',
      'mcp-session-id': 's-1',
      'last-event-id': '42',
      'mcp-method': 'tools/call',
      'mcp-name': '=?base64?w6Q=?=',
      'mcp-param-region': 'eu west',
      'x-mcp-toolsets': 'repos,issues',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    }
    await fetch(url, { method: 'POST', body: '{}', headers })
    expect(server.got[0]?.headers).toMatchObject(headers)
  })

  it('lose what is for one leg only, and what Connection names (G5, G28)', async () => {
    const server = await recorder()
    const { port } = await startGateway({ server })
    await sendRaw(
      port,
      'POST /one HTTP/1.1\r\nHost: relay.example\r\nConnection: close, X-Leg\r\nX-Leg: 1\r\nKeep-Alive: 5\r\n' +
        'TE: trailers\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\nProxy-Connection: x\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
    )
    const { headers = {}, body } = server.got[0] ?? {}
    expect(body).toBe('{}')
    expect(headers['host']).toBe(`127.0.0.1:${server.port}`)
    for (const name of ['x-leg', 'te', 'expect', 'proxy-connection']) {
      expect(headers).not.toHaveProperty(name)
    }
    expect(headers['connection']).toBe('keep-alive')
  })

  it('keep the headers of MCP even when Connection names them', async () => {
    const server = await recorder()
    const { port } = await startGateway({ server })
    await sendRaw(
      port,
      'GET /one HTTP/1.1\r\nHost: a\r\nConnection: close, Mcp-Session-Id\r\nMcp-Session-Id: s-1\r\n\r\n',
    )
    expect(server.got[0]?.headers['mcp-session-id']).toBe('s-1')
  })

  it('lose the credentials of the caller and the traces of the way (G6, G14)', async () => {
    const server = await recorder()
    const { url } = await startGateway({ server })
    await fetch(url, {
      headers: {
        authorization: 'Bearer platform',
        dpop: 'proof',
        cookie: 'sid=1',
        origin: 'https://platform.example',
        referer: 'https://platform.example/chat',
        forwarded: 'for=1.2.3.4',
        'x-forwarded-for': '1.2.3.4',
        'x-real-ip': '1.2.3.4',
        'proxy-authorization': 'Basic x',
        'sec-fetch-site': 'cross-site',
        'aip-caller': 'forged',
      },
    })
    const { headers = {} } = server.got[0] ?? {}
    expect(headers['authorization']).toBe(`Bearer ${firstToken}`)
    const left = Object.keys(headers).filter((name) =>
      /^(dpop|cookie|origin|referer|forwarded|x-|proxy-|sec-|aip-)/.test(name),
    )
    // What undici's fetch adds as a browser would is gone as well.
    expect(left).toEqual([])
  })

  it.each([
    ['/one', '/mcp'],
    ['/one/', '/mcp/'],
    ['/one?b=%20&a=1&a=', '/mcp?b=%20&a=1&a='],
    ['/one/Sub/%7Euser/x%2Ey/?q', '/mcp/Sub/%7Euser/x%2Ey/?q'],
  ])('to %s reach the server at %s, byte for byte (G17)', async (path, expected) => {
    const server = await recorder()
    const { port } = await startGateway({ server })
    await sendRaw(port, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
    expect(server.got[0]?.url).toBe(expected)
  })

  it('keep the query that belongs to the address of the connection', async () => {
    const server = await recorder()
    const { url } = await startGateway({ server: { ...server, path: '/mcp/?team=a' } })
    await fetch(url)
    await fetch(`${url}/x?y=1`)
    expect(server.got.map((each) => each.url)).toEqual(['/mcp/?team=a', '/mcp/x?team=a&y=1'])
  })

  it('may have 60 KB of headers, and answers too (G26)', async () => {
    const long = 'x'.repeat(50_000)
    const server = await recorder(200, { 'x-long': long })
    const { url } = await startGateway({ server })
    const dispatcher = new Agent({ maxHeaderSize: 65_536 })
    atEnd(() => dispatcher.destroy())
    const response = await request(url, { headers: { 'mcp-name': long }, dispatcher })
    expect(response.headers['x-long']).toBe(long)
    expect(server.got[0]?.headers['mcp-name']).toBe(long)
  })

  it('go on in chunks or with a length, as large as they are (G28)', async () => {
    const server = await recorder()
    const { url } = await startGateway({ server })
    const large = 'y'.repeat(6_000_000)
    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"a":'))
        controller.enqueue(new TextEncoder().encode('1}'))
        controller.close()
      },
    })
    await fetch(url, { method: 'POST', body: large })
    await fetch(url, { method: 'POST', body: chunks, duplex: 'half' } as RequestInit)
    expect(server.got[0]?.body.length).toBe(6_000_000)
    expect(server.got[0]?.headers['content-length']).toBe('6000000')
    expect(server.got[1]?.body).toBe('{"a":1}')
  })

  it.each(['initialize', 'server/discover', 'ping'])(
    '%s is answered by nobody but the server (G25)',
    async (method) => {
      const server = await recorder(
        200,
        { 'content-type': 'application/json' },
        '{"from":"server"}',
      )
      const { url } = await startGateway({ server })
      const response = await fetch(url, { method: 'POST', body: jsonRpc(method) })
      expect(await response.text()).toBe('{"from":"server"}')
      expect(server.got).toHaveLength(1)
    },
  )

  it('that are equal are asked of the server each time, cacheable or not (G23)', async () => {
    const server = await recorder(200, { 'cache-control': 'public, max-age=3600', etag: '"1"' })
    const { url } = await startGateway({ server })
    await fetch(url)
    await fetch(url)
    expect(server.got).toHaveLength(2)
  })
})

describe('answers', () => {
  it('keep session, type, pauses and caching (G4)', async () => {
    const headers = {
      'mcp-session-id': 's-9',
      'content-type': 'application/json',
      'retry-after': '7',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-own': 'kept',
    }
    const server = await recorder(429, headers, '{}')
    const { url } = await startGateway({ server })
    const response = await fetch(url)
    expect(Object.fromEntries(response.headers)).toMatchObject(headers)
    expect(response.status).toBe(429)
  })

  it.each([
    [202, ''],
    [204, ''],
    [400, '{"jsonrpc":"2.0","id":null,"error":{"code":-32022,"message":"version"}}'],
    [404, '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"unknown"}}'],
    [404, ''],
    [405, 'not here'],
    [500, 'oops'],
    [503, 'busy'],
  ])('keep status %i and body %j (G7)', async (status, body) => {
    const server = await recorder(status, {}, body)
    const { url } = await startGateway({ server })
    const response = await fetch(url, { method: 'POST', body: '{}' })
    expect([response.status, await response.text()]).toEqual([status, body])
    expect(response.headers.has('aip-tunnel-failure')).toBe(false)
  })

  it('stay compressed as they came, although none was asked for (G10)', async () => {
    const packed = gzipSync('{"packed":true}')
    const got: Seen[] = []
    const port = await webServer((request, response) => {
      void seen(request).then((each) => got.push(each))
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': packed.length })
      response.end(packed)
    })
    const { url } = await startGateway({ server: { port } })
    const response = await fetch(url)
    expect(await response.json()).toEqual({ packed: true })
    expect(got[0]?.headers['accept-encoding']).toBe('identity')
  })

  it('lose what is for one leg only, and cannot pose as failures of the tunnel', async () => {
    const port = await rawServer((socket) => {
      socket.once('data', () =>
        socket.end(
          'HTTP/1.1 200 Fine\r\nConnection: close, X-Leg\r\nX-Leg: 1\r\nKeep-Alive: 5\r\nAlt-Svc: h2="evil:443"\r\n' +
            'AIP-Tunnel-Failure: relay; tunnel_offline\r\nX-Two: a\r\nX-Two: b\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
        ),
      )
    })
    const { port: gateway } = await startGateway({ server: { port } })
    const answer = await sendRaw(
      gateway,
      'GET /one HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200 Fine\r\n/)
    expect(answer).toContain('X-Two: a\r\nX-Two: b\r\n')
    expect(answer).not.toMatch(/x-leg|alt-svc|aip-tunnel-failure/i)
  })

  it('that are no HTTP become a failure', async () => {
    const port = await rawServer((socket) => socket.once('data', () => socket.end('SSH-2.0-x\r\n')))
    const { url } = await startGateway({ server: { port } })
    const failure = await failureIn(await fetch(url))
    expect(failure).toMatchObject({ status: 502, code: 'upstream_broken', delivered: 'unknown' })
  })

  it('that are only informational are not taken for the answer', async () => {
    const port = await rawServer((socket) =>
      socket.once('data', () =>
        socket.end(
          'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
        ),
      ),
    )
    const { url } = await startGateway({ server: { port } })
    expect(await (await fetch(url)).text()).toBe('ok')
  })
})
