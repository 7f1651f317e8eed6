/** The code exchange against servers with habits: what is sent, what is tolerated, what is repaired, what is said. */
import { describe, expect, it } from 'vitest'
import type { Reach } from '#core/ports.ts'
import type { Registration } from '#core/records.ts'
import { type CodeExchange, exchangeCode } from '#core/tokens/exchange-code.ts'
import { never, ports } from './plain-http.ts'
import { clientAt, problemOf, type Scripted, scriptedServer, TOKENS } from './scripted-server.ts'

const server = await scriptedServer()

function exchange(parts: Partial<CodeExchange> = {}, registration: Partial<Registration> = {}) {
  const all: CodeExchange = {
    server: server.metadata,
    registration: clientAt(server.origin, registration),
    reach: { zone: 'loopback' },
    code: 'the-code',
    codeVerifier: 'the-verifier',
    redirectUri: 'http://127.0.0.1:7777/callback',
    resource: 'https://mcp.example/mcp',
    scopes: ['read', 'write'],
    ...parts,
  }
  return exchangeCode(all, ports(), never)
}

describe('the request', () => {
  it('carries code, verifier, redirect address and resource (C39), within the limits of a machine request', async () => {
    server.answers({ body: TOKENS })
    const reaches: Reach[] = []
    const { tokens, resource } = await exchangeCode(
      {
        server: server.metadata,
        registration: clientAt(server.origin),
        reach: { zone: 'private', caFile: '/ca.pem' },
        code: 'c',
        codeVerifier: 'v',
        redirectUri: 'http://127.0.0.1:7777/callback',
        resource: 'https://mcp.example/mcp',
        scopes: [],
      },
      ports(reaches),
      never,
    )
    expect(server.asked[0]?.form).toEqual({
      grant_type: 'authorization_code',
      code: 'c',
      code_verifier: 'v',
      redirect_uri: 'http://127.0.0.1:7777/callback',
      resource: 'https://mcp.example/mcp',
    })
    expect(reaches).toEqual([{ zone: 'private', caFile: '/ca.pem', limits: 'machine' }])
    expect(tokens.accessToken).toBe('at-1')
    expect(resource).toBe('https://mcp.example/mcp')
  })

  it('leaves the resource out when it is empty', async () => {
    server.answers({ body: TOKENS })
    await exchange({ resource: '' })
    expect(server.asked[0]?.form).not.toHaveProperty('resource')
  })

  it('authenticates by Basic with id and secret form-encoded, unreserved characters as they are (C40)', async () => {
    server.answers({ body: TOKENS })
    await exchange({}, { clientId: 'our-client_1.x~', clientSecret: 'a b:+é' })
    const credentials = server.asked[0]?.headers.authorization?.replace('Basic ', '') ?? ''
    expect(Buffer.from(credentials, 'base64').toString()).toBe('our-client_1.x~:a+b%3A%2B%C3%A9')
    expect(server.asked[0]?.form).not.toHaveProperty('client_secret')
    expect(server.asked[0]?.form).not.toHaveProperty('client_id')
  })

  it('names a public client by its id alone', async () => {
    server.answers({ body: TOKENS })
    await exchange({}, { clientSecret: undefined, authMethod: 'none' })
    expect(server.asked[0]?.headers.authorization).toBeUndefined()
    expect(server.asked[0]?.form['client_id']).toBe('our client')
  })

  it('keeps the method of a registration answer even if the metadata list another one', async () => {
    server.answers({ body: TOKENS })
    const metadata = {
      ...server.metadata,
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
    }
    await exchange({ server: metadata }, { source: 'dcr', authMethod: 'client_secret_post' })
    expect(server.asked[0]?.form['client_secret']).toBe('s3cr+t/=?')
  })

  it('takes the listed method for credentials that were typed in', async () => {
    server.answers({ body: TOKENS })
    const metadata = {
      ...server.metadata,
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    }
    const { registration } = await exchange({ server: metadata })
    expect(server.asked[0]?.headers.authorization).toBeUndefined()
    expect(registration.authMethod).toBe('client_secret_post')
  })
})

