/** One test for each rule of the client checklist that discovery has to keep; the name begins with the rule's id. */
import { describe, expect, it } from 'vitest'
import {
  demand,
  initialized,
  resourceDocument,
  serverDocument,
  startHabit,
} from './habit-server.ts'
import type { Answers } from './habit-server.ts'
import { codesOf, look, lookInVain, probesOf } from './look.ts'
import { plainHttp } from './plain-http.ts'

const pathForm = '/.well-known/oauth-protected-resource/mcp'
const rootForm = '/.well-known/oauth-protected-resource'
const oauthForm = '/.well-known/oauth-authorization-server'
const openidForm = '/.well-known/openid-configuration'

/** A server at /mcp that demands a login and names itself as authorization server. */
function complete(origin: string, more: Answers = {}): Answers {
  return {
    '/mcp': demand(`Bearer resource_metadata="${origin}${pathForm}"`),
    [pathForm]: resourceDocument(`${origin}/mcp`, [origin], {
      scopes_supported: ['read', 'write'],
    }),
    [oauthForm]: serverDocument(origin),
    ...more,
  }
}

const virtual = 'https://mcp.example.com'
/** A server of the internet: its habits run on loopback, its name and zone are virtual. */
async function startPublic(answers: (origin: string) => Answers) {
  const server = await startHabit(answers, virtual)
  const zones = {
    'mcp.example.com': 'public',
    'auth.example.com': 'public',
    'intranet.example.com': 'private',
    '10.0.0.1': 'private',
  } as const
  const http = plainHttp({ zones, origins: { [virtual]: server.origin } })
  return { server, http, url: `${virtual}/mcp` }
}

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

