/** The security practices that bind discovery (S1 to S3, S11, S12). */
import { describe, expect, it } from 'vitest'
import { complete, oauthForm, pathForm, publicOrigin, startPublic } from './complete-server.ts'
import { demand, resourceDocument, serverDocument, startHabit } from './habit-server.ts'
import { codesOf, look, lookInVain } from './look.ts'
import { plainHttp } from './plain-http.ts'

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
      expect(http.asked.every((each) => each.startsWith(publicOrigin))).toBe(true)
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

  it('S2: a private server may not lead to this computer', async () => {
    const origin = 'https://intranet.example.com'
    const server = await startHabit(
      (own) =>
        complete(own, { [pathForm]: resourceDocument(`${own}/mcp`, ['http://127.0.0.1:1']) }),
      origin,
    )
    const http = plainHttp({
      zones: { 'intranet.example.com': 'private' },
      origins: { [origin]: server.origin },
    })
    await lookInVain(`${origin}/mcp`, 'zone-crossed', { http })
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
    const { origin } = await startHabit((own) => complete(own, { [oauthForm]: { habit: 'hang' } }))
    const http = plainHttp({ impatientFor: oauthForm })
    await lookInVain(`${origin}/mcp`, 'timed-out', { http })
    expect(http.asked.at(-1)).toBe(origin + oauthForm)
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
