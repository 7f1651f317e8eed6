/** Bad addresses, hostile and broken servers: one problem each, with its own code. */
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { demand, resourceDocument, serverDocument, startHabit } from './habit-server.ts'
import type { Answer } from './habit-server.ts'
import { look, lookInVain } from './look.ts'
import { plainHttp } from './plain-http.ts'

const pathForm = '/.well-known/oauth-protected-resource/mcp'
const oauthForm = '/.well-known/oauth-authorization-server'

/** A server whose authorization server metadata is `document`. */
function withMetadata(document: (origin: string) => Answer) {
  return startHabit((own) => ({
    '/mcp': demand(),
    [pathForm]: resourceDocument(`${own}/mcp`, [own]),
    [oauthForm]: document(own),
  }))
}

describe('addresses', () => {
  it.each(['', 'hello', 'mcp.example.com/mcp', 'http://', 'https://a b', '//x', '/mcp'])(
    '“%s” is no address',
    async (text) => {
      await lookInVain(text, 'bad-address')
    },
  )

  it.each([
    'ftp://example.com/mcp',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ws://example.com',
  ])('%s is not the address of a server', async (text) => {
    await lookInVain(text, 'bad-address')
  })

  it('an address without https:// gets a suggestion', async () => {
    const problem = await lookInVain('mcp.example.com/mcp', 'bad-address')
    expect(problem.next).toContain('https://mcp.example.com/mcp')
  })

  it('credentials in the address are refused and not repeated', async () => {
    const problem = await lookInVain('https://ann:geheim@example.com/mcp', 'credentials-in-address')
    expect(JSON.stringify(problem)).not.toContain('geheim')
    const odd = await lookInVain('ann:geheim@', 'bad-address')
    expect(JSON.stringify(odd)).not.toContain('geheim')
  })

  it('plain http is refused on the internet and needs a confirmation in a private network', async () => {
    const zones = { 'mcp.example.com': 'public', 'wiki.corp': 'private' } as const
    const open = await startHabit(() => ({ '/mcp': demand() }))
    const http = plainHttp({ zones, origins: { 'http://wiki.corp': open.origin } })
    const never = await lookInVain('http://mcp.example.com/mcp', 'insecure-address', { http })
    expect(never.details?.['confirm']).toBeUndefined()
    const first = await lookInVain('http://wiki.corp/mcp', 'insecure-address', { http })
    expect(first.details?.['confirm']).toBe('plain-http')
    expect(http.asked).toEqual([])
    const confirmed = { settings: { confirmed: ['plain-http' as const] }, http }
    const found = await look('http://wiki.corp/mcp', confirmed)
    expect(found.discovery.notes.map((each) => each.code)).toContain('plain-http')
  })
})

describe('hosts', () => {
  it('a name nobody knows', async () => {
    await lookInVain('https://nobody.example.com/mcp', 'host-not-found')
  })

  it('a host where nobody listens, and the probe is in the trace', async () => {
    const { origin } = await closedPort()
    const seen: string[] = []
    const onProbe = (probe: { verdict: string; status: number }) => {
      seen.push(`${probe.status} ${probe.verdict}`)
    }
    await lookInVain(`${origin}/mcp`, 'connection-refused', { onProbe })
    expect(seen).toEqual(["0 The test's network says connection-refused."])
  })

  it('a port that hangs', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': { habit: 'hang' } }))
    await lookInVain(`${origin}/mcp`, 'timed-out', { http: plainHttp({ impatientFor: '/mcp' }) })
  })

  it('an authorization server that is dead is asked once, not at every address', async () => {
    const dead = await closedPort()
    const { origin } = await startHabit((own) => ({
      '/mcp': demand(),
      [pathForm]: resourceDocument(`${own}/mcp`, [`${dead.origin}/a`]),
    }))
    const http = plainHttp()
    await lookInVain(`${origin}/mcp`, 'connection-refused', { http })
    expect(http.asked.filter((each) => each.startsWith(dead.origin))).toHaveLength(1)
  })

  it('a search that is cancelled stops with the reason and asks nothing more', async () => {
    const { origin, requests } = await startHabit(() => ({ '/mcp': demand() }))
    const abort = new AbortController()
    const reason = new Error('enough')
    const found = look(`${origin}/mcp`, {
      signal: abort.signal,
      onProbe: () => abort.abort(reason),
    })
    await expect(found).rejects.toBe(reason)
    expect(requests).toEqual(['POST /mcp'])
  })

  it('a search that is cancelled while a server hangs stops as well', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': { habit: 'hang' } }))
    const abort = new AbortController()
    const reason = new Error('enough')
    const inner = plainHttp()
    const http = {
      ...inner,
      fetchWithin: (reach: Parameters<typeof inner.fetchWithin>[0]) => {
        const fetch = inner.fetchWithin(reach)
        return (url: string, init?: RequestInit) => {
          const answer = fetch(url, init)
          abort.abort(reason)
          return answer
        }
      },
    }
    await expect(look(`${origin}/mcp`, { http, signal: abort.signal })).rejects.toBe(reason)
  })
})

