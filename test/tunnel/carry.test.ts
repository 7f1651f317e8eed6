/** A call through relay and agent: everything of it arrives as it was sent, both ways. */
import { createHash, randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { CallAnswer, CallRequest } from '#tunnel/http1/call.ts'
import { bodyOf, startAll, through, until } from './relay-fixture.ts'

const echo = async (request: CallRequest, response: CallAnswer) => {
  const body = await bodyOf(request)
  const answer = JSON.stringify({
    method: request.method,
    url: request.url,
    headers: request.headers,
    sha: createHash('sha256').update(body).digest('hex'),
    size: body.length,
  })
  response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 's-1' })
  response.end(answer)
}

interface Echo {
  method: string
  url: string
  headers: Record<string, string>
  sha: string
  size: number
}

describe('a call through the tunnel', () => {
  it('arrives with its path, query and trailing slash byte for byte', async () => {
    const { tunnel } = await startAll((...parts) => void echo(...parts))
    const path = '/demo/a%20b/c/?x=1&y=%2Fa%20b&u=http://other//path'
    const seen = JSON.parse((await through(tunnel, path)).body) as Echo
    expect(seen.url).toBe(path)
  })

  it.each(['GET', 'POST', 'DELETE', 'PUT', 'OPTIONS', 'PATCH'])('carries %s', async (method) => {
    const { tunnel } = await startAll((...parts) => void echo(...parts))
    const seen = JSON.parse((await through(tunnel, '/demo', { method })).body) as Echo
    expect(seen.method).toBe(method)
  })

  it('brings the headers of MCP and of the server, the name of the access key, and nothing of the key', async () => {
    const { tunnel } = await startAll((...parts) => void echo(...parts))
    const answer = await through(tunnel, '/demo', {
      method: 'POST',
      body: '{}',
      headers: {
        'mcp-session-id': 'abc',
        'mcp-param-region': 'eu',
        'x-custom': 'kept',
        'aip-caller': 'somebody-else',
        authorization: 'Bearer of-the-platform',
        connection: 'close, x-secret-hop',
        'x-secret-hop': 'dropped',
      },
    })
    const { headers } = JSON.parse(answer.body) as Echo
    expect(headers).toMatchObject({
      'mcp-session-id': 'abc',
      'mcp-param-region': 'eu',
      'x-custom': 'kept',
      'aip-caller': 'platform',
      'content-length': '2',
    })
    expect(headers).not.toHaveProperty('authorization')
    expect(headers).not.toHaveProperty('x-secret-hop')
    expect(JSON.stringify(headers)).not.toContain(tunnel.accessKey)
    expect(answer.headers['mcp-session-id']).toBe('s-1')
  })

  it.each([
    ['a small body', 100],
    ['a body of 3 MB', 3_000_000],
  ])('carries %s whole, with and without a length', async (_, size) => {
    const { tunnel } = await startAll((...parts) => void echo(...parts))
    const body = randomBytes(size)
    const sha = createHash('sha256').update(body).digest('hex')
    const plain = await through(tunnel, '/demo', { method: 'POST', body })
    expect(JSON.parse(plain.body)).toMatchObject({ sha, size })
    const chunked = await new Promise<string>((resolve, reject) => {
      const asked = httpRequest(`${tunnel.url}/demo`, {
        method: 'POST',
        headers: { 'aip-access-key': tunnel.accessKey, 'transfer-encoding': 'chunked' },
      })
      asked.once('error', reject)
      asked.once('response', (answer) => void buffer(answer).then((all) => resolve(String(all))))
      for (let at = 0; at < size; at += 50_000) asked.write(body.subarray(at, at + 50_000))
      asked.end()
    })
    expect(JSON.parse(chunked)).toMatchObject({ sha, size })
  })

  it.each([202, 204, 304, 400, 404, 405, 429, 500])('passes status %s as it came', async (code) => {
    const { tunnel } = await startAll((_request, response) => {
      response.writeHead(code, { 'retry-after': '7' })
      response.end(code === 400 ? '{"jsonrpc":"2.0"}' : undefined)
    })
    const answer = await through(tunnel)
    expect(answer.status).toBe(code)
    expect(answer.headers['retry-after']).toBe('7')
    expect(answer.headers['aip-tunnel-failure']).toBeUndefined()
    if (code === 400) expect(answer.body).toBe('{"jsonrpc":"2.0"}')
  })

  it('hands on each event when it is written, not when the stream ends', async () => {
    let stream: CallAnswer | undefined
    const { tunnel } = await startAll((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.flushHeaders()
      stream = response
    })
    const seen: string[] = []
    const asked = httpRequest(`${tunnel.url}/demo`, {
      headers: { authorization: `Bearer ${tunnel.accessKey}` },
    })
    asked.once('response', (answer) => {
      seen.push('head')
      answer.on('data', (part: Buffer) => seen.push(String(part)))
      answer.once('end', () => seen.push('end'))
    })
    asked.end()
    await until(() => seen.length === 1)
    stream?.write('data: 1\n\n')
    await until(() => seen.length === 2)
    stream?.write('data: 2\n\n')
    await until(() => seen.length === 3)
    stream?.end()
    await until(() => seen.length === 4)
    expect(seen).toEqual(['head', 'data: 1\n\n', 'data: 2\n\n', 'end'])
  })

  it('serves 256 callers at once', async () => {
    const { tunnel } = await startAll((...parts) => void echo(...parts))
    const sizes = Array.from({ length: 256 }, (_, index) => index)
    const answers = await Promise.all(
      sizes.map((size) =>
        through(tunnel, '/demo', { method: 'POST', body: 'x'.repeat(size) }).then(
          ({ body }) => (JSON.parse(body) as Echo).size,
        ),
      ),
    )
    expect(answers).toEqual(sizes)
  })
})

describe('when one side goes', () => {
  it('tells the agent at once that the caller has left', async () => {
    let left = false
    const { tunnel } = await startAll((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      request.once('close', () => (left = true))
    })
    const asked = httpRequest(`${tunnel.url}/demo`, {
      headers: { 'aip-access-key': tunnel.accessKey },
    })
    asked.on('error', () => undefined)
    asked.once('response', (answer) => answer.once('data', () => asked.destroy()))
    asked.end()
    await until(() => left)
  })

  it.each(['with a length', 'in chunks'])(
    'never ends an answer cleanly that the agent broke off (%s)',
    async (how) => {
      const { tunnel } = await startAll((_request, response) => {
        if (how === 'with a length') response.setHeader('content-length', '100')
        response.write('half')
        setTimeout(() => response.destroy(), 20)
      })
      await expect(through(tunnel)).rejects.toThrow()
    },
  )

  it('answers 502 carrier_lost when the line breaks before the answer, and does not repeat the call', async () => {
    let count = 0
    const { tunnel } = await startAll((_request, response) => {
      count += 1
      response.destroy()
    })
    const answer = await through(tunnel, '/demo', { method: 'POST', body: '{}' })
    expect(answer.status).toBe(502)
    expect(JSON.parse(answer.body)).toMatchObject({
      error: { origin: 'carrier', code: 'carrier_lost', delivered: 'unknown' },
    })
    expect(count).toBe(1)
  })
})
