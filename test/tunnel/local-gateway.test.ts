/** The gateway for programs of this computer: behind a key, deaf to web pages and to names that only lead here (G15). */
import { networkInterfaces } from 'node:os'
import { request } from 'undici'
import { describe, expect, it } from 'vitest'
import { accessKeyHash } from '#tunnel/agent/access-guard.ts'
import { openLocalGateway } from '#tunnel/agent/local-gateway.ts'
import { atEnd, webServer } from '#test/adapters/http/network.ts'
import { sendRaw } from './gateway-stand.ts'

const key = 'aip-key_of-the-test'

async function open() {
  const calls: { url: string; caller: string }[] = []
  const gateway = await openLocalGateway({
    port: 0,
    accessKeyHash: accessKeyHash(key),
    onRequest: (incoming, response) => {
      calls.push({ url: incoming.url ?? '', caller: String(incoming.headers['aip-caller']) })
      response.end('reached')
    },
  })
  atEnd(() => gateway.close())
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await request(`http://127.0.0.1:${gateway.port}${path}`, { headers })
    await answer.body.dump()
    return answer.statusCode
  }
  return { ...gateway, calls, ask }
}

const withKey = { authorization: `Bearer ${key}` }

describe('the local gateway', () => {
  it('hands calls with the key to the gateway, named by itself', async () => {
    const { ask, calls } = await open()
    expect(await ask('/mcp/one', { ...withKey, 'aip-caller': 'forged' })).toBe(200)
    expect(await ask('/mcp/one/sub?x=1', { 'aip-access-key': key })).toBe(200)
    expect(calls).toEqual([
      { url: '/one', caller: 'this computer' },
      { url: '/one/sub?x=1', caller: 'this computer' },
    ])
  })

  it.each([{}, { authorization: 'Bearer wrong' }, { authorization: key }])(
    'refuses others with 403: %j',
    async (headers) => {
      const { ask, calls } = await open()
      expect(await ask('/mcp/one', headers)).toBe(403)
      expect(calls).toEqual([])
    },
  )

  it('answers no other host name, and no web page, even with the key', async () => {
    const { ask, calls, port } = await open()
    expect(await ask('/mcp/one', { ...withKey, host: 'evil.example' })).toBe(403)
    expect(await ask('/mcp/one', { ...withKey, host: `127.0.0.1:${port + 1}` })).toBe(403)
    expect(await ask('/mcp/one', { ...withKey, origin: 'https://evil.example' })).toBe(403)
    expect(await ask('/mcp/one', { ...withKey, origin: 'null' })).toBe(403)
    expect(calls).toEqual([])
    expect(await ask('/mcp/one', { ...withKey, host: `localhost:${port}` })).toBe(200)
  })

  it('knows nothing beside its connections', async () => {
    const { ask, calls } = await open()
    for (const path of ['/', '/mcp', '/one', '/.well-known/oauth-protected-resource/mcp/one']) {
      expect(await ask(path, withKey)).toBe(404)
    }
    expect(calls).toEqual([])
  })

  it('leaves paths that could be read in two ways to the gateway as they are', async () => {
    const { port, calls } = await open()
    await sendRaw(
      port,
      `GET /mcp/../one HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${key}\r\nConnection: close\r\n\r\n`,
    )
    expect(calls).toEqual([{ url: '/../one', caller: 'this computer' }])
  })

  it('listens on this computer only, and says so when its port is taken', async () => {
    const { port } = await open()
    const outside = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .find((each) => !each.internal && each.family === 'IPv4')
    if (outside) {
      await expect(request(`http://${outside.address}:${port}/mcp/one`)).rejects.toThrow()
    }
    const taken = await webServer((_request, response) => response.end())
    const options = { port: taken, accessKeyHash: accessKeyHash(key), onRequest: () => undefined }
    await expect(openLocalGateway(options)).rejects.toThrow(/EADDRINUSE/)
  })
})
