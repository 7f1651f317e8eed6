/** Proofs of possession and the nonces servers demand (E3, RFC 9449), checked with an independent library. */
import { createHash } from 'node:crypto'
import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, jwtVerify } from 'jose'
import { expect, it } from 'vitest'
import { dpopProof, dpopThumbprint, fetchWithDpop, newDpopKey } from '#core/tokens/dpop.ts'
import { exchangeCode } from '#core/tokens/exchange-code.ts'
import { grantFrom } from '#core/tokens/grant-from.ts'
import { refreshGrant } from '#core/tokens/refresh-grant.ts'
import { never, plainHttp, ports, quickClock, random } from './plain-http.ts'
import { clientAt, scriptedServer, TOKENS } from './scripted-server.ts'

const server = await scriptedServer()
const key = await newDpopKey()

function proofIn(turn: number): string {
  return String(server.asked[turn]?.headers['dpop'])
}

it('makes a proof that verifies with the public key inside it, and only that', async () => {
  const clock = quickClock(1_800_000_000_000)
  const parts = {
    key,
    method: 'POST',
    url: 'https://a.example/mcp?x=1#y',
    nonce: 'n',
    accessToken: 'at',
  }
  const proof = await dpopProof(parts, { clock, random })
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' })
  expect(payload).toMatchObject({
    htm: 'POST',
    htu: 'https://a.example/mcp',
    iat: 1_800_000_000,
    nonce: 'n',
    ath: createHash('sha256').update('at').digest('base64url'),
  })
  expect(protectedHeader.jwk).not.toHaveProperty('d')
})

it('knows its thumbprint, for dpop_jkt', async () => {
  const expected = await calculateJwkThumbprint({ ...key, kty: 'EC' }, 'sha256')
  expect(await dpopThumbprint(key)).toBe(expected)
})

it('asks for bound tokens with a nonce when the token endpoint demands one (§8), and refreshes with the same key', async () => {
  server.answers(
    { status: 400, headers: { 'dpop-nonce': 'n-1' }, body: { error: 'use_dpop_nonce' } },
    { body: { ...TOKENS, token_type: 'DPoP', refresh_token: 'rt' } },
  )
  const result = await exchangeCode(
    {
      server: server.metadata,
      registration: clientAt(server.origin),
      reach: { zone: 'loopback' },
      dpopKey: key,
      code: 'c',
      codeVerifier: 'v',
      redirectUri: 'x',
      resource: '',
      scopes: [],
    },
    ports(),
    never,
  )
  expect(result.tokens.tokenType).toBe('DPoP')
  expect(result.notes).toEqual([])
  expect(decodeJwt(proofIn(0))['nonce']).toBeUndefined()
  expect(decodeJwt(proofIn(1))['nonce']).toBe('n-1')
  expect(decodeJwt(proofIn(1))['jti']).not.toBe(decodeJwt(proofIn(0))['jti'])

  const common = { connectionId: 'c', server: server.metadata, grantType: 'code', now: 1 } as const
  const grant = grantFrom({ ...common, result, dpopKey: key })
  server.answers({ body: { ...TOKENS, token_type: 'dpop' } })
  const refresh = refreshGrant({ ...ports(), reachOf: () => ({ zone: 'loopback' }) })
  expect(await refresh(grant, never)).toMatchObject({
    status: 'refreshed',
    grant: { tokenType: 'DPoP', dpopKey: key },
  })
  const { protectedHeader } = await jwtVerify(proofIn(0), EmbeddedJWK)
  expect(protectedHeader.jwk).toMatchObject({ x: key['x'] })
})

it('uses the token as a bearer token when the server does not bind it, and notes that', async () => {
  server.answers({ body: TOKENS })
  const { tokens, notes } = await exchangeCode(
    {
      server: server.metadata,
      registration: clientAt(server.origin),
      reach: { zone: 'loopback' },
      dpopKey: key,
      code: 'c',
      codeVerifier: 'v',
      redirectUri: 'x',
      resource: '',
      scopes: [],
    },
    ports(),
    never,
  )
  expect(tokens.tokenType).toBe('Bearer')
  expect(notes.map((each) => each.code)).toEqual(['dpop-not-bound'])
})

it('repeats a resource request once with the demanded nonce (§9), and keeps the nonce for the next ones', async () => {
  const challenge = { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': 'n-2' }
  server.answers({ status: 401, headers: challenge }, { body: 'fine' })
  const plain = plainHttp().fetchWithin({ zone: 'loopback', limits: 'machine' })
  const credentials = { key, accessToken: () => 'at-1' }
  const fetch = fetchWithDpop(plain, credentials, { clock: quickClock(), random })
  const send = () => fetch(`${server.origin}/mcp`, { method: 'POST', body: '{}' })
  expect((await send()).status).toBe(200)
  expect((await send()).status).toBe(200)
  expect(server.asked.map((each) => each.headers.authorization)).toEqual(
    Array.from({ length: 3 }, () => 'DPoP at-1'),
  )
  const nonces = server.asked.map((_, turn) => decodeJwt(proofIn(turn))['nonce'])
  expect(nonces).toEqual([undefined, 'n-2', 'n-2'])
  expect(new Set(server.asked.map((_, turn) => decodeJwt(proofIn(turn))['jti'])).size).toBe(3)
})

it('leaves an ordinary 401 alone', async () => {
  server.answers({ status: 401, headers: { 'www-authenticate': 'DPoP error="invalid_token"' } })
  const plain = plainHttp().fetchWithin({ zone: 'loopback', limits: 'machine' })
  const fetch = fetchWithDpop(
    plain,
    { key, accessToken: () => 'at' },
    { clock: quickClock(), random },
  )
  expect((await fetch(`${server.origin}/mcp`)).status).toBe(401)
  expect(server.asked).toHaveLength(1)
})
