/** What real servers do besides the specification, and what discovery makes of it. */
import { describe, expect, it } from 'vitest'
import {
  demand,
  initialized,
  resourceDocument,
  serverDocument,
  startHabit,
} from './habit-server.ts'
import type { Answer, Answers } from './habit-server.ts'
import { codesOf, look, lookInVain, probesOf } from './look.ts'
import { plainHttp } from './plain-http.ts'

const pathForm = '/.well-known/oauth-protected-resource/mcp'
const rootForm = '/.well-known/oauth-protected-resource'
const oauthForm = '/.well-known/oauth-authorization-server'
const openidForm = '/.well-known/openid-configuration'

function complete(origin: string, more: Answers = {}): Answers {
  return {
    '/mcp': demand('Bearer'),
    [pathForm]: resourceDocument(`${origin}/mcp`, [origin]),
    [oauthForm]: serverDocument(origin),
    ...more,
  }
}

const noError: Answer = { json: { jsonrpc: '2.0', id: 0, error: { code: -32601, message: 'x' } } }

describe('R10: documents and challenges that are wrong in small ways', () => {
  it.each([
    ['404', { status: 404 }],
    ['401', { status: 401 }],
    ['403 in HTML', { status: 403, type: 'text/html', text: '<html>' }],
    ['405', { status: 405 }],
    ['500', { status: 500 }],
    ['a web page with 200', { type: 'text/html', text: '<!doctype html>' }],
    ['other JSON', { json: { message: 'hello' } }],
    ['a redirect that goes in circles', { status: 302, headers: { location: pathForm } }],
    ['too much', { habit: 'flood' }],
  ] satisfies [string, Answer][])(
    'the path form answers with %s, the root form is right',
    async (_, answer) => {
      const { origin } = await startHabit((own) =>
        complete(own, { [pathForm]: answer, [rootForm]: resourceDocument(`${own}/mcp`, [own]) }),
      )
      const found = await look(`${origin}/mcp`)
      expect(found.discovery).toMatchObject({ mode: 'OAuthWithDCR', issuer: origin })
      expect(probesOf(found)).toContain(`GET ${pathForm}`)
      expect(found.discovery.trace.every((each) => each.verdict.length > 3)).toBe(true)
    },
  )

  it('nulls, lists as text, truth as text, members of the wrong kind, a byte order mark and a wrong label', async () => {
    const { origin } = await startHabit((own) => {
      const document = serverDocument(own, {
        registration_endpoint: null,
        scopes_supported: 'read write',
        client_id_metadata_document_supported: 'true',
        revocation_endpoint: 17,
      })
      const text = `\uFEFF${JSON.stringify(document.json)}`
      return complete(own, { [oauthForm]: { type: 'text/plain', text } })
    })
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({ mode: 'OAuthWithCIMD', revocationEndpoint: '' })
    expect(found.server?.scopes_supported).toEqual(['read', 'write'])
    expect(codesOf(found)).toEqual([
      'metadata-type',
      'metadata-nulls',
      'metadata-mended',
      'metadata-member-dropped',
    ])
  })

  it('an unusable document in the first form does not hide a good one in the second', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, {
        [oauthForm]: serverDocument(own, { token_endpoint: undefined }),
        [openidForm]: serverDocument(own),
      }),
    )
    expect((await look(`${origin}/mcp`)).discovery.tokenEndpoint).toBe(`${origin}/token`)
  })

  it('a challenge that names two addresses, the first of them dead', async () => {
    const { origin, requests } = await startHabit((own) =>
      complete(own, {
        '/mcp': demand(`Bearer resource_metadata="${own}/gone", resource_metadata="${own}/prm"`),
        '/prm': resourceDocument(`${own}/mcp`, [own]),
      }),
    )
    const found = await look(`${origin}/mcp`)
    expect(requests.slice(1, 3)).toEqual(['GET /gone', 'GET /prm'])
    expect(codesOf(found)).toEqual(['challenge-repeated', 'challenge-address-unusable'])
  })

  it('a challenge that is nothing but an address', async () => {
    const { origin, requests } = await startHabit((own) =>
      complete(own, {
        '/mcp': demand(`${own}/prm`),
        '/prm': resourceDocument(`${own}/mcp`, [own]),
      }),
    )
    const found = await look(`${origin}/mcp`)
    expect(requests[1]).toBe('GET /prm')
    expect(codesOf(found)).toEqual(['challenge-bare-address'])
  })

  it('a challenge with an address that lacks its host', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { '/mcp': demand(`Bearer resource_metadata="${pathForm}"`) }),
    )
    expect(codesOf(await look(`${origin}/mcp`))).toEqual(['challenge-address-relative'])
  })

  it('several headers, Basic first', async () => {
    const { origin, requests } = await startHabit((own) =>
      complete(own, {
        '/mcp': demand(['Basic realm="x"', `Bearer resource_metadata="${own}/prm"`]),
        '/prm': resourceDocument(`${own}/mcp`, [own]),
      }),
    )
    await look(`${origin}/mcp`)
    expect(requests[1]).toBe('GET /prm')
  })

  it('metadata redirected to another host is followed, hop by hop in the trace', async () => {
    const other = await startHabit((own) => ({
      '/prm': { status: 301, headers: { location: `${own}/final` } },
    }))
    const { origin } = await startHabit((own) =>
      complete(own, {
        [pathForm]: { status: 302, headers: { location: `${other.origin}/prm` } },
        '/final': { status: 404 },
        [rootForm]: resourceDocument(`${own}/mcp`, [own]),
      }),
    )
    const found = await look(`${origin}/mcp`)
    expect(probesOf(found).slice(1, 5)).toEqual([
      `GET ${pathForm}`,
      'GET /prm',
      'GET /final',
      `GET ${rootForm}`,
    ])
  })

  it('resource metadata that names no authorization server leads to the origin', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { [pathForm]: { json: { resource: `${own}/mcp` } } }),
    )
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({ issuer: origin, resource: `${origin}/mcp` })
    expect(codesOf(found)).toEqual(['no-authorization-server-named'])
  })

  it('an endpoint that is only convenient and may not be used is left out', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, {
        [oauthForm]: serverDocument(own, {
          revocation_endpoint: 'https://169.254.169.254/revoke',
          userinfo_endpoint: `${own}/userinfo`,
        }),
      }),
    )
    const found = await look(`${origin}/mcp`)
    expect(found.discovery.revocationEndpoint).toBe('')
    expect(found.server?.revocation_endpoint).toBeUndefined()
    expect(found.server?.userinfo_endpoint).toBe(`${origin}/userinfo`)
    expect(codesOf(found)).toEqual(['endpoint-dropped'])
  })

  it('an address with a slash at the end finds the document published without one', async () => {
    const { origin } = await startHabit((own) => complete(own, { '/mcp/': demand('Bearer') }))
    const found = await look(`${origin}/mcp/`)
    expect(found.discovery.resource).toBe(`${origin}/mcp`)
    expect(codesOf(found)).toEqual(['resource-slash'])
  })

  it('unknown members of the metadata are kept', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { [oauthForm]: serverDocument(own, { jwks_uri: `${own}/jwks` }) }),
    )
    expect((await look(`${origin}/mcp`)).server?.['jwks_uri']).toBe(`${origin}/jwks`)
  })

  it('an authorization server for machines only needs no authorization endpoint', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, {
        [oauthForm]: serverDocument(own, {
          authorization_endpoint: undefined,
          grant_types_supported: ['client_credentials'],
        }),
      }),
    )
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({ issuer: origin, authorizationEndpoint: '' })
  })
})

