/** The official client library through the gateway, against servers of each era; old HTTP+SSE by a rewritten endpoint event (G18). */
import {
  Client,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client'
import { describe, expect, it } from 'vitest'
import { startEventStreamServer } from '../../src-main/sample-servers/event-stream-server.ts'
import { startOpenServer } from '../../src-main/sample-servers/open-server.ts'
import type { SampleServer } from '../../src-main/sample-servers/sample-server.ts'
import { atEnd, webServer } from '#test/adapters/http/network.ts'
import { failureIn, startGateway } from './gateway-stand.ts'

async function before(server: SampleServer) {
  atEnd(() => server.close())
  const { port, pathname } = new URL(server.url)
  return startGateway({
    server: { port: Number(port), path: pathname },
    exposure: { access: 'open' },
  })
}

async function addWith(client: Client): Promise<unknown> {
  const { tools } = await client.listTools()
  expect(tools.map((each) => each.name)).toEqual(['who_am_i', 'add', 'shout'])
  const { content } = await client.callTool({ name: 'add', arguments: { a: 2, b: 40 } })
  await client.close()
  return content
}

const answer = [{ type: 'text', text: '42' }]

describe('the official client', () => {
  it('lists and calls in the session era', async () => {
    const { url } = await before(await startOpenServer())
    const client = new Client({ name: 'platform', version: '1' }, { capabilities: {} })
    await client.connect(new StreamableHTTPClientTransport(new URL(url)))
    expect(await addWith(client)).toEqual(answer)
  })

  it('lists and calls in 2026-07-28, stateless', async () => {
    const { url, records } = await before(await startOpenServer())
    const client = new Client(
      { name: 'platform', version: '1' },
      { capabilities: {}, versionNegotiation: { mode: 'auto' } },
    )
    await client.connect(new StreamableHTTPClientTransport(new URL(url)))
    expect(client.getProtocolEra()).toBe('modern')
    expect(await addWith(client)).toEqual(answer)
    expect(records.at(-1)).toMatchObject({ operation: 'tools/call', name: 'add' })
  })

  it('lists and calls over HTTP+SSE: the posts come back through the gateway (G18)', async () => {
    const { url, records } = await before(await startEventStreamServer())
    const client = new Client({ name: 'platform', version: '1' }, { capabilities: {} })
    await client.connect(new SSEClientTransport(new URL(url)))
    expect(await addWith(client)).toEqual(answer)
    expect(records.filter((each) => each.method === 'POST').length).toBeGreaterThan(2)
  })
})

describe('an endpoint event', () => {
  /** Streams these pieces, and tells which posts arrived. */
  async function old(...pieces: string[]) {
    const posts: string[] = []
    const port = await webServer((request, response) => {
      if (request.method === 'POST') {
        posts.push(request.url ?? '')
        response.writeHead(202).end()
        return
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      void (async () => {
        for (const piece of pieces) {
          response.write(piece)
          await new Promise((resolve) => setTimeout(resolve, 10))
        }
        response.end()
      })()
    })
    return { posts, ...(await startGateway({ server: { port, path: '/sse' } })) }
  }

  it.each([
    [['event: endpoint\ndata: /messages?s=1\n\ndata: x\n\n']],
    [[': hi\n\n', 'event: endp', 'oint\r\ndata: /messages?s=1\r', '\n\r\ndata: x\n\n']],
    [['retry: 5\nevent:endpoint\ndata:/messages?s=1\n\n', 'data: x\n\n']],
  ])('is rewritten however it is cut, and everything else passes: %j', async (pieces) => {
    const { url, posts } = await old(...pieces)
    const text = await (await fetch(url)).text()
    const [, reference = ''] = /event: endpoint\ndata: (\S+)\n\n/.exec(text) ?? []
    expect(reference).toMatch(/^\?aip-messages=/)
    expect(text).toMatch(/data: x\n\n$/)
    expect(text).not.toContain('/messages')
    const posted = await fetch(new URL(reference, url), { method: 'POST', body: '{}' })
    expect([posted.status, posts]).toEqual([202, ['/messages?s=1']])
  })

  it('at another origin breaks the stream off', async () => {
    const { url } = await old('event: endpoint\ndata: http://evil.example/messages\n\n')
    await expect(fetch(url).then((each) => each.text())).rejects.toThrow()
  })

  it('later in the stream is data like any other', async () => {
    const text = 'data: first\n\nevent: endpoint\ndata: /messages\n\n'
    const { url } = await old(text)
    expect(await (await fetch(url)).text()).toBe(text)
  })

  it('cannot be forged into a way to other paths of the server', async () => {
    const { url, posts } = await old('event: endpoint\ndata: /messages\n\n')
    const text = await (await fetch(url)).text()
    const reference = /data: (\S+)/.exec(text)?.[1] ?? ''
    const mac = reference.split('.')[1] ?? ''
    const forged = `?aip-messages=${Buffer.from('/admin').toString('base64url')}.${mac}`
    await fetch(url + forged, { method: 'POST', body: '{}' })
    // It is only one more query of the connection's own path.
    expect(posts).toEqual([`/sse${forged}`])
    expect((await failureIn(await fetch(`${url}x${reference}`))).code).toBe('not_exposed')
  })
})
