/** The wire of 2026-07-28: stateless requests that say what they are in their headers (T7 to T12, T14 to T17). */
import { describe, expect, it } from 'vitest'
import { failure, openWire, result, signal, someTool, streamed, type Message } from './wire.ts'

const versionMember = 'io.modelcontextprotocol/protocolVersion'

function metaOf(body: Message): Record<string, unknown> {
  return (body.params?.['_meta'] ?? {}) as Record<string, unknown>
}

describe('a request of 2026-07-28', () => {
  it('T7 T8 T9: is a POST of its own with its version and method in header and body', async () => {
    const { session, asked } = await openWire('modern')
    expect(session.era).toBe('modern')
    await session.listTools(signal)
    await session.callTool('report', { region: 'north' }, signal)
    await session.close()
    expect(asked.map(({ method, body }) => [method, body['method']])).toEqual([
      ['POST', 'server/discover'],
      ['POST', 'tools/list'],
      ['POST', 'tools/call'],
    ])
    for (const { headers, body } of asked) {
      expect(headers).toMatchObject({
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': body['method'],
        accept: 'application/json, text/event-stream',
      })
      expect(headers).not.toHaveProperty('mcp-session-id')
      expect(metaOf(body)).toMatchObject({
        [versionMember]: '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'aip-desktop' },
        'io.modelcontextprotocol/clientCapabilities': {},
      })
    }
    expect(asked[2]?.headers['mcp-name']).toBe('report')
    expect(asked[1]?.headers).not.toHaveProperty('mcp-name')
  })

  it('T10: carries marked parameters in headers, unsafe ones in Base64, absent ones not at all', async () => {
    const marked = {
      name: 'report',
      inputSchema: {
        type: 'object',
        properties: {
          region: { type: 'string', 'x-mcp-header': 'Region' },
          city: { type: 'string', 'x-mcp-header': 'City' },
          year: { type: 'integer', 'x-mcp-header': 'Year' },
        },
      },
    }
    const { session, asked } = await openWire('modern', (message) =>
      message.method === 'tools/list'
        ? result(message, { tools: [marked], ttlMs: 0, cacheScope: 'private' })
        : undefined,
    )
    await session.listTools(signal)
    await session.callTool('report', { region: 'north', city: 'Zürich\r\nX: y' }, signal)
    const headers = asked.at(-1)?.headers ?? {}
    expect(headers['mcp-param-region']).toBe('north')
    const city = /^=\?base64\?(.+)\?=$/.exec(String(headers['mcp-param-city']))?.[1] ?? ''
    expect(Buffer.from(city, 'base64').toString()).toBe('Zürich\r\nX: y')
    expect(headers).not.toHaveProperty('mcp-param-year')
    expect(headers).not.toHaveProperty('x')
  })

  it('T10: a tool whose marks are invalid is not offered', async () => {
    const invalid = {
      name: 'broken',
      inputSchema: {
        type: 'object',
        properties: { region: { type: 'string', 'x-mcp-header': 'Not a token\r\n' } },
      },
    }
    const { session } = await openWire('modern', (message) =>
      message.method === 'tools/list'
        ? result(message, { tools: [invalid, someTool], ttlMs: 0, cacheScope: 'private' })
        : undefined,
    )
    expect((await session.listTools(signal)).map(({ name }) => name)).toEqual(['report'])
  })

  it('T11: whose headers no longer fit leads to a new list of the tools, and is repeated', async () => {
    let calls = 0
    const { session, asked } = await openWire('modern', (message) => {
      if (message.method !== 'tools/call') return undefined
      calls += 1
      return calls === 1 ? failure(message, -32020) : undefined
    })
    await session.listTools(signal)
    await session.callTool('report', {}, signal)
    expect(asked.slice(2).map(({ body }) => body['method'])).toEqual([
      'tools/call',
      'tools/list',
      'tools/call',
    ])
  })

  it('T12: of a version the server does not have leads to one both have', async () => {
    const { session } = await openWire('modern', (message) => {
      if (message.method === 'initialize') return undefined
      const version = metaOf(message)[versionMember]
      return version === '2026-07-28'
        ? failure(message, -32022, { supported: ['2025-11-25'], requested: version })
        : undefined
    })
    expect(session).toMatchObject({ era: 'legacy', protocolVersion: '2025-11-25' })
  })

  it('T15: that is cancelled is simply closed: nothing else is sent', async () => {
    const arrived = Promise.withResolvers<void>()
    const { session, asked, lastSignal } = await openWire('modern', (message) => {
      if (message.method !== 'tools/call') return undefined
      arrived.resolve()
      return new Promise(() => undefined)
    })
    await session.listTools(signal)
    const cancel = new AbortController()
    const calling = session.callTool('report', {}, cancel.signal)
    calling.catch(() => undefined)
    await arrived.promise
    cancel.abort(new Error('enough'))
    await expect(calling).rejects.toThrow()
    await expect.poll(() => lastSignal()?.aborted).toBe(true)
    expect(asked.map(({ body }) => body['method'])).not.toContain('notifications/cancelled')
  })

  it('T16: may be answered by a stream with comments in it', async () => {
    const { session } = await openWire('modern', (message) =>
      message.method === 'tools/call'
        ? streamed(result(message, { content: [] }), ': keep-alive\n\n:\n\n')
        : undefined,
    )
    await session.listTools(signal)
    expect((await session.callTool('report', {}, signal)).content).toEqual([])
  })

  it('T17: never fetches a schema a tool refers to', async () => {
    const { session, asked } = await openWire('modern', (message, { headers }) => {
      if (message.method !== 'tools/list') return undefined
      const $ref = `http://${headers.host}/schema.json`
      const tool = { name: 'report', inputSchema: { type: 'object', properties: { a: { $ref } } } }
      const outputSchema = { type: 'object', $ref }
      return result(message, {
        tools: [tool, { ...tool, name: 'other', outputSchema }],
        ttlMs: 0,
        cacheScope: 'private',
      })
    })
    await session.listTools(signal)
    await session.callTool('report', { a: 1 }, signal)
    expect(asked.map(({ path }) => path)).not.toContain('/schema.json')
  })
})

it('T14: a server that does not know server/discover is not lost', async () => {
  const { session } = await openWire('unknown', (message) =>
    message.method === 'server/discover' ? { status: 404, body: 'Session not found' } : undefined,
  )
  expect(session.era).toBe('legacy')
  expect(await session.listTools(signal)).toHaveLength(1)
})

it.each<[string, Parameters<typeof openWire>[1]]>([
  ['400', (message) => (message.method === 'server/discover' ? { status: 400 } : undefined)],
  ['405', (message) => (message.method === 'server/discover' ? { status: 405 } : undefined)],
  [
    '200 with "method not found"',
    (message) =>
      message.method === 'server/discover'
        ? { ...failure(message, -32601), status: 200 }
        : undefined,
  ],
  [
    'an empty 200',
    (message) => (message.method === 'server/discover' ? { status: 200 } : undefined),
  ],
  [
    'an empty 202',
    (message) => (message.method === 'server/discover' ? { status: 202 } : undefined),
  ],
])('T13: %s on the probe means an older revision', async (_name, talk) => {
  const { session } = await openWire('unknown', talk)
  expect(session.era).toBe('legacy')
  expect(await session.listTools(signal)).toHaveLength(1)
})