describe('authorization server metadata', () => {
  it('C10 C12: an issuer without a path is asked in the OAuth form, then in the OpenID form', async () => {
    const { origin, requests } = await startHabit((own) =>
      complete(own, { [oauthForm]: { status: 404 }, [openidForm]: serverDocument(own) }),
    )
    const found = await look(`${origin}/mcp`)
    expect(found.discovery.issuer).toBe(origin)
    expect(requests.slice(2)).toEqual([`GET ${oauthForm}`, `GET ${openidForm}`])
  })

  it('C11: an issuer with a path is asked inserted, inserted, appended', async () => {
    const { origin, requests } = await startHabit((own) =>
      complete(own, {
        [pathForm]: resourceDocument(`${own}/mcp`, [`${own}/tenant`]),
        '/tenant/.well-known/openid-configuration': serverDocument(`${own}/tenant`),
      }),
    )
    const found = await look(`${origin}/mcp`)
    expect(found.discovery.issuer).toBe(`${origin}/tenant`)
    expect(requests.slice(2)).toEqual([
      'GET /.well-known/oauth-authorization-server/tenant',
      'GET /.well-known/openid-configuration/tenant',
      'GET /tenant/.well-known/openid-configuration',
    ])
  })

  it('C13: metadata of a foreign issuer is not used', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, {
        [oauthForm]: serverDocument(own, { issuer: 'https://attacker.example.com' }),
      }),
    )
    const problem = await lookInVain(`${origin}/mcp`, 'issuer-mismatch')
    expect(problem.details).toEqual({
      expected: origin,
      found: 'https://attacker.example.com',
      relation: 'foreign',
    })
  })

  it('C14: metadata that lists methods without S256 is refused, an absent list is reported', async () => {
    const plain = await startHabit((own) =>
      complete(own, {
        [oauthForm]: serverDocument(own, { code_challenge_methods_supported: ['plain'] }),
      }),
    )
    await lookInVain(`${plain.origin}/mcp`, 'pkce-unsupported')
    const silent = await startHabit((own) =>
      complete(own, {
        [oauthForm]: serverDocument(own, { code_challenge_methods_supported: undefined }),
      }),
    )
    const found = await look(`${silent.origin}/mcp`)
    expect(found.discovery.pkce).toBe('unlisted')
    expect(codesOf(found)).toEqual(['pkce-unlisted'])
  })

  it('C14: issuers known to support S256 need no question', async () => {
    const entra = 'https://login.microsoftonline.com/tenant/v2.0'
    const sign = await startHabit(() => ({
      '/.well-known/oauth-authorization-server/tenant/v2.0': { status: 404 },
      '/.well-known/openid-configuration/tenant/v2.0': { status: 404 },
      '/tenant/v2.0/.well-known/openid-configuration': serverDocument(entra, {
        code_challenge_methods_supported: undefined,
        registration_endpoint: undefined,
      }),
    }))
    const { server } = await startPublic((own) => ({
      ...complete(own),
      [pathForm]: resourceDocument(`${own}/mcp`, [entra]),
    }))
    const http = plainHttp({
      zones: { 'mcp.example.com': 'public', 'login.microsoftonline.com': 'public' },
      origins: { [virtual]: server.origin, 'https://login.microsoftonline.com': sign.origin },
    })
    const found = await look(`${virtual}/mcp`, { http })
    expect(found.discovery).toMatchObject({ mode: 'OAuth', pkce: 'S256', registration: ['manual'] })
    expect(codesOf(found)).toEqual(['pkce-known'])
  })

  it.each(['authorization_endpoint', 'token_endpoint', 'registration_endpoint'])(
    'C15: a %s over plain http on another host is refused',
    async (name) => {
      const { http, url } = await startPublic((own) =>
        complete(own, {
          [oauthForm]: serverDocument(own, { [name]: 'http://auth.example.com/x' }),
        }),
      )
      const problem = await lookInVain(url, 'insecure-address', { http })
      expect(problem.details).toMatchObject({ what: name.replace('_', ' ') })
    },
  )

  it('C16: with both ways of registering CIMD comes first in the list and decides the mode when we have a document', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, {
        [oauthForm]: serverDocument(own, { client_id_metadata_document_supported: true }),
      }),
    )
    const without = await look(`${origin}/mcp`)
    expect(without.discovery).toMatchObject({
      mode: 'OAuthWithDCR',
      registration: ['cimd', 'dcr', 'manual'],
    })
    const settings = { clientMetadataUrl: 'https://app.example.com/client.json' }
    const having = await look(`${origin}/mcp`, { settings })
    expect(having.discovery.mode).toBe('OAuthWithCIMD')
  })

  it('C28 C29: the scope of the challenge wins over the scopes of the metadata', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, { '/mcp': demand(`Basic realm="x", Bearer scope="files:read  files:list"`) }),
    )
    const found = await look(`${origin}/mcp`)
    expect(found.discovery.scopes).toEqual(['files:read', 'files:list'])
    expect(found.challengeScope).toBe('files:read  files:list')
  })
})

