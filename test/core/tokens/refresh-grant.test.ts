/** Refreshing: only a definite no ends a grant, everything else leaves it as it is (R01, R02). */
import { describe, expect, it } from 'vitest'
import { Grant } from '#core/records.ts'
import { refreshGrant } from '#core/tokens/refresh-grant.ts'
import { never, ports } from './plain-http.ts'
import { clientAt, type Scripted, scriptedServer, TOKENS } from './scripted-server.ts'

const server = await scriptedServer()

function grant(parts: Partial<Grant> = {}): Grant {
  return Grant.parse({
    connectionId: 'c1',
    issuer: server.origin,
    clientId: 'our client',
    resource: 'https://mcp.example/mcp',
    grantType: 'code',
    accessToken: 'at-0',
    tokenType: 'Bearer',
    expiresAt: 1,
    refreshToken: 'rt-0',
    scopes: ['read', 'write'],
    account: 'ann@example.com',
    obtainedAt: 0,
    server: server.metadata,
    registration: clientAt(server.origin),
    version: 4,
    ...parts,
  })
}

function refresh(of: Grant = grant(), signal: AbortSignal = never) {
  return refreshGrant({ ...ports(), reachOf: () => ({ zone: 'loopback' }) })(of, signal)
}

describe('a refresh that works', () => {
  it('sends the refresh token and the remembered resource, and no scope (C39)', async () => {
    server.answers({ body: TOKENS })
    await refresh()
    expect(server.asked[0]?.form).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'rt-0',
      resource: 'https://mcp.example/mcp',
    })
  })

  it('leaves the resource out when the sign-in had to (R08)', async () => {
    server.answers({ body: TOKENS })
    const outcome = await refresh(grant({ resource: '' }))
    expect(server.asked[0]?.form).not.toHaveProperty('resource')
    expect(outcome).toMatchObject({ status: 'refreshed', grant: { resource: '' } })
  })

  it('keeps the old refresh token when none comes, and all the answer does not mention (C42)', async () => {
    server.answers({ body: { access_token: 'at-1', token_type: 'Bearer' } })
    const outcome = await refresh()
    expect(outcome).toMatchObject({
      status: 'refreshed',
      grant: {
        accessToken: 'at-1',
        refreshToken: 'rt-0',
        scopes: ['read', 'write'],
        account: 'ann@example.com',
        version: 5,
      },
    })
    expect(outcome.status === 'refreshed' && outcome.grant.expiresAt).toBeUndefined()
  })

  it('replaces the refresh token when one comes', async () => {
    server.answers({ body: { ...TOKENS, refresh_token: 'rt-1' } })
    expect(await refresh()).toMatchObject({ grant: { refreshToken: 'rt-1' } })
  })

  it('sends the scope where the server demands it', async () => {
    const error_description = "AADSTS900144: The request body must contain … 'scope'."
    server.answers(
      { status: 400, body: { error: 'invalid_request', error_description } },
      { body: TOKENS },
    )
    expect(await refresh()).toMatchObject({ status: 'refreshed' })
    expect(server.asked[1]?.form['scope']).toBe('read write')
  })

  it('remembers that the resource was refused, and the method that worked', async () => {
    server.answers(
      { status: 400, body: { error: 'invalid_target' } },
      { status: 401, body: { error: 'invalid_client' } },
      { body: TOKENS },
    )
    expect(await refresh()).toMatchObject({
      grant: { resource: '', registration: { authMethod: 'client_secret_post' } },
    })
  })

  it('signs a service account in again, which has no refresh token', async () => {
    server.answers({ body: TOKENS })
    const service = grant({ refreshToken: undefined, grantType: 'client-credentials' })
    expect(await refresh(service)).toMatchObject({
      status: 'refreshed',
      grant: { accessToken: 'at-1' },
    })
    expect(server.asked[0]?.form).toMatchObject({
      grant_type: 'client_credentials',
      scope: 'read write',
    })
  })
})

