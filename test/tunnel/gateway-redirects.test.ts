/** Redirects: followed within the server's own origin with method and body, and told to the caller otherwise (G16). */
import { describe, expect, it } from 'vitest'
import { webServer } from '#test/adapters/http/network.ts'
import { failureIn, firstToken, seen, startGateway } from './gateway-stand.ts'
import type { Seen } from './gateway-stand.ts'

async function redirecting(status: number, location: string | ((port: number) => string)) {
  const got: Seen[] = []
  const port: number = await webServer((request, response) => {
    void seen(request).then((each) => {
      got.push(each)
      if (each.url.startsWith('/mcp')) {
        const where = typeof location === 'string' ? location : location(port)
        response.writeHead(status, { location: where }).end('moved')
      } else response.end(`${each.method} ${each.body}`)
    })
  })
  return { port, got }
}

describe('a redirect', () => {
  it.each([307, 308])(
    '%i within the origin is followed with method, body and token',
    async (status) => {
      const server = await redirecting(status, '/new/mcp?x=1')
      const { url } = await startGateway({ server })
      const response = await fetch(url, { method: 'POST', body: 'the body' })
      expect(await response.text()).toBe('POST the body')
      expect(server.got[1]?.url).toBe('/new/mcp?x=1')
      expect(server.got[1]?.headers['authorization']).toBe(`Bearer ${firstToken}`)
    },
  )

  it.each([301, 302, 303, 307, 308])(
    '%i to another origin is not followed, and no token goes there',
    async (status) => {
      const got: Seen[] = []
      const other = await webServer((request, response) => {
        void seen(request).then((each) => got.push(each))
        response.end()
      })
      const server = await redirecting(status, `http://127.0.0.1:${other}/mcp?secret=1`)
      const { url } = await startGateway({ server })
      const failure = await failureIn(await fetch(url, { method: 'POST', body: 'x' }))
      expect(failure).toMatchObject({
        status: 502,
        code: 'policy_redirect_refused',
        upstreamStatus: status,
      })
      expect(failure.message).toContain(`http://127.0.0.1:${other}/mcp`)
      expect(failure.message).not.toContain('secret')
      expect(got).toEqual([])
    },
  )

  it.each([301, 302, 303])(
    '%i within the origin could lose the body, and is not followed',
    async (status) => {
      const server = await redirecting(status, '/elsewhere')
      const { url } = await startGateway({ server })
      const failure = await failureIn(await fetch(url, { method: 'POST', body: 'x' }))
      expect(failure.code).toBe('policy_redirect_refused')
      expect(server.got).toHaveLength(1)
    },
  )

  it('from one scheme or host name to another is one to another origin', async () => {
    for (const to of [
      (p: number) => `https://127.0.0.1:${p}/x`,
      (p: number) => `http://localhost:${p}/x`,
    ]) {
      const server = await redirecting(308, to)
      const { url } = await startGateway({ server })
      expect((await failureIn(await fetch(url))).code).toBe('policy_redirect_refused')
    }
  })

  it.each(['', 'http://[', '//', 'javascript:1'])('to %j leads nowhere', async (location) => {
    const server = await redirecting(307, location)
    const { url } = await startGateway({ server })
    expect((await failureIn(await fetch(url))).code).toBe('policy_redirect_refused')
  })

  it('in a circle ends', async () => {
    const server = await redirecting(307, '/mcp')
    const { url } = await startGateway({ server })
    expect((await failureIn(await fetch(url))).code).toBe('policy_redirect_refused')
    expect(server.got).toHaveLength(4)
  })
})