describe('R07: issuers', () => {
  it('one slash more or less is tolerated and shown; the document’s own spelling counts', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { [pathForm]: resourceDocument(`${own}/mcp`, [`${own}/`]) }),
    )
    const found = await look(`${origin}/mcp`)
    expect(found.discovery.issuer).toBe(origin)
    expect(codesOf(found)).toEqual(['issuer-slash'])
  })

  it('a lost path is a question for the person, and a pinned issuer is the answer', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, {
        [pathForm]: resourceDocument(`${own}/mcp`, [`${own}/team`]),
        '/.well-known/oauth-authorization-server/team': serverDocument(own),
      }),
    )
    const problem = await lookInVain(`${origin}/mcp`, 'issuer-mismatch')
    expect(problem.details).toEqual({
      expected: `${origin}/team`,
      found: origin,
      relation: 'path-lost',
    })
    const found = await look(`${origin}/mcp`, { settings: { pinnedIssuer: origin } })
    expect(found.discovery.issuer).toBe(origin)
    expect(codesOf(found)).toEqual(['issuer-pinned'])
  })

  it('a pin lets only the pinned name through', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { [oauthForm]: serverDocument(own, { issuer: 'https://evil.example.com' }) }),
    )
    const settings = { pinnedIssuer: 'https://login.example.com' }
    await lookInVain(`${origin}/mcp`, 'issuer-mismatch', { settings })
  })

  it.each(['HTTP', 'two slashes', 'port'])(
    'other spellings (%s) are not the same issuer',
    async (kind) => {
      const { origin } = await startHabit((own) => {
        const spelled = { HTTP: own.replace('http', 'HTTP'), 'two slashes': `${own}//`, port: '' }
        const issuer = spelled[kind as keyof typeof spelled] || `${own}:80`
        return complete(own, { [oauthForm]: serverDocument(own, { issuer }) })
      })
      await lookInVain(`${origin}/mcp`, 'issuer-mismatch')
    },
  )

  it('a name with a blank in it is not accepted for a tenant', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { [oauthForm]: serverDocument(own, { issuer: `${own}/{tenantid}/v2.0` }) }),
    )
    const problem = await lookInVain(`${origin}/mcp`, 'issuer-mismatch')
    expect(problem.details?.['relation']).toBe('template')
  })
})

