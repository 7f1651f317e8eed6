/** The rules of the client checklist about authorization server metadata and what follows from it (C10 to C16, C28, C29). */
import { describe, expect, it } from 'vitest'
import {
  complete,
  oauthForm,
  openidForm,
  pathForm,
  publicOrigin,
  startPublic,
} from './complete-server.ts'
import { demand, resourceDocument, serverDocument, startHabit } from './habit-server.ts'
import { codesOf, look, lookInVain } from './look.ts'
import { plainHttp } from './plain-http.ts'

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
      origins: { [publicOrigin]: server.origin, 'https://login.microsoftonline.com': sign.origin },
    })
    const found = await look(`${publicOrigin}/mcp`, { http })
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
