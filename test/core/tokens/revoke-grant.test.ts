/** Sign-out at the authorization server, and the receipt a person gets (C45, R25). */
import { expect, it } from 'vitest'
import { Grant } from '#core/records.ts'
import { revokeGrant } from '#core/tokens/revoke-grant.ts'
import { never, ports } from './plain-http.ts'
import { clientAt, scriptedServer } from './scripted-server.ts'

const server = await scriptedServer()

function revoke(parts: Partial<Grant> = {}, signal = never) {
  const grant = Grant.parse({
    connectionId: 'c1',
    issuer: server.origin,
    clientId: 'our client',
    resource: '',
    grantType: 'code',
    accessToken: 'access-0',
    tokenType: 'Bearer',
    refreshToken: 'refresh-0',
    scopes: [],
    account: '',
    obtainedAt: 0,
    server: server.metadata,
    registration: clientAt(server.origin),
    version: 1,
    ...parts,
  })
  return revokeGrant(grant, { ...ports(), reach: { zone: 'loopback' } }, signal)
}

it('revokes the refresh token first, then the access token, as the client it is', async () => {
  server.answers({ body: '' })
  expect(await revoke()).toEqual({ refreshToken: 'revoked', accessToken: 'revoked' })
  expect(server.asked.map((each) => each.form)).toEqual([
    { token: 'refresh-0', token_type_hint: 'refresh_token' },
    { token: 'access-0', token_type_hint: 'access_token' },
  ])
  expect(server.asked[0]?.headers.authorization).toMatch(/^Basic /)
})

it('says that the server does not offer it', async () => {
  const metadata = { ...server.metadata, revocation_endpoint: undefined }
  expect(await revoke({ server: metadata })).toEqual({
    refreshToken: 'not-offered',
    accessToken: 'not-offered',
  })
})

it('says that there was no refresh token', async () => {
  server.answers({ body: '' })
  expect(await revoke({ refreshToken: undefined })).toEqual({
    refreshToken: 'none',
    accessToken: 'revoked',
  })
})

it('tells one token type that cannot be revoked from the other', async () => {
  server.answers({ body: '' }, { status: 400, body: { error: 'unsupported_token_type' } })
  expect(await revoke()).toEqual({ refreshToken: 'revoked', accessToken: 'not-offered' })
})

it('tries the other authentication method once', async () => {
  server.answers((asked) =>
    asked.form['client_secret'] ? { body: '' } : { status: 401, body: { error: 'invalid_client' } },
  )
  expect(await revoke()).toEqual({ refreshToken: 'revoked', accessToken: 'revoked' })
  expect(server.asked).toHaveLength(4)
})

it('reports a failure with the words of the server, and goes on to the other token', async () => {
  server.answers({ status: 503, body: 'try refresh-0 later' }, { body: '' })
  expect(await revoke()).toEqual({
    refreshToken: { failed: { english: 'status 503, try [removed] later' } },
    accessToken: 'revoked',
  })
})

it('reports that nobody answers', async () => {
  const gone = { ...server.metadata, revocation_endpoint: 'http://127.0.0.1:1/revoke' }
  const unanswered = {
    failed: expect.objectContaining({ english: 'Nobody answers at this address.' }) as unknown,
  }
  expect(await revoke({ server: gone })).toEqual({
    refreshToken: unanswered,
    accessToken: unanswered,
  })
})

it('rejects only when it is cancelled', async () => {
  server.answers({ body: '' })
  await expect(revoke({}, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled')
})