describe('R09: a login host typed by the person', () => {
  const loginA = 'https://login.example.com'
  const loginB = 'https://acme.example.com'

  async function salesforce(answersAtB: (own: string) => Answers) {
    const a = await startHabit(() => ({
      [openidForm]: serverDocument(loginA, { registration_endpoint: undefined }),
    }))
    const b = await startHabit(answersAtB, loginB)
    const server = await startHabit(
      (own) => complete(own, { [pathForm]: resourceDocument(`${own}/mcp`, [loginA]) }),
      'https://mcp.example.com',
    )
    const zones = {
      'mcp.example.com': 'public',
      'login.example.com': 'public',
      'acme.example.com': 'public',
    } as const
    const origins = {
      'https://mcp.example.com': server.origin,
      [loginA]: a.origin,
      [loginB]: b.origin,
    }
    const http = plainHttp({ zones, origins })
    return (loginHost?: string) =>
      look('https://mcp.example.com/mcp', {
        http,
        ...(loginHost !== undefined && { settings: { loginHost } }),
      })
  }

  it('without it the named issuer is used', async () => {
    const found = await (await salesforce(() => ({})))()
    expect(found.discovery).toMatchObject({ mode: 'OAuth', issuer: loginA })
  })

  it('has its own metadata: that is used', async () => {
    const search = await salesforce((own) => ({ [openidForm]: serverDocument(own) }))
    const found = await search('acme.example.com')
    expect(found.discovery).toMatchObject({ issuer: loginB, tokenEndpoint: `${loginB}/token` })
    expect(codesOf(found)).toEqual(['login-host'])
  })

  it('has none: the endpoints of the named issuer are taken there', async () => {
    const search = await salesforce(() => ({}))
    const found = await search(' https://acme.example.com/ ')
    expect(found.discovery).toMatchObject({
      issuer: loginA,
      authorizationEndpoint: `${loginB}/authorize`,
      tokenEndpoint: `${loginB}/token`,
    })
  })
})

