/** Documents and challenges that are wrong in small ways, as real servers write them (R10). */
import { describe, expect, it } from 'vitest'
import { complete, oauthForm, openidForm, pathForm, rootForm } from './complete-server.ts'
import { demand, resourceDocument, serverDocument, startHabit } from './habit-server.ts'
import type { Answer } from './habit-server.ts'
import { codesOf, look, probesOf } from './look.ts'

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
    ['half an answer', { habit: 'cut' }],
  ] satisfies [string, Answer][])(
    'the path form answers with %s, the root form is right',
    async (_, answer) => {
      const { origin } = await startHabit((own) =>
        complete(own, {
          '/mcp': demand('Bearer'),
          [pathForm]: answer,
          [rootForm]: resourceDocument(`${own}/mcp`, [own]),
        }),
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

  it('dead hosts among the addresses do not hide the living ones, and are shown', async () => {
    const { origin } = await startHabit((own) =>
      complete(own, {
        '/mcp': demand('Bearer resource_metadata="https://gone.example.com/prm"'),
        [pathForm]: resourceDocument(`${own}/mcp`, ['https://dead.example.com', own]),
      }),
    )
    const found = await look(`${origin}/mcp`)
    expect(found.discovery.issuer).toBe(origin)
    expect(found.otherIssuers).toEqual(['https://dead.example.com'])
    expect(codesOf(found)).toEqual([
      'challenge-address-unusable',
      'several-authorization-servers',
      'authorization-server-skipped',
    ])
    expect(found.discovery.trace.map((each) => each.status)).toEqual([401, 0, 200, 0, 200])
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