describe('repairs', () => {
  it('tries the other method once after invalid_client, and never sends both at once (R12)', async () => {
    server.answers({ status: 401, body: { error: 'invalid_client' } }, { body: TOKENS })
    const { registration, notes } = await exchange()
    expect(server.asked.map((each) => 'client_secret' in each.form)).toEqual([false, true])
    expect(server.asked.map((each) => 'authorization' in each.headers)).toEqual([true, false])
    expect(registration.authMethod).toBe('client_secret_post')
    expect(notes.map((each) => each.code)).toEqual(['auth-method-changed'])
  })

  it('gives up after both methods', async () => {
    server.answers({ status: 401, body: { error: 'invalid_client' } })
    expect((await problemOf(exchange())).code).toBe('client-rejected')
    expect(server.asked).toHaveLength(2)
  })

  it('says so when the first attempt used up the code', async () => {
    server.answers(
      { status: 401, body: { error: 'invalid_client' } },
      { status: 400, body: { error: 'invalid_grant' } },
    )
    const problem = await problemOf(exchange())
    expect(problem.code).toBe('client-rejected')
    expect(problem.details?.['retry']).toMatch(/used up/)
  })

  it('leaves out a refused resource, once, and tells the caller to remember (R08)', async () => {
    server.answers({ status: 400, body: { error: 'invalid_target' } }, { body: TOKENS })
    const { resource, notes } = await exchange()
    expect(server.asked.map((each) => 'resource' in each.form)).toEqual([true, false])
    expect(resource).toBe('')
    expect(notes.map((each) => each.code)).toEqual(['resource-left-out'])
  })

  it.each(['AADSTS9010010', 'AADSTS901002'])('takes %s for the same refusal', async (number) => {
    const body = { error: 'invalid_request', error_description: `${number}: The resource …` }
    server.answers({ status: 400, body }, { body: TOKENS })
    expect((await exchange()).resource).toBe('')
  })

  it('does not leave the resource out when the person said to send it', async () => {
    server.answers({ status: 400, body: { error: 'invalid_target' } })
    expect((await problemOf(exchange({ resourceMode: 'send' }))).code).toBe('resource-refused')
    expect(server.asked).toHaveLength(1)
  })

  it('adds the scope where the server demands it', async () => {
    const error_description =
      "AADSTS900144: The request body must contain the following parameter: 'scope'."
    server.answers(
      { status: 400, body: { error: 'invalid_request', error_description } },
      { body: TOKENS },
    )
    await exchange()
    expect(server.asked.map((each) => each.form['scope'])).toEqual([undefined, 'read write'])
  })
})

