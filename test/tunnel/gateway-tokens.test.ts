/** The token at the edge: added here, renewed once, never handed down, and no sign-in of the server's gets through (G6, G19 to G22). */
import { describe, expect, it } from 'vitest'
import { webServer } from '#test/adapters/http/network.ts'
import {
  bearer,
  failureIn,
  firstToken,
  jsonRpc,
  secondToken,
  seen,
  startGateway,
} from './gateway-stand.ts'
import type { Seen } from './gateway-stand.ts'

const challenge =
  'Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource"'

/** Takes only these tokens; answers others with 401 and a challenge. */
async function guarded(good: readonly string[], headers: Record<string, string> = {}) {
  const got: Seen[] = []
  const port = await webServer((request, response) => {
    void seen(request).then((each) => {
      got.push(each)
      if (good.some((token) => each.headers['authorization'] === `Bearer ${token}`)) {
        response.writeHead(200, headers).end(`hello ${each.body}`)
      } else {
        response.writeHead(401, { 'www-authenticate': challenge }).end('who are you?')
      }
    })
  })
  return { port, got }
}

describe('a refused token', () => {
  it('is renewed once, and the request repeated with its body (G20)', async () => {
    const server = await guarded([secondToken])
    const { url, asked } = await startGateway({ server })
    const response = await fetch(url, { method: 'POST', body: jsonRpc('ping') })
    expect(await response.text()).toBe(`hello ${jsonRpc('ping')}`)
    expect(asked.map((each) => each.refused)).toEqual([undefined, firstToken])
    expect(server.got.map((each) => each.body)).toEqual([jsonRpc('ping'), jsonRpc('ping')])
  })

  it('is renewed for a body in chunks as well', async () => {
    const server = await guarded([secondToken])
    const { url } = await startGateway({ server })
    const body = new Blob(['in chunks']).stream()
    const response = await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(await response.text()).toBe('hello in chunks')
  })

  it('that is refused again ends as 503 with words for the platform, without 401 or challenge (G19)', async () => {
    const server = await guarded([])
    const { url } = await startGateway({ server })
    const response = await fetch(url, { method: 'POST', body: '{}' })
    expect(response.headers.has('www-authenticate')).toBe(false)
    const failure = await failureIn(response)
    expect(failure).toMatchObject({ status: 503, code: 'sign_in_needed', upstreamStatus: 401 })
    expect(failure.message).toMatch(/Sign-in needed in AIP Desktop/)
    expect(server.got).toHaveLength(2)
  })

  it('is kept when it was only just issued: the session may be dead instead (G21)', async () => {
    const server = await guarded([])
    const { url, asked } = await startGateway({
      server,
      authorize: ({ refused }) => (refused ? { status: 'still-fresh' } : bearer(firstToken)),
    })
    const response = await fetch(url, { headers: { 'mcp-session-id': 'dead' } })
    expect((await failureIn(response)).message).toMatch(/session may also be over/)
    expect(server.got).toHaveLength(1)
    expect(asked).toHaveLength(2)
  })

  it('does not make a request go twice that was too large to keep', async () => {
    const server = await guarded([secondToken])
    const { url } = await startGateway({ server })
    const body = 'z'.repeat(5 * 1024 * 1024)
    expect(await failureIn(await fetch(url, { method: 'POST', body }))).toMatchObject({
      code: 'sign_in_needed',
      next: 'Send it again.',
      delivered: 'no',
    })
    expect(server.got).toHaveLength(1)
  })

  it.each([400, 403, 500, 502, 503])('is nothing a %i is taken for', async (status) => {
    let requests = 0
    const port = await webServer((request, response) => {
      requests++
      request.resume()
      response.writeHead(status).end()
    })
    const { url } = await startGateway({ server: { port } })
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(status)
    expect(requests).toBe(1)
  })
})

describe('without a grant', () => {
  it('the server is not asked at all', async () => {
    const server = await guarded([firstToken])
    const { url } = await startGateway({
      server,
      authorize: () => ({ status: 'sign-in-needed', message: 'You signed out.', next: 'Sign in.' }),
    })
    expect(await failureIn(await fetch(url))).toMatchObject({
      status: 503,
      origin: 'sign-in',
      message: 'Sign-in needed in AIP Desktop: You signed out.',
      delivered: 'no',
    })
    expect(server.got).toHaveLength(0)
  })

  it('an open server gets none, and its 401 stays here too', async () => {
    const server = await guarded([])
    const { url, asked } = await startGateway({ server, exposure: { access: 'open' } })
    expect((await failureIn(await fetch(url))).code).toBe('sign_in_needed')
    expect(asked).toHaveLength(0)
    expect(server.got[0]?.headers).not.toHaveProperty('authorization')
  })
})