describe('safety', () => {
  it('S1: the challenge of a public server may not lead to cloud metadata addresses', async () => {
    const { http, url } = await startPublic((own) => ({
      ...complete(own),
      '/mcp': demand('Bearer resource_metadata="https://169.254.169.254/latest"'),
      [pathForm]: { status: 404 },
    }))
    await lookInVain(url, 'address-forbidden', { http })
    expect(http.asked.filter((each) => each.includes('169.254'))).toEqual([])
  })

  it('S1: a redirect hop into a private network is refused', async () => {
    const { http, url } = await startPublic((own) =>
      complete(own, {
        [oauthForm]: { status: 302, headers: { location: 'https://10.0.0.1/secret' } },
      }),
    )
    await lookInVain(url, 'zone-crossed', { http })
  })

  it.each(['https://10.0.0.1', 'https://intranet.example.com', 'https://127.0.0.1:1'])(
    'S2: a public server may not name %s as authorization server',
    async (issuer) => {
      const { http, url } = await startPublic((own) =>
        complete(own, { [pathForm]: resourceDocument(`${own}/mcp`, [issuer]) }),
      )
      await lookInVain(url, 'zone-crossed', { http })
      expect(http.asked.every((each) => each.startsWith(virtual))).toBe(true)
    },
  )

  it('S2: nor put its endpoints into a private network, unless an administrator allowed the origin', async () => {
    const { http, url } = await startPublic((own) =>
      complete(own, {
        [oauthForm]: serverDocument(own, { token_endpoint: 'https://intranet.example.com/token' }),
      }),
    )
    await lookInVain(url, 'zone-crossed', { http })
    const allowOrigins = ['https://intranet.example.com']
    const found = await look(url, { http, allowOrigins })
    expect(found.discovery.tokenEndpoint).toBe('https://intranet.example.com/token')
  })

  it('S2: a private server may lead to a public authorization server', async () => {
    const issuer = 'https://auth.example.com'
    const sign = await startHabit(() => ({ [oauthForm]: serverDocument(issuer) }))
    const server = await startHabit(
      (own) => complete(own, { [pathForm]: resourceDocument(`${own}/mcp`, [issuer]) }),
      'https://intranet.example.com',
    )
    const http = plainHttp({
      zones: { 'intranet.example.com': 'private', 'auth.example.com': 'public' },
      origins: { 'https://intranet.example.com': server.origin, [issuer]: sign.origin },
    })
    const found = await look('https://intranet.example.com/mcp', { http })
    expect(found.discovery.issuer).toBe(issuer)
    expect(found.zone).toBe('private')
  })

  it.each(['javascript:alert(1)', 'data:text/html,hi', 'file:///etc/passwd', 'vbscript:x'])(
    'S3: %s as authorization endpoint is refused',
    async (address) => {
      const { origin } = await startHabit((own) =>
        complete(own, { [oauthForm]: serverDocument(own, { authorization_endpoint: address }) }),
      )
      await lookInVain(`${origin}/mcp`, 'unsafe-authorization-address')
    },
  )

  it('S11: a redirect from https to http is refused, wherever it happens', async () => {
    const downgrade = { status: 302, headers: { location: 'http://auth.example.com/x' } }
    const first = await startPublic(() => ({ '/mcp': downgrade }))
    await lookInVain(first.url, 'unsafe-redirect', { http: first.http })
    const later = await startPublic((own) => complete(own, { [pathForm]: downgrade }))
    await lookInVain(later.url, 'unsafe-redirect', { http: later.http })
    const last = await startPublic((own) => complete(own, { [oauthForm]: downgrade }))
    await lookInVain(last.url, 'unsafe-redirect', { http: last.http })
  })

  it('S11: static headers go to the server itself and to nobody else', async () => {
    const other = await startHabit((own) => ({ [oauthForm]: serverDocument(own) }))
    const server = await startHabit((own) =>
      complete(own, { [pathForm]: resourceDocument(`${own}/mcp`, [other.origin]) }),
    )
    await look(`${server.origin}/mcp`, { headers: { 'x-key': 'secret' } })
    expect(server.headers[0]?.['x-key']).toBe('secret')
    const rest = [...server.headers.slice(1), ...other.headers]
    expect(rest.filter((each) => each['x-key'] !== undefined)).toEqual([])
  })

  it('S12: 64 MB of metadata are cut off', async () => {
    const { origin } = await startHabit((own) => complete(own, { [oauthForm]: { habit: 'flood' } }))
    await lookInVain(`${origin}/mcp`, 'answer-too-large')
  })

  it('S12: metadata that never comes ends in a time-out', async () => {
    const { origin, requests } = await startHabit((own) =>
      complete(own, { [oauthForm]: { habit: 'hang' } }),
    )
    const http = plainHttp({ patience: 300 })
    await lookInVain(`${origin}/mcp`, 'timed-out', { http })
    expect(requests.at(-1)).toBe(`GET ${oauthForm}`)
  })

  it('S12: too large resource metadata in one place does not hide the right one in another', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, {
        '/mcp': demand(`Bearer resource_metadata="${own}/flood"`),
        '/flood': { habit: 'flood' },
      }),
    )
    const found = await look(`${origin}/mcp`)
    expect(found.discovery.issuer).toBe(origin)
    expect(codesOf(found)).toEqual(['challenge-address-unusable'])
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
