/** Whatever a token endpoint sends is either tokens or a refusal, and neither repeats what it should not. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { Grant } from '#core/records.ts'
import { exchangeCode } from '#core/tokens/exchange-code.ts'
import { readTokenAnswer } from '#core/tokens/read-token-answer.ts'
import { refreshGrant } from '#core/tokens/refresh-grant.ts'
import { serverWords } from '#core/tokens/server-words.ts'
import { never, ports } from './plain-http.ts'
import { clientAt, problemOf } from './scripted-server.ts'

/** Members of real answers with values that are not. */
const member = fc.constantFrom(
  'access_token',
  'token_type',
  'expires_in',
  'refresh_token',
  'scope',
  'id_token',
  'error',
  'error_description',
  'authed_user',
  'ok',
)
const body = fc.oneof(
  fc.dictionary(member, fc.jsonValue(), { maxKeys: 6 }).map((value) => JSON.stringify(value)),
  fc.json(),
  fc.webQueryParameters(),
  fc.string(),
)

it('takes any body, status and content type without failing', async () => {
  await fc.assert(
    fc.asyncProperty(
      body,
      fc.integer({ min: 200, max: 599 }).filter((status) => ![204, 205, 304].includes(status)),
      fc.constantFrom('application/json', 'text/html', 'application/x-www-form-urlencoded', ''),
      async (text, status, type) => {
        const answer = await readTokenAnswer(
          new Response(text, { status, headers: { 'content-type': type } }),
        )
        if (answer.kind === 'refused') return typeof answer.refusal.error === 'string'
        return status < 300 && /^[\x21-\x7e]+$/.test(answer.body.access_token)
      },
    ),
    { numRuns: 500 },
  )
})

it('never repeats a secret it knows, in whatever surroundings', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 8 }), fc.string(), (before, secret, after) => {
      fc.pre(!'[removed]'.includes(secret))
      return !serverWords(`${before} ${secret} ${after}`, [secret]).includes(secret)
    }),
  )
})

it('shows no unknown token either, but keeps the numbers a support desk asks for', () => {
  const words = `AADSTS50011: x Trace ID: 0f8fad5b-d9cb-469f-a165-70867728950e token=${'aB3_'.repeat(20)}`
  expect(serverWords(words)).toBe(
    'AADSTS50011: x Trace ID: 0f8fad5b-d9cb-469f-a165-70867728950e [removed]',
  )
})

it('does not repeat a body that may be a token as the words of the server', async () => {
  const answer = await readTokenAnswer(new Response('c2VjcmV0LXRva2Vu='))
  expect(JSON.stringify(answer)).not.toContain('c2VjcmV0')
})

it('names a connection that breaks off in the middle of the answer, and a refresh survives it', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
    response.write('{"access_', () => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    server.close()
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const metadata = { issuer: origin, token_endpoint: `${origin}/token` }
  const registration = clientAt(origin)
  const reach = { zone: 'loopback' } as const
  const exchange = exchangeCode(
    {
      server: metadata,
      registration,
      reach,
      code: 'c',
      codeVerifier: 'v',
      redirectUri: 'x',
      resource: '',
      scopes: [],
    },
    ports(),
    never,
  )
  expect((await problemOf(exchange)).code).toBe('unreachable')
  const grant = Grant.parse({
    connectionId: 'c',
    issuer: origin,
    clientId: 'c',
    resource: '',
    grantType: 'code',
    accessToken: 'a',
    tokenType: 'Bearer',
    refreshToken: 'r',
    scopes: [],
    account: '',
    obtainedAt: 0,
    server: metadata,
    registration,
    version: 1,
  })
  expect(await refreshGrant({ ...ports(), reachOf: () => reach })(grant, never)).toMatchObject({
    status: 'passing',
    problem: { code: 'unreachable' },
  })
})