describe('R11: a login that is needed but not announced', () => {
  it('tools that can be listed without one: open, with the note that some may need it', async () => {
    const { origin } = await startHabit((own) => complete(own, { '/mcp': initialized }))
    const canListTools = () => Promise.resolve(true)
    const found = await look(`${origin}/mcp`, { canListTools })
    expect(found.discovery).toMatchObject({ mode: 'NoAuth', issuer: '' })
    expect(codesOf(found)).toEqual(['login-optional'])
    const wanted = await look(`${origin}/mcp`, { canListTools, preferLogin: true })
    expect(wanted.discovery).toMatchObject({ mode: 'OAuthWithDCR', issuer: origin })
  })

  it('tools that cannot be listed, or a caller who cannot try: a login', async () => {
    const { origin } = await startHabit((own) => complete(own, { '/mcp': initialized }))
    const refused = await look(`${origin}/mcp`, { canListTools: () => Promise.resolve(false) })
    expect(refused.discovery.mode).toBe('OAuthWithDCR')
    const untried = await look(`${origin}/mcp`)
    expect(untried.discovery.mode).toBe('OAuthWithDCR')
    expect(codesOf(untried)).toEqual(['login-not-demanded-at-once'])
  })

  it('a late challenge is read like one that came at once', async () => {
    const { origin, requests } = await startHabit((own) => ({
      '/mcp': initialized,
      '/prm': resourceDocument(`${own}/mcp`, [own]),
      [oauthForm]: serverDocument(own),
    }))
    const challenge = `Bearer scope="mail", resource_metadata="${origin}/prm"`
    const canListTools = () => Promise.resolve({ challenge })
    const found = await look(`${origin}/mcp`, { canListTools })
    expect(found.discovery).toMatchObject({ mode: 'OAuthWithDCR', scopes: ['mail'] })
    expect(requests).toEqual(['POST /mcp', 'GET /prm', `GET ${oauthForm}`])
  })

  it('tools that cannot be listed and no metadata: never NoAuth', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': initialized }))
    const found = await look(`${origin}/mcp`, { canListTools: () => Promise.resolve(false) })
    expect(found.discovery).toMatchObject({ mode: 'OAuth', issuer: '', registration: ['manual'] })
    expect(codesOf(found)).toEqual(['login-needed-not-discoverable'])
  })

  it('what goes wrong while listing the tools is passed on', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': initialized }))
    const broken = new Error('broken')
    const found = look(`${origin}/mcp`, { canListTools: () => Promise.reject(broken) })
    await expect(found).rejects.toBe(broken)
  })

  it('a sign-in document that may not be used does not lock an open server', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, {
        '/mcp': initialized,
        [pathForm]: resourceDocument('https://other.example.com', [own]),
      }),
    )
    const found = await look(`${origin}/mcp`, { canListTools: () => Promise.resolve(true) })
    expect(found.discovery.mode).toBe('NoAuth')
    expect(codesOf(found)).toEqual(['resource-metadata-ignored'])
  })

  it.each([
    ['403 in place of 401', { status: 403 }],
    ['500 in place of 401', { status: 500 }],
    ['404 in place of 401', { status: 404 }],
    ['400 in place of 401', { status: 400, json: { error: 'no token' } }],
  ] satisfies [string, Answer][])('%s, with resource metadata: a login', async (_, answer) => {
    const { origin } = await startHabit((own) => complete(own, { '/mcp': answer }))
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({ mode: 'OAuthWithDCR', issuer: origin })
    expect(codesOf(found)).toEqual(['login-without-401'])
  })

  it('403 and nothing else: a login that cannot be discovered', async () => {
    const { origin, requests } = await startHabit(() => ({
      '/mcp': { status: 403 },
      '/token': { status: 405 },
    }))
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({ mode: 'OAuth', issuer: '' })
    expect(codesOf(found)).toContain('login-needed-not-discoverable')
    expect(requests).not.toContain('OPTIONS /token')
  })

  it('401 and nothing else, as servers with a static key do: not discoverable, never NoAuth', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': demand() }))
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({ mode: 'OAuth', issuer: '', registration: ['manual'] })
    expect(codesOf(found)).toEqual(['login-needed-not-discoverable'])
  })

  it.each(['same host', 'other host'])(
    'a redirect to a sign-in page of the %s is named as such',
    async (where) => {
      const page = { type: 'text/html; charset=utf-8', text: '<!doctype html><form>' }
      const sso = await startHabit(() => ({ '/login': page }))
      const { origin } = await startHabit((own) => ({
        '/mcp': {
          status: 302,
          headers: { location: `${where === 'same host' ? own : sso.origin}/login` },
        },
        '/login': page,
      }))
      await lookInVain(`${origin}/mcp`, 'sso-page-in-front')
    },
  )
})

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
    expect(found.discovery.trace.map(({ ms, ...probe }) => ({ ...probe, ms: ms >= 0 }))).toEqual([
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