describe('what answers', () => {
  it('a web site is not an MCP server', async () => {
    const page = { type: 'text/html', text: '<!doctype html><h1>Shop</h1>' }
    const { origin } = await startHabit(() => ({ '/': page, 'GET /mcp': page }))
    await lookInVain(origin, 'not-an-mcp-server')
    await lookInVain(`${origin}/mcp`, 'not-an-mcp-server')
  })

  it('neither is a server that knows nothing at this path, or answers other JSON', async () => {
    const { origin } = await startHabit(() => ({ '/api': { json: { ok: true } } }))
    await lookInVain(`${origin}/mcp`, 'not-an-mcp-server')
    await lookInVain(`${origin}/api`, 'not-an-mcp-server')
  })

  it('a server that fails, and one that wants a pause', async () => {
    const { origin } = await startHabit(() => ({
      '/mcp': { status: 503 },
      '/busy': { status: 429, headers: { 'retry-after': '30' } },
    }))
    await lookInVain(`${origin}/mcp`, 'server-error')
    await lookInVain(`${origin}/busy`, 'rate-limited')
  })

  it('a redirect to another server is not followed, and named', async () => {
    const other = await startHabit(() => ({ '/mcp': demand('Bearer') }))
    const { origin } = await startHabit(() => ({
      '/mcp': { status: 307, headers: { location: `${other.origin}/mcp` } },
    }))
    const problem = await lookInVain(`${origin}/mcp`, 'unsafe-redirect')
    expect(problem.details?.['to']).toBe(`${other.origin}/mcp`)
    expect(other.requests).not.toContain('POST /mcp')
  })

  it.each([307, 302])('a redirect (%i) that goes in circles ends', async (status) => {
    const { origin } = await startHabit(() => ({
      '/mcp': { status, headers: { location: '/mcp/' } },
      '/mcp/': { status, headers: { location: '/mcp' } },
    }))
    await lookInVain(`${origin}/mcp`, 'unsafe-redirect')
  })

  it('a redirect to an address that is no web address is refused', async () => {
    const { origin } = await startHabit(() => ({
      '/mcp': { status: 302, headers: { location: 'file:///etc/passwd' } },
    }))
    await lookInVain(`${origin}/mcp`, 'unsafe-redirect')
  })
})

describe('metadata', () => {
  it.each([
    ['HTML', { type: 'text/html', text: '<html></html>' }],
    ['HTML that calls itself JSON', { type: 'application/json', text: '<html></html>' }],
    ['half a document', { type: 'application/json', text: '{"issuer": "https://' }],
    ['a list', { json: [] }],
    ['an empty document', { json: {} }],
    ['an empty body', { type: 'application/json', text: '' }],
  ] satisfies [string, Answer][])('%s is unusable', async (_, answer) => {
    const { origin } = await withMetadata(() => answer)
    await lookInVain(`${origin}/mcp`, 'metadata-unusable')
  })

  it.each(['token_endpoint', 'authorization_endpoint'])(
    'a document without %s is unusable',
    async (name) => {
      const { origin } = await withMetadata((own) => serverDocument(own, { [name]: undefined }))
      await lookInVain(`${origin}/mcp`, 'metadata-unusable')
    },
  )

  it.each(['{tenant}', ':workspaceID', '<host>', '%7Btenant%7D'])(
    'an endpoint with the placeholder %s is named as such',
    async (blank) => {
      const { origin } = await withMetadata((own) =>
        serverDocument(own, { token_endpoint: `${own}/${blank}/token` }),
      )
      const problem = await lookInVain(`${origin}/mcp`, 'placeholder-endpoint')
      expect(problem.message).toContain('token endpoint')
    },
  )

  it('a token endpoint that is no address is unusable', async () => {
    const { origin } = await withMetadata((own) => serverDocument(own, { token_endpoint: 'token' }))
    await lookInVain(`${origin}/mcp`, 'metadata-unusable')
  })

  it('resource metadata that the challenge names and that is a web page is unusable', async () => {
    const { origin } = await startHabit((own) => ({
      '/mcp': demand(`Bearer resource_metadata="${own}/page"`),
      '/page': { type: 'text/html', text: '<html></html>' },
    }))
    await lookInVain(`${origin}/mcp`, 'metadata-unusable')
  })

  it('resource metadata at an address that is none is refused with words', async () => {
    const { origin } = await startHabit(() => ({
      '/mcp': demand('Bearer resource_metadata="javascript:alert(1)"'),
    }))
    await lookInVain(`${origin}/mcp`, 'metadata-unusable')
  })

  it('an authorization server that is no address is refused with words', async () => {
    const { origin } = await startHabit((own) => ({
      '/mcp': demand(),
      [pathForm]: resourceDocument(`${own}/mcp`, ['auth']),
    }))
    await lookInVain(`${origin}/mcp`, 'metadata-unusable')
  })
})

/** A port that was free a moment ago. */
async function closedPort(): Promise<{ origin: string }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  await new Promise((resolve) => server.close(resolve))
  return { origin: `http://127.0.0.1:${port}` }
}
