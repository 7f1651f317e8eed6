/** The wire of the session eras, 2025-03-26 to 2025-11-25 (T1 to T5). */
import { describe, expect, it } from 'vitest'
import { problemOf } from '../journey.ts'
import { openWire, result, signal, streamed, type Talk } from './wire.ts'

/** A server that opens a session with `initialize`. */
function withSession(more: Talk = () => undefined): Talk {
  return async (message, asked) => {
    const answer = await more(message, asked)
    if (answer || message.method !== 'initialize') return answer
    const opened = result(message, {
      protocolVersion: '2025-06-18',
      capabilities: { tools: {} },
      serverInfo: { name: 'wire', version: '1' },
    })
    return { ...opened, headers: { 'mcp-session-id': 'session-1' } }
  }
}

describe('a session of an older revision', () => {
  it('T1: posts one message at a time, takes either kind of answer, and expects none to a notification', async () => {
    const { session, asked } = await openWire('legacy', (message) =>
      message.method === 'tools/call'
        ? streamed(result(message, { content: [] }), ': comment\n\n')
        : undefined,
    )
    await session.listTools(signal)
    await session.callTool('report', {}, signal)
    const posts = asked.filter(({ method }) => method === 'POST')
    expect(posts.map(({ body }) => body['method'])).toEqual([
      'initialize',
      'notifications/initialized',
      'tools/list',
      'tools/call',
    ])
    for (const { headers } of posts) {
      expect(headers.accept).toBe('application/json, text/event-stream')
      expect(headers['content-type']).toBe('application/json')
    }
  })

  it('T2 T3: repeats the session id and the agreed version on every later request, and leaves with DELETE', async () => {
    const { session, asked } = await openWire('legacy', withSession())
    await session.listTools(signal)
    await session.close()
    const [first, ...later] = asked
    expect(first?.headers).not.toHaveProperty('mcp-session-id')
    expect(later.length).toBeGreaterThan(1)
    for (const { headers } of later) {
      expect(headers).toMatchObject({
        'mcp-session-id': 'session-1',
        'mcp-protocol-version': '2025-06-18',
      })
    }
    expect(asked.at(-1)?.method).toBe('DELETE')
  })

  it('T2: a server that does not allow the DELETE is left all the same', async () => {
    const { session } = await openWire(
      'legacy',
      withSession((_message, { method }) => (method === 'DELETE' ? { status: 500 } : undefined)),
    )
    await expect(session.close()).resolves.toBeUndefined()
  })

  it('T2: a session the server has lost is begun anew, and the request is repeated', async () => {
    let lost = false
    const { session, asked } = await openWire(
      'legacy',
      withSession((message) => {
        if (message.method !== 'tools/call' || lost) return undefined
        lost = true
        return {
          status: 404,
          body: {
            jsonrpc: '2.0',
            id: message.id,
            error: { code: -32001, message: 'Session not found' },
          },
        }
      }),
    )
    await session.listTools(signal)
    await session.callTool('report', {}, signal)
    const methods = asked
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body['method'])
    expect(methods.slice(3)).toEqual([
      'tools/call',
      'initialize',
      'notifications/initialized',
      'tools/call',
    ])
  })

  it.each([
    ['400', { status: 400, body: 'Bad Request: No valid session ID provided' }],
    ['an error with status 200', { body: { code: -32_000, message: 'Session not found' } }],
  ])('T2: a session whose loss is said by %s is begun anew, too', async (_how, said) => {
    let lost = false
    const { session, asked } = await openWire(
      'legacy',
      withSession((message) => {
        if (message.method !== 'tools/call' || lost) return undefined
        lost = true
        if (typeof said.body === 'string') return said
        return { body: { jsonrpc: '2.0', id: message.id, error: said.body } }
      }),
    )
    await session.listTools(signal)
    await session.callTool('report', {}, signal)
    expect(asked.filter(({ body }) => body['method'] === 'tools/call')).toHaveLength(2)
    expect(asked.filter(({ body }) => body['method'] === 'initialize')).toHaveLength(2)
  })

  it('T2: an error of a tool that speaks of sessions is the tool’s own', async () => {
    let calls = 0
    const { session } = await openWire(
      'legacy',
      withSession((message) => {
        if (message.method !== 'tools/call') return undefined
        calls += 1
        const error = { code: -32_603, message: 'The gym session was not found' }
        return { body: { jsonrpc: '2.0', id: message.id, error } }
      }),
    )
    await session.listTools(signal)
    expect((await problemOf(session.callTool('report', {}, signal))).code).toBe('server-error')
    expect(calls).toBe(1)
  })

  it('T12: a server that refuses revisions it does not know is asked with an older one', async () => {
    const { session, asked } = await openWire('legacy', (message) => {
      if (message.method !== 'initialize') return undefined
      return message.params?.['protocolVersion'] === '2025-03-26'
        ? undefined
        : { status: 400, body: 'unknown protocolVersion' }
    })
    expect(session.protocolVersion).toBe('2025-03-26')
    const offered = asked
      .filter(({ body }) => body['method'] === 'initialize')
      .map(({ body }) => (body['params'] as { protocolVersion: string }).protocolVersion)
    expect(offered).toEqual(['2025-11-25', '2025-06-18', '2025-03-26'])
  })

  it('T2: a session that cannot be begun anew ends with the words of the server, and can be left', async () => {
    let gone = false
    const { session } = await openWire(
      'legacy',
      withSession((message) => {
        gone ||= message.method === 'tools/call'
        return gone ? { status: 404, body: 'No such session' } : undefined
      }),
    )
    await session.listTools(signal)
    const problem = await problemOf(session.callTool('report', {}, signal))
    expect(problem).toMatchObject({ code: 'server-error', details: { answer: expect.any(String) } })
    await expect(session.close()).resolves.toBeUndefined()
  })

  it('T4: says that a call is cancelled, because a broken line does not mean it', async () => {
    const arrived = Promise.withResolvers<void>()
    const { session, asked } = await openWire('legacy', (message) => {
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
    const id = asked.find(({ body }) => body['method'] === 'tools/call')?.body['id']
    await expect
      .poll(() => asked.find(({ body }) => body['method'] === 'notifications/cancelled')?.body)
      .toMatchObject({ params: { requestId: id } })
  })

  it('T5: resumes a stream that broke off where it was, after the pause the server wishes', async () => {
    let resumed: string | undefined
    const { session } = await openWire(
      'legacy',
      withSession((message, { method, headers }) => {
        const lastId = headers['last-event-id']
        if (method === 'GET' && typeof lastId === 'string') {
          resumed = lastId
          return streamed(result({ id: callId }, { content: [{ type: 'text', text: 'late' }] }))
        }
        if (message.method !== 'tools/call') return undefined
        callId = message.id ?? 0
        return {
          headers: { 'content-type': 'text/event-stream' },
          body: 'id: event-7\nretry: 20\ndata: \n\n',
        }
      }),
    )
    let callId: number | string = 0
    await session.listTools(signal)
    const answer = await session.callTool('report', {}, signal)
    expect(answer.content).toEqual([{ type: 'text', text: 'late' }])
    expect(resumed).toBe('event-7')
  })
})
