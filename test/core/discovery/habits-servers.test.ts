/** Servers of other ages, redirects of servers, and the trace of it all. */
import { describe, expect, it } from 'vitest'
import { complete, oauthForm, pathForm } from './complete-server.ts'
import {
  demand,
  initialized,
  resourceDocument,
  serverDocument,
  startHabit,
} from './habit-server.ts'
import type { Answer } from './habit-server.ts'
import { codesOf, look } from './look.ts'

const noError: Answer = {
  json: { jsonrpc: '2.0', id: 0, error: { code: -32601, message: 'x' } },
}

describe('servers of other ages', () => {
  it('a modern server that does not know initialize is a server', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': { ...noError, status: 404 } }))
    expect((await look(`${origin}/mcp`)).discovery.mode).toBe('NoAuth')
  })

  it('an old HTTP+SSE server is a server', async () => {
    const { origin } = await startHabit(() => ({
      'POST /sse': { status: 405 },
      'GET /sse': { type: 'text/event-stream', text: 'event: endpoint\ndata: /m\n\n' },
    }))
    const found = await look(`${origin}/sse`)
    expect(found.discovery.mode).toBe('NoAuth')
    expect(codesOf(found)).toEqual(['legacy-sse'])
  })

  it('an old HTTP+SSE server may demand its login at the GET', async () => {
    const { origin } = await startHabit((own) => ({
      'POST /sse': { status: 404 },
      'GET /sse': demand(`Bearer resource_metadata="${own}/prm"`),
      '/prm': resourceDocument(`${own}/sse`, [own]),
      [oauthForm]: serverDocument(own),
    }))
    expect((await look(`${origin}/sse`)).discovery.mode).toBe('OAuthWithDCR')
  })

  it('an event stream as answer is not waited for', async () => {
    const { origin } = await startHabit(() => ({
      '/mcp': { type: 'text/event-stream', text: 'data: {}\n\n' },
    }))
    expect((await look(`${origin}/mcp`)).discovery.mode).toBe('NoAuth')
  })

  it('a session opened by the probe is given back', async () => {
    const headers = { 'mcp-session-id': 'abc' }
    const server = await startHabit(() => ({ '/mcp': { ...initialized, headers } }))
    const found = await look(`${server.origin}/mcp`)
    expect(found.discovery.mode).toBe('NoAuth')
    expect(server.requests.slice(0, 2)).toEqual(['POST /mcp', 'DELETE /mcp'])
    expect(server.headers[1]?.['mcp-session-id']).toBe('abc')
  })

  it.each([
    [307, '/v2/mcp'],
    [308, '/v2/mcp'],
    [301, '/mcp/'],
    [302, '/mcp/'],
  ])(
    'a redirect (%i) to %s of the same server is followed with the request',
    async (status, to) => {
      const { origin, bodies } = await startHabit(() => ({
        '/mcp': { status, headers: { location: to } },
        [`POST ${to}`]: initialized,
      }))
      const found = await look(`${origin}/mcp`)
      expect(found.discovery.mode).toBe('NoAuth')
      expect(codesOf(found)).toEqual(['redirect-followed'])
      expect(bodies[1]).toContain('initialize')
    },
  )
})

describe('the trace', () => {
  it('says what was asked, what came back and what was made of it, and is told as it grows', async () => {
    const { origin } = await startHabit((own) => complete(own))
    const told: unknown[] = []
    const found = await look(`${origin}/mcp`, { onProbe: (probe) => told.push(probe) })
    expect(told).toEqual(found.discovery.trace)
    const said = found.discovery.trace.map((probe) => ({
      ...probe,
      ms: probe.ms >= 0,
      says: undefined,
    }))
    expect(found.discovery.trace.map(({ says }) => says?.code)).toEqual([
      'probe.login',
      'probe.resource-metadata',
      'probe.server-metadata',
    ])
    expect(said).toEqual([
      {
        step: 'probe',
        method: 'POST',
        url: `${origin}/mcp`,
        status: 401,
        contentType: 'text/plain',
        ms: true,
        verdict: 'a login is demanded, with a Bearer challenge',
      },
      {
        step: 'resource-metadata',
        method: 'GET',
        url: origin + pathForm,
        status: 200,
        contentType: 'application/json',
        ms: true,
        verdict: `resource metadata of ${origin}/mcp`,
      },
      {
        step: 'server-metadata',
        method: 'GET',
        url: origin + oauthForm,
        status: 200,
        contentType: 'application/json',
        ms: true,
        verdict: `metadata of ${origin}`,
      },
    ])
  })
})
