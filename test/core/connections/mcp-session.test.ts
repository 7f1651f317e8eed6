import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createAuthorizedFetch } from '#core/connections/authorized-fetch.ts'
import type { TokenSource } from '#core/connections/authorized-fetch.ts'
import { openBridge } from '#core/connections/bridge.ts'
import { openMcpSession } from '#core/connections/mcp-session.ts'
import { isProblem } from '#core/app-error.ts'
import { startEventStreamServer } from '../../../src-main/sample-servers/event-stream-server.ts'
import { startOpenServer } from '../../../src-main/sample-servers/open-server.ts'
import { grantFor } from './grant-for.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()))
})

async function run<Running extends { close(): Promise<void> }>(
  starting: Promise<Running>,
): Promise<Running> {
  const server = await starting
  running.push(server)
  return server
}

const never = new AbortController().signal
const plainFetch = (url: string, init?: RequestInit) => fetch(url, { ...init, redirect: 'manual' })

function open(url: string, tokens?: TokenSource, era?: 'modern' | 'legacy' | 'sse') {
  const authorized = createAuthorizedFetch({
    connectionId: 'c1',
    fetch: plainFetch,
    headers: {},
    signal: never,
    ...(tokens && { tokens }),
  })
  return openMcpSession({
    url,
    fetch: authorized,
    version: '0.0.0',
    signal: never,
    ...(era && { era }),
  })
}

describe('a session', () => {
  it('speaks the newest revision with a server that has it (T13)', async () => {
    const { url } = await run(startOpenServer())
    const session = await open(url)
    expect(session).toMatchObject({ era: 'modern', protocolVersion: '2026-07-28' })
    expect((await session.listTools(never)).map((tool) => tool.name)).toContain('add')
    await session.close()
  })

  it('goes back to HTTP+SSE for an old server (T6)', async () => {
    const { url } = await run(startEventStreamServer())
    const session = await open(url)
    expect(session.era).toBe('sse')
    const result = await session.callTool('add', { a: 2, b: 3 }, never)
    expect(result.content).toMatchObject([{ type: 'text', text: '5' }])
    await session.close()
  })

  it('finds its way when the remembered revision no longer fits', async () => {
    const { url } = await run(startOpenServer())
    const session = await open(url, undefined, 'sse')
    expect(session.era).toBe('modern')
    await session.close()
  })

  it('calls a page that is no MCP server by its name', async () => {
    const { url } = await run(
      serve((_, response) => {
        response.setHeader('content-type', 'text/html').end('<h1>Welcome</h1>')
      }),
    )
    await expect(open(url)).rejects.toSatisfy((error) => isProblem(error, 'not-an-mcp-server'))
  })
})

describe('the token of a session', () => {
  it('is on every request, and is renewed once when the server refuses it (C43, G20)', async () => {
    const seen: (string | undefined)[] = []
    const { url } = await run(guarded('good', seen))
    const tokens = tokenSource(['old', 'good'])
    const session = await open(url, tokens, 'legacy')
    expect(await session.listTools(never)).toHaveLength(3)
    await session.close()
    expect(tokens.asked).toContain('old')
    expect(seen.every((each) => each?.startsWith('Bearer ') === true)).toBe(true)
    expect(seen.filter((each) => each === 'Bearer old')).toHaveLength(1)
  })

  it('that is refused again right after it was issued ends in "sign in again" (R02)', async () => {
    const seen: (string | undefined)[] = []
    const { url } = await run(guarded('never', seen))
    const tokens = tokenSource(['old', 'new', 'newer', 'newest'])
    await expect(open(url, tokens, 'legacy')).rejects.toThrow('rejects newly issued tokens')
    expect(tokens.asked.filter((each) => each !== undefined)).toEqual(['old', 'new'])
  })

  it('is not doubted when only the era probe is refused (T13)', async () => {
    const { url } = await run(guarded('good', [], 'server/discover'))
    const tokens = tokenSource(['good', 'good'])
    const session = await open(url, tokens)
    expect(session.era).toBe('legacy')
    expect(await session.listTools(never)).toHaveLength(3)
    await session.close()
  })
})

describe('the bridge for stdio clients', () => {
  it('carries requests and answers, and turns a failure into an error for the client', async () => {
    const { url } = await run(startOpenServer())
    const delivered: unknown[] = []
    const bridge = await openBridge({
      url,
      fetch: createAuthorizedFetch({
        connectionId: 'c1',
        fetch: plainFetch,
        headers: {},
        signal: never,
      }),
      deliver: (message) => delivered.push(message),
      complain: () => undefined,
    })
    await bridge.send({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'test', version: '0' },
      },
    })
    await until(() => delivered.length === 1)
    expect(delivered[0]).toMatchObject({ id: 1, result: { protocolVersion: '2025-06-18' } })
    await bridge.send({ jsonrpc: '2.0', method: 'notifications/initialized' })
    await bridge.send({ jsonrpc: '2.0', id: 2, method: 'tools/list' })
    await until(() => delivered.length === 2)
    expect(delivered[1]).toMatchObject({ id: 2, result: { tools: expect.any(Array) } })
    await bridge.close()
  })

  it('answers a request that could not be delivered (R16: it opens nothing)', async () => {
    const { url } = await run(guarded('never', []))
    const delivered: unknown[] = []
    const bridge = await openBridge({
      url,
      fetch: createAuthorizedFetch({
        connectionId: 'c1',
        fetch: plainFetch,
        headers: {},
        signal: never,
        tokens: tokenSource(['old', 'new', 'newer']),
      }),
      deliver: (message) => delivered.push(message),
      complain: () => undefined,
    })
    await bridge.send({ jsonrpc: '2.0', id: 7, method: 'tools/list' })
    expect(delivered).toMatchObject([
      { id: 7, error: { code: -32050, message: expect.stringContaining('Sign in again') } },
    ])
    await bridge.close()
  })
})

/** An MCP server behind one token; `alwaysRefused`: a method it answers with 401 although the token is right. */
async function guarded(token: string, seen: (string | undefined)[], alwaysRefused?: string) {
  const upstream = await run(startOpenServer())
  return serve(async (request, response) => {
    const body = await textOf(request)
    seen.push(request.headers.authorization)
    const refused = alwaysRefused !== undefined && body.includes(alwaysRefused)
    if (refused || request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end()
      return
    }
    const answer = await fetch(upstream.url, {
      method: request.method ?? 'GET',
      headers: passed(request),
      ...(body !== '' && { body }),
    })
    const headers = Object.fromEntries(
      ['content-type', 'mcp-session-id'].flatMap((name) => {
        const value = answer.headers.get(name)
        return value === null ? [] : [[name, value]]
      }),
    )
    response.writeHead(answer.status, headers).end(Buffer.from(await answer.arrayBuffer()))
  })
}

function passed(request: IncomingMessage): Record<string, string> {
  const names = ['content-type', 'accept', 'mcp-session-id', 'mcp-protocol-version', 'mcp-method']
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = request.headers[name]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

function tokenSource(tokens: string[]): TokenSource & { asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = []
  let current = 0
  return {
    asked,
    accessToken: (_, { rejected }) => {
      asked.push(rejected)
      if (rejected !== undefined && rejected === tokens[current]) current++
      return Promise.resolve({
        status: 'ready',
        grant: grantFor({ accessToken: tokens[current] ?? 'none' }),
      })
    },
  }
}

async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
) {
  const server: Server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