describe('a definite no', () => {
  const definite: readonly [string, Scripted, string][] = [
    ['400 invalid_grant', { status: 400, body: { error: 'invalid_grant' } }, 'sign-in-expired'],
    ['401 invalid_grant', { status: 401, body: { error: 'invalid_grant' } }, 'sign-in-expired'],
    ['200 with a vendor name for it', { body: { error: 'bad_refresh_token' } }, 'sign-in-expired'],
    [
      'interaction_required',
      { status: 400, body: { error: 'interaction_required' } },
      'sign-in-expired',
    ],
    [
      'invalid_client, by both methods',
      { status: 401, body: { error: 'invalid_client' } },
      'client-rejected',
    ],
    [
      'unauthorized_client',
      { status: 400, body: { error: 'unauthorized_client' } },
      'client-rejected',
    ],
  ]

  it.each(definite)('%s', async (_name, answer, code) => {
    server.answers(answer)
    expect(await refresh()).toMatchObject({ status: 'refused', problem: { code } })
  })

  it('a forgotten client of our own registering is named as such (R03)', async () => {
    server.answers({ status: 401, body: { error: 'invalid_client' } })
    const registration = clientAt(server.origin, { source: 'dcr' })
    expect(await refresh(grant({ registration }))).toMatchObject({
      status: 'refused',
      problem: { code: 'client-unknown' },
    })
  })

  it('nothing to refresh with is one, too, and asks nobody', async () => {
    server.answers({ body: TOKENS })
    expect(await refresh(grant({ refreshToken: undefined }))).toMatchObject({ status: 'refused' })
    expect(server.asked).toEqual([])
  })
})

describe('trouble that passes', () => {
  const passing: readonly [string, Scripted, string][] = [
    ['503', { status: 503, body: 'busy' }, 'authorization-server-error'],
    [
      '500 that says invalid_grant',
      { status: 500, body: { error: 'invalid_grant' } },
      'authorization-server-error',
    ],
    ['429', { status: 429, body: { error: 'invalid_grant' } }, 'rate-limited'],
    [
      'temporarily_unavailable',
      { status: 400, body: { error: 'temporarily_unavailable' } },
      'authorization-server-error',
    ],
    [
      'a page instead of an answer',
      { body: '<html>sign in to the wifi</html>' },
      'token-answer-unusable',
    ],
    ['a 401 without a word', { status: 401, body: '' }, 'token-answer-unusable'],
    ['a 403 of a firewall', { status: 403, body: '<html>blocked' }, 'token-answer-unusable'],
    [
      'a redirect',
      { status: 302, headers: { location: '/login' }, body: '' },
      'authorization-server-error',
    ],
    ['an error nobody knows', { status: 400, body: { error: 'moon_phase' } }, 'sign-in-refused'],
  ]

  it.each(passing)('%s', async (_name, answer, code) => {
    server.answers(answer)
    expect(await refresh()).toMatchObject({ status: 'passing', problem: { code } })
  })

  it('nobody answering', async () => {
    const gone = { ...server.metadata, token_endpoint: 'http://127.0.0.1:1/token' }
    expect(await refresh(grant({ server: gone }))).toMatchObject({
      status: 'passing',
      problem: { code: 'connection-refused' },
    })
  })

  it('never carries a token or secret in its words', async () => {
    const error_description = 'rt-0-is-long-enough and s3cr+t/=? are wrong'
    server.answers({ status: 400, body: { error: 'invalid_grant', error_description } })
    const outcome = await refresh(grant({ refreshToken: 'rt-0-is-long-enough' }))
    expect(outcome).toMatchObject({
      problem: { details: { said: '[removed] and [removed] are wrong' } },
    })
  })

  it('rejects only when it is cancelled', async () => {
    const cancel = new AbortController()
    server.answers(() => {
      cancel.abort(new Error('cancelled'))
      return { body: TOKENS }
    })
    await expect(refresh(grant(), cancel.signal)).rejects.toThrow('cancelled')
  })
})