describe('what comes back', () => {
  it('has no challenge and no cookie, whatever the status (G19)', async () => {
    const server = await guarded([firstToken], {
      'www-authenticate': challenge,
      'set-cookie': 'sid=upstream',
      'authentication-info': 'x',
    })
    const { url } = await startGateway({ server })
    const response = await fetch(url)
    expect(response.status).toBe(200)
    for (const name of ['www-authenticate', 'set-cookie', 'authentication-info']) {
      expect(response.headers.has(name)).toBe(false)
    }
  })

  it('is held back when the token is in a header', async () => {
    const server = await guarded([firstToken], { 'x-debug': `got Bearer ${firstToken}` })
    const { url } = await startGateway({ server })
    const failure = await failureIn(await fetch(url))
    expect(failure.code).toBe('policy_token_in_answer')
    expect(JSON.stringify(failure)).not.toContain(firstToken)
  })

  it.each([1, 7, 21, 1000])(
    'is broken off before the token is out, in pieces of %i bytes',
    async (size) => {
      const text = `{"headers":{"authorization":"Bearer ${firstToken}"}} and more`
      const port = await webServer((request, response) => {
        request.resume()
        response.writeHead(200, { 'content-type': 'text/plain' })
        void (async () => {
          for (let at = 0; at < text.length; at += size) {
            response.write(text.slice(at, at + size))
            await new Promise((resolve) => setImmediate(resolve))
          }
          response.end()
        })()
      })
      const { url, records } = await startGateway({ server: { port } })
      const response = await fetch(url)
      let got = ''
      const reading = (async () => {
        for await (const part of response.body ?? []) got += Buffer.from(part).toString()
      })()
      await expect(reading).rejects.toThrow()
      expect(got).not.toContain(firstToken.slice(0, 8))
      expect(records[0]).toMatchObject({ outcome: 'cut', failure: 'policy_token_in_answer' })
    },
  )

  it('is complete when it only begins like the token', async () => {
    const port = await webServer((request, response) => {
      request.resume()
      response.write(`${firstToken.slice(0, 10)}`)
      setTimeout(() => response.end(firstToken.slice(0, 6)), 20)
    })
    const { url } = await startGateway({ server: { port } })
    expect(await (await fetch(url)).text()).toBe(firstToken.slice(0, 10) + firstToken.slice(0, 6))
  })
})

describe('a session', () => {
  it('is open to the caller who began it and to nobody else (G22)', async () => {
    const server = await guarded([firstToken], { 'mcp-session-id': 's-1' })
    const { url } = await startGateway({ server })
    await fetch(url, { method: 'POST', body: '{}', headers: { 'test-caller': 'ada' } })
    const again = (caller: string) =>
      fetch(url, { headers: { 'test-caller': caller, 'mcp-session-id': 's-1' } })
    expect((await again('ada')).status).toBe(200)
    expect((await failureIn(await again('eve'))).code).toBe('policy_request')
    expect(server.got).toHaveLength(2)
  })
})

describe('static headers', () => {
  it('of the connection take the place of the caller’s, and do not come back either', async () => {
    const secret = 'static-secret-0123456789'
    const got: Seen[] = []
    const port = await webServer((request, response) => {
      void seen(request).then((each) => {
        got.push(each)
        response.end(each.url.endsWith('echo') ? JSON.stringify(each.headers) : 'fine')
      })
    })
    const exposure = { access: 'open' as const, headers: { 'X-Api-Key': secret } }
    const { url } = await startGateway({ server: { port }, exposure })
    await fetch(url, { headers: { 'x-api-key': 'forged' } })
    expect(got[0]?.headers['x-api-key']).toBe(secret)
    await expect(fetch(`${url}/echo`).then((each) => each.text())).rejects.toThrow()
  })
})

describe('a DPoP-bound token', () => {
  it('is proven again with the nonce the server wants, which is no refusal', async () => {
    const port = await webServer((request, response) => {
      request.resume()
      if (request.headers['dpop'] === 'proof with n-1') response.end('proven')
      else {
        response.writeHead(401, {
          'www-authenticate': 'DPoP error="use_dpop_nonce"',
          'dpop-nonce': 'n-1',
        })
        response.end()
      }
    })
    const { url, asked } = await startGateway({
      server: { port },
      authorize: ({ nonce }) => ({
        status: 'ready',
        token: firstToken,
        headers: [
          ['authorization', `DPoP ${firstToken}`],
          ['dpop', `proof with ${nonce ?? 'nothing'}`],
        ],
      }),
    })
    const response = await fetch(url, { method: 'POST', body: '{}' })
    expect(await response.text()).toBe('proven')
    expect(asked.map((each) => [each.nonce, each.refused])).toEqual([
      [undefined, undefined],
      ['n-1', undefined],
    ])
    expect(asked[0]?.url).toBe(`http://127.0.0.1:${port}/mcp`)
  })
})

describe('pass-through', () => {
  it('leaves Authorization, challenge and metadata to platform and server', async () => {
    const got: Seen[] = []
    const port = await webServer((request, response) => {
      void seen(request).then((each) => {
        got.push(each)
        response.writeHead(401, { 'www-authenticate': challenge }).end('sign in')
      })
    })
    const exposure = { access: 'pass-through' as const }
    const { url, asked } = await startGateway({ server: { port }, exposure })
    const response = await fetch(url, { headers: { authorization: 'Bearer of-the-platform' } })
    expect([response.status, await response.text()]).toEqual([401, 'sign in'])
    expect(response.headers.get('www-authenticate')).toBe(challenge)
    expect(got[0]?.headers['authorization']).toBe('Bearer of-the-platform')
    await fetch(`${url}/.well-known/openid-configuration`)
    expect(got[1]?.url).toBe('/mcp/.well-known/openid-configuration')
    expect(asked).toHaveLength(0)
  })
})
