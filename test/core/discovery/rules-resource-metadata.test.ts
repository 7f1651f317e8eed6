/** The rules of the client checklist about challenges, resource metadata and servers without it (C1 to C9). */
import { describe, expect, it } from 'vitest'
import { complete, oauthForm, openidForm, pathForm, rootForm } from './complete-server.ts'
import {
  demand,
  initialized,
  resourceDocument,
  serverDocument,
  startHabit,
} from './habit-server.ts'
import { codesOf, look, lookInVain, probesOf } from './look.ts'

describe('resource metadata', () => {
  it('C1 C2 C3: a 401 with a challenge leads over the resource metadata to the authorization server', async () => {
    const { origin } = await startHabit(complete)
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({
      mode: 'OAuthWithDCR',
      registration: ['dcr', 'manual'],
      issuer: origin,
      resource: `${origin}/mcp`,
      scopes: ['read', 'write'],
      pkce: 'S256',
      tokenEndpoint: `${origin}/token`,
      notes: [],
    })
    expect(found.zone).toBe('loopback')
    expect(probesOf(found)).toEqual(['POST /mcp', `GET ${pathForm}`, `GET ${oauthForm}`])
  })

  it('E3: tokens are bound to a key when the server asks for it, and not because the issuer could', async () => {
    const withIssuer = (own: string) => ({
      [oauthForm]: serverDocument(own, { dpop_signing_alg_values_supported: ['ES256'] }),
    })
    const silent = await startHabit((own) => complete(own, withIssuer(own)))
    expect((await look(`${silent.origin}/mcp`)).wantsDpop).toBe(false)
    const challenging = await startHabit((own) =>
      complete(own, { ...withIssuer(own), '/mcp': demand('Bearer, DPoP algs="ES256"') }),
    )
    expect((await look(`${challenging.origin}/mcp`)).wantsDpop).toBe(true)
    const documented = await startHabit((own) => {
      const facts = { dpop_bound_access_tokens_required: true }
      const document = resourceDocument(`${own}/mcp`, [own], facts)
      return complete(own, { ...withIssuer(own), [pathForm]: document })
    })
    expect((await look(`${documented.origin}/mcp`)).wantsDpop).toBe(true)
  })

  it('C4: the address in the challenge wins over the well-known ones', async () => {
    const { origin, requests } = await startHabit((own) => ({
      '/mcp': demand(`Bearer resource_metadata="${own}/elsewhere"`),
      '/elsewhere': resourceDocument(`${own}/mcp`, [own]),
      [oauthForm]: serverDocument(own),
    }))
    await look(`${origin}/mcp`)
    expect(requests).toEqual(['POST /mcp', 'GET /elsewhere', `GET ${oauthForm}`])
  })

  it('C4: without an address the path form is asked, then the root form', async () => {
    const { origin, requests } = await startHabit((own) => ({
      '/mcp': demand('Bearer'),
      [rootForm]: resourceDocument(own, [own]),
      [oauthForm]: serverDocument(own),
    }))
    const found = await look(`${origin}/mcp`)
    expect(requests).toEqual([
      'POST /mcp',
      `GET ${pathForm}`,
      `GET ${rootForm}`,
      `GET ${oauthForm}`,
    ])
    expect(found.discovery.resource).toBe(origin)
  })

  it('C4: the root form is not asked when the path form answers, and nothing before the 401', async () => {
    const { origin, requests } = await startHabit((own) =>
      complete(own, { '/mcp': demand(), [rootForm]: resourceDocument(own, []) }),
    )
    await look(`${origin}/mcp`)
    expect(requests).toEqual(['POST /mcp', `GET ${pathForm}`, `GET ${oauthForm}`])
  })

  it('C5: a document about another resource is not used', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { [pathForm]: resourceDocument('https://evil.example.com/mcp', [own]) }),
    )
    const problem = await lookInVain(`${origin}/mcp`, 'resource-mismatch')
    expect(problem.details).toMatchObject({ resource: 'https://evil.example.com/mcp' })
  })

  it.each(['/other', '/mcp/deeper', '/mc'])(
    'C5: a document about %s on the same origin is not used either',
    async (path) => {
      const { origin } = await startHabit((own) =>
        complete(own, { [pathForm]: resourceDocument(own + path, [own]) }),
      )
      await lookInVain(`${origin}/mcp`, 'resource-mismatch')
    },
  )

  it('C5: a document that does not say for which resource is not used', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { [pathForm]: { json: { authorization_servers: [own] } } }),
    )
    await lookInVain(`${origin}/mcp`, 'metadata-unusable')
  })

  it('C5: a resource that contains the address, or differs by a slash, is taken as written and noted', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { [pathForm]: resourceDocument(`${own}/mcp/`, [own]) }),
    )
    const slash = await look(`${origin}/mcp`)
    expect(slash.discovery.resource).toBe(`${origin}/mcp/`)
    expect(codesOf(slash)).toEqual(['resource-slash'])
    const broad = await startHabit((own) =>
      complete(own, { [pathForm]: resourceDocument(own, [own]) }),
    )
    const found = await look(`${broad.origin}/mcp`)
    expect(found.discovery.resource).toBe(broad.origin)
    expect(codesOf(found)).toEqual(['resource-broader'])
  })

  it('C6: of several authorization servers the first usable one is chosen, the others are kept in mind', async () => {
    const other = await startHabit((own) => ({ [oauthForm]: serverDocument(own) }))
    const { origin } = await startHabit((own) =>
      complete(own, {
        [pathForm]: resourceDocument(`${own}/mcp`, [`${own}/nobody`, other.origin, own]),
      }),
    )
    const found = await look(`${origin}/mcp`)
    expect(found.discovery.issuer).toBe(other.origin)
    expect(found.otherIssuers).toEqual([`${origin}/nobody`, origin])
    expect(codesOf(found)).toEqual(['several-authorization-servers'])
  })

  it('C7: without resource metadata the origin of the server is the authorization server', async () => {
    const { origin, requests } = await startHabit((own) => ({
      '/v1/mcp': demand(),
      [oauthForm]: serverDocument(own),
    }))
    const found = await look(`${origin}/v1/mcp`)
    expect(found.discovery).toMatchObject({ mode: 'OAuthWithDCR', issuer: origin, resource: '' })
    expect(codesOf(found)).toContain('no-resource-metadata')
    expect(requests).toEqual([
      'POST /v1/mcp',
      'GET /.well-known/oauth-protected-resource/v1/mcp',
      `GET ${rootForm}`,
      `GET ${oauthForm}`,
    ])
  })

  it('C8: without any metadata the default endpoints of the origin are used where they exist', async () => {
    const { origin } = await startHabit(() => ({
      '/mcp': demand('Bearer'),
      '/token': { status: 405 },
      '/register': { status: 204 },
    }))
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({
      mode: 'OAuthWithDCR',
      issuer: origin,
      resource: '',
      pkce: 'S256',
      authorizationEndpoint: `${origin}/authorize`,
      tokenEndpoint: `${origin}/token`,
      registrationEndpoint: `${origin}/register`,
    })
    expect(codesOf(found)).toContain('default-endpoints')
  })

  it('C8: the default endpoints are never used when resource metadata named an authorization server', async () => {
    const { origin, requests } = await startHabit((own) => ({
      ...complete(own),
      [oauthForm]: { status: 404 },
      '/token': { status: 405 },
      '/register': { status: 405 },
    }))
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({ mode: 'OAuth', issuer: '', tokenEndpoint: '' })
    expect(codesOf(found)).toContain('login-needed-not-discoverable')
    expect(requests.some((each) => each.endsWith('/token'))).toBe(false)
  })

  it('C8: nor when resource metadata was promised, or a web page answers everywhere', async () => {
    const page = { type: 'text/html', text: '<!doctype html><p>hi' }
    const { origin } = await startHabit((own) => ({
      '/mcp': demand(`Bearer resource_metadata="${own}/gone"`),
      '/token': { status: 405 },
    }))
    expect(codesOf(await look(`${origin}/mcp`))).toContain('login-needed-not-discoverable')
    const site = await startHabit(() => ({
      '/mcp': demand(),
      [pathForm]: page,
      [rootForm]: page,
      [oauthForm]: page,
      [openidForm]: page,
      '/token': page,
    }))
    expect(codesOf(await look(`${site.origin}/mcp`))).toEqual(['login-needed-not-discoverable'])
  })

  it('C9: discovery requests carry the protocol version', async () => {
    const { origin, headers } = await startHabit(complete)
    await look(`${origin}/mcp`)
    expect(headers.slice(1).map((each) => each['mcp-protocol-version'])).toEqual([
      '2025-06-18',
      '2025-06-18',
    ])
  })
})

describe('an open server', () => {
  it('C1: needs no login when it has no resource metadata', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': initialized }))
    const found = await look(`${origin}/mcp`)
    expect(found.discovery).toMatchObject({
      mode: 'NoAuth',
      registration: [],
      issuer: '',
      pkce: '',
    })
    expect(found.server).toBeUndefined()
  })
})
