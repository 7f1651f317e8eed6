/** The localtunnel transport against a real localtunnel server: behind its own key, proven by a probe, opened anew after every loss. */
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { accessKeyHash } from '#tunnel/agent/access-guard.ts'
import type { Front } from '#tunnel/agent/front.ts'
import { openLocaltunnel } from '#tunnel/agent/localtunnel.ts'
import type { Line } from '#tunnel/protocol/agent-messages.ts'
import { atEnd, httpFor } from '#test/adapters/http/network.ts'
import { startLocaltunnelServer } from '#test/servers/localtunnel-server.ts'
import { until } from './gateway-stand.ts'

const key = 'aip-key_of-the-test'

interface Stand {
  readonly front: Front
  readonly lines: Line[]
  readonly calls: { url: string; caller: string }[]
}

/** The front with a gateway that only says what it got. */
function open(host: string): Stand {
  const lines: Line[] = []
  const calls: Stand['calls'] = []
  const http = httpFor()
  const front = openLocaltunnel({
    transport: { kind: 'localtunnel', host, accessKeyHash: accessKeyHash(key) },
    onLines: ([line]) => {
      if (line) lines.push(line)
    },
    onRequest: (incoming, response) => {
      calls.push({ url: incoming.url ?? '', caller: String(incoming.headers['aip-caller']) })
      response.end('from the gateway')
    },
    fetch: (input, init) =>
      http.fetchWithin({ zone: 'person', limits: 'machine' })(
        input instanceof Request ? input.url : String(input),
        init,
      ),
    chance: () => 0.1,
  })
  atEnd(() => front.close())
  return { front, lines, calls }
}

async function publicUrlOf({ lines }: Stand): Promise<string> {
  await until(() => lines.at(-1)?.status === 'online', 'the tunnel is online')
  const last = lines.at(-1)
  return last?.status === 'online' ? last.publicUrl : ''
}

/** Names below localhost lead here, whatever the name server says. */
function call(url: string, headers: Record<string, string> = {}) {
  const { hostname, port, pathname } = new URL(url)
  const options = {
    host: '127.0.0.1',
    port,
    path: pathname,
    headers: { host: `${hostname}:${port}`, ...headers },
  }
  return new Promise<{ status: number; marker: string; body: string }>((resolve, reject) => {
    const asked = request(options, (answer: IncomingMessage) => {
      let body = ''
      answer.on('data', (part: Buffer) => (body += part.toString()))
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          marker: String(answer.headers['aip-tunnel-failure'] ?? ''),
          body,
        }),
      )
    })
    asked.once('error', reject)
    asked.end()
  })
}

describe('a localtunnel', () => {
  it('lets in whoever has the key, by either header, and names the caller itself', async () => {
    const server = await startLocaltunnelServer()
    atEnd(() => server.close())
    const stand = open(server.origin)
    const url = await publicUrlOf(stand)
    const bearer = { authorization: `Bearer ${key}`, 'aip-caller': 'forged' }
    expect(await call(`${url}/one`, bearer)).toMatchObject({
      status: 200,
      body: 'from the gateway',
    })
    expect((await call(`${url}/one/x`, { 'aip-access-key': key })).status).toBe(200)
    expect(stand.calls).toEqual([
      { url: '/one', caller: 'localtunnel' },
      { url: '/one/x', caller: 'localtunnel' },
    ])
  })

  it('refuses everybody else with 403, and metadata questions with 404', async () => {
    const server = await startLocaltunnelServer()
    atEnd(() => server.close())
    const stand = open(server.origin)
    const url = await publicUrlOf(stand)
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { 'aip-access-key': '' }]) {
      expect(await call(`${url}/one`, headers)).toMatchObject({
        status: 403,
        marker: 'policy; policy_access_denied',
      })
    }
    const wellKnown = `${url}/.well-known/oauth-protected-resource/one`
    expect((await call(wellKnown, { authorization: `Bearer ${key}` })).status).toBe(404)
    expect(stand.calls).toEqual([])
  })

  it('is opened anew when its server was restarted', async () => {
    const server = await startLocaltunnelServer()
    const stand = open(server.origin)
    await publicUrlOf(stand)
    await server.close()
    stand.front.redial()
    await until(() => stand.lines.at(-1)?.status !== 'online', 'the loss is noticed')
    const again = await startLocaltunnelServer(Number(new URL(server.origin).port))
    atEnd(() => again.close())
    const url = await publicUrlOf(stand)
    expect((await call(`${url}/one`, { authorization: `Bearer ${key}` })).status).toBe(200)
  })

  it('waits, and ends at once when told to, while its server is not there', async () => {
    const stand = open('http://127.0.0.1:9')
    await until(() => stand.lines.at(-1)?.status === 'connecting', 'it tries')
    await stand.front.close()
    expect(stand.lines.at(-1)).toEqual({ status: 'closed' })
  })
})
