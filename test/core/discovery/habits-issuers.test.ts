/** Issuers that are spelled differently, and login hosts typed by the person (R07, R09). */
import { describe, expect, it } from 'vitest'
import { complete, oauthForm, openidForm, pathForm } from './complete-server.ts'
import { resourceDocument, serverDocument, startHabit } from './habit-server.ts'
import type { Answers } from './habit-server.ts'
import { codesOf, look, lookInVain } from './look.ts'
import { plainHttp } from './plain-http.ts'

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