describe('answers that are not what RFC 6749 says', () => {
  const accepted: readonly [string, Scripted, object, readonly string[]][] = [
    [
      'form-encoded',
      {
        body: 'access_token=at-1&token_type=bearer&scope=repo%2Cgist',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      { scopes: ['repo', 'gist'] },
      ['token-form-encoded', 'token-type', 'token-scope-commas'],
    ],
    [
      'JSON called text/html',
      { body: TOKENS, headers: { 'content-type': 'text/html' } },
      {},
      ['token-content-type'],
    ],
    [
      'a byte order mark and white space',
      { body: `\uFEFF\n ${JSON.stringify(TOKENS)} \n` },
      {},
      ['token-whitespace'],
    ],
    [
      'nulls',
      { body: { ...TOKENS, refresh_token: null, scope: null, id_token: null } },
      { scopes: ['read', 'write'] },
      ['token-empty-members'],
    ],
    [
      'an empty refresh token',
      { body: { ...TOKENS, refresh_token: '' } },
      {},
      ['token-empty-members'],
    ],
    [
      'no token type',
      { body: { access_token: 'at-1', expires_in: 3600 } },
      { tokenType: 'Bearer' },
      ['token-type'],
    ],
    [
      'an odd token type',
      { body: { ...TOKENS, token_type: 'user' } },
      { tokenType: 'Bearer' },
      ['token-type'],
    ],
    [
      'a lower-case token type',
      { body: { ...TOKENS, token_type: 'bearer' } },
      { tokenType: 'Bearer' },
      ['token-type'],
    ],
    [
      'scopes as a list',
      { body: { ...TOKENS, scope: ['a', 'b'] } },
      { scopes: ['a', 'b'] },
      ['token-scope-list'],
    ],
    ['status 201', { status: 201, body: TOKENS }, {}, ['token-status']],
    [
      'camel case',
      { body: { accessToken: 'at-1', tokenType: 'Bearer', refreshToken: 'rt-1' } },
      { refreshToken: 'rt-1' },
      ['token-member-names'],
    ],
    [
      'the token inside authed_user',
      {
        body: { ok: true, authed_user: { access_token: 'at-1', token_type: 'user', scope: 'a,b' } },
      },
      { scopes: ['a', 'b'] },
      ['token-nested', 'token-type', 'token-scope-commas'],
    ],
    [
      'a scope that is a number',
      { body: { ...TOKENS, scope: 7 } },
      { scopes: ['read', 'write'] },
      ['token-member-type'],
    ],
    [
      'an ID token that is none',
      { body: { ...TOKENS, id_token: 'not.a.jwt' } },
      { account: '' },
      ['id-token-unusable'],
    ],
  ]

  it.each(accepted)('accepts %s and notes it', async (_name, answer, expected, codes) => {
    server.answers(answer)
    const { tokens, notes } = await exchange()
    expect(tokens).toMatchObject({ accessToken: 'at-1', ...expected })
    expect(notes.map((each) => each.code)).toEqual(codes)
  })

  it('has nothing to note about a correct answer', async () => {
    server.answers({ body: { ...TOKENS, scope: 'read', refresh_token: 'rt' } })
    const { tokens, notes } = await exchange()
    expect(notes).toEqual([])
    expect(tokens).toMatchObject({ scopes: ['read'], refreshToken: 'rt' })
  })

  it.each([
    ['3600', 3_600_000, ['token-lifetime-text']],
    [3600, 3_600_000, []],
    [0, undefined, ['token-lifetime']],
    [-5, undefined, ['token-lifetime']],
    ['soon', undefined, ['token-lifetime']],
    [1_790_000_000_000, undefined, ['token-lifetime']],
    [undefined, undefined, []],
  ])('reads a lifetime of %s as %s ms', async (expires_in, ms, codes) => {
    server.answers({ body: { ...TOKENS, expires_in } })
    const all = ports()
    const { tokens, notes } = await exchangeCode(
      {
        server: server.metadata,
        registration: clientAt(server.origin),
        reach: { zone: 'loopback' },
        code: 'c',
        codeVerifier: 'v',
        redirectUri: 'x',
        resource: '',
        scopes: [],
      },
      all,
      never,
    )
    expect(tokens.expiresAt).toBe(ms === undefined ? undefined : all.clock.now() + ms)
    expect(notes.map((each) => each.code)).toEqual(codes)
  })
})

describe('refusals, in words', () => {
  const refusals: readonly [string, Scripted, string][] = [
    ['invalid_grant', { status: 400, body: { error: 'invalid_grant' } }, 'sign-in-refused'],
    [
      'a redirect address',
      {
        status: 400,
        body: { error: 'invalid_grant', error_description: 'redirect_uri does not match' },
      },
      'redirect-refused',
    ],
    ['a vendor name for it', { body: { error: 'redirect_uri_mismatch' } }, 'redirect-refused'],
    ['invalid_scope', { status: 400, body: { error: 'invalid_scope' } }, 'scope-refused'],
    ['access_denied', { status: 403, body: { error: 'access_denied' } }, 'sign-in-refused'],
    [
      'an unknown client',
      { status: 400, body: { error: 'invalid_client', error_description: 'Client not found' } },
      'client-unknown',
    ],
    [
      'unauthorized_client',
      { status: 400, body: { error: 'unauthorized_client' } },
      'client-rejected',
    ],
    [
      '200 with an error',
      { body: { error: 'bad_verification_code', error_description: 'x' } },
      'sign-in-refused',
    ],
    ['ok: false', { body: { ok: false, error: 'invalid_code' } }, 'sign-in-refused'],
    ['429', { status: 429, body: 'slow', headers: { 'retry-after': '7' } }, 'rate-limited'],
    ['500', { status: 500, body: '<html>' }, 'authorization-server-error'],
    [
      '503 that says invalid_grant',
      { status: 503, body: { error: 'invalid_grant' } },
      'authorization-server-error',
    ],
    [
      'a redirect',
      { status: 307, headers: { location: 'http://127.0.0.1:1/' }, body: '' },
      'authorization-server-error',
    ],
    ['an HTML page', { body: '<!doctype html><p>hello' }, 'token-answer-unusable'],
    ['nothing', { body: '' }, 'token-answer-unusable'],
    ['no access token', { body: { token_type: 'Bearer' } }, 'token-answer-unusable'],
    [
      'a token that would break a header',
      { body: { ...TOKENS, access_token: 'a\r\nx: y' } },
      'token-answer-unusable',
    ],
    [
      'a bound token nobody asked for',
      { body: { ...TOKENS, token_type: 'DPoP' } },
      'token-answer-unusable',
    ],
    ['more than 1 MB', { body: { ...TOKENS, extra: 'x'.repeat(1_100_000) } }, 'answer-too-large'],
  ]

  it.each(refusals)('%s', async (_name, answer, code) => {
    server.answers(answer)
    const problem = await problemOf(exchange())
    expect(problem.code).toBe(code)
    expect(problem.message).toMatch(/^[A-Z].*\.$/)
    expect(JSON.stringify(problem)).not.toMatch(/undefined|\[object|s3cr|the-code|the-verifier/)
  })

  it('a client we registered ourselves counts as forgotten (R03)', async () => {
    server.answers({ status: 401, body: { error: 'invalid_client' } })
    const dcr = { source: 'dcr', clientSecret: undefined, authMethod: 'none' } as const
    expect((await problemOf(exchange({}, dcr))).code).toBe('client-unknown')
    expect(server.asked).toHaveLength(1)
  })

  it('a server without a token endpoint is named', async () => {
    const metadata = { issuer: server.origin }
    expect((await problemOf(exchange({ server: metadata }))).code).toBe('metadata-unusable')
  })

  it('passes the words of the server on without secrets, control characters and excess', async () => {
    const error_description = `no\u0000pe\u202E the-code s3cr+t/=? eyJhbGciOi.eyJzdWIi.sig ${'long '.repeat(100)}`
    server.answers({ status: 400, body: { error: 'invalid_grant', error_description } })
    const said = (await problemOf(exchange())).details?.['said'] ?? ''
    expect(said).toMatch(/^no pe\s+\[removed\] \[removed\] \[removed\] long/)
    expect(said.length).toBeLessThanOrEqual(301)
    // eslint-disable-next-line no-control-regex
    expect(said).not.toMatch(/[\u0000-\u001f\u202e]/)
  })
})

it('ends at once when the signal aborts', async () => {
  const cancel = new AbortController()
  server.answers(() => {
    cancel.abort(new Error('cancelled by the person'))
    return { body: TOKENS }
  })
  const parts = {
    server: server.metadata,
    registration: clientAt(server.origin),
    reach: { zone: 'loopback' },
    code: 'c',
    codeVerifier: 'v',
    redirectUri: 'x',
    resource: '',
    scopes: [],
  } as const
  await expect(exchangeCode(parts, ports(), cancel.signal)).rejects.toThrow(
    'cancelled by the person',
  )
})
