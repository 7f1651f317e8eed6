/** Sign-in by a code on another device (RFC 8628), with a clock that does not really wait. */
import { describe, expect, it } from 'vitest'
import { type DeviceSignIn, startDeviceAuthorization } from '#core/tokens/device-sign-in.ts'
import { pollDeviceToken } from '#core/tokens/poll-device-token.ts'
import { never, ports } from './plain-http.ts'
import { clientAt, problemOf, type Scripted, scriptedServer, TOKENS } from './scripted-server.ts'

const server = await scriptedServer()
const signIn: DeviceSignIn = {
  server: server.metadata,
  registration: clientAt(server.origin),
  reach: { zone: 'loopback' },
  resource: 'https://mcp.example/mcp',
  scopes: ['read'],
}
const DEVICE = {
  device_code: 'the-device-code',
  user_code: 'ABCD-EFGH',
  verification_uri: 'https://as.example/device',
  expires_in: 60,
}
const refusal = (error: string): Scripted => ({ status: 400, body: { error } })

describe('asking for a code', () => {
  it('sends client, resource and scope, and says what to show', async () => {
    server.answers({
      body: { ...DEVICE, verification_uri_complete: 'https://as.example/device?c=1' },
    })
    const all = ports()
    const started = await startDeviceAuthorization(signIn, all, never)
    expect(server.asked[0]?.form).toEqual({
      client_id: 'our client',
      resource: signIn.resource,
      scope: 'read',
    })
    expect(started).toMatchObject({
      userCode: 'ABCD-EFGH',
      verificationUri: 'https://as.example/device',
      verificationUriComplete: 'https://as.example/device?c=1',
      expiresAt: all.clock.now() + 60_000,
      intervalMs: 5_000,
    })
  })

  it('reads numbers as text and the old name of the address', async () => {
    const { verification_uri: verification_url, ...rest } = DEVICE
    server.answers({ body: { ...rest, verification_url, expires_in: '90', interval: '2' } })
    const started = await startDeviceAuthorization(signIn, ports(), never)
    expect(started).toMatchObject({
      verificationUri: 'https://as.example/device',
      intervalMs: 2_000,
    })
  })

  it.each(['javascript:alert(1)', 'http://as.example/device', 'https://user@as.example/', ''])(
    'does not hand out %j as an address to open (C34)',
    async (verification_uri) => {
      server.answers({ body: { ...DEVICE, verification_uri } })
      const problem = await problemOf(startDeviceAuthorization(signIn, ports(), never))
      expect(problem.code).toBe('unsafe-authorization-address')
    },
  )

  it('repairs a refused resource here as well', async () => {
    server.answers(refusal('invalid_target'), { body: DEVICE })
    expect((await startDeviceAuthorization(signIn, ports(), never)).resource).toBe('')
  })

  it.each([
    ['not offered', { ...signIn, server: { issuer: server.origin } }, {}, 'not-supported'],
    ['refused', signIn, refusal('unauthorized_client'), 'client-rejected'],
    ['answered by a page', signIn, { body: '<html>' }, 'token-answer-unusable'],
  ])('%s has its own problem', async (_name, parts, answer, code) => {
    server.answers(answer)
    expect((await problemOf(startDeviceAuthorization(parts, ports(), never))).code).toBe(code)
  })
})

describe('waiting for the person', () => {
  async function poll(script: readonly Scripted[], signal = never) {
    const all = ports()
    server.answers({ body: DEVICE })
    const started = await startDeviceAuthorization(signIn, all, never)
    server.answers(...script)
    const done = pollDeviceToken(signIn, started, all, signal)
    return { done, waits: all.clock.waits }
  }

  it('keeps the pace, slows down when told, and returns the tokens', async () => {
    const { done, waits } = await poll([
      refusal('authorization_pending'),
      refusal('slow_down'),
      { status: 503, body: 'busy' },
      { body: TOKENS },
    ])
    expect((await done).tokens.accessToken).toBe('at-1')
    expect(waits).toEqual([5_000, 5_000, 10_000, 20_000])
    expect(server.asked[0]?.form).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'the-device-code',
    })
  })

  it.each([
    ['access_denied', 'sign-in-refused'],
    ['expired_token', 'not-completed'],
  ])('ends with %s as %s', async (error, code) => {
    const { done } = await poll([refusal(error)])
    expect((await problemOf(done)).code).toBe(code)
  })

  it('ends by itself when the code has expired', async () => {
    const { done, waits } = await poll([refusal('authorization_pending')])
    expect((await problemOf(done)).code).toBe('not-completed')
    expect(waits).toHaveLength(12)
    expect(server.asked).toHaveLength(11)
  })

  it('ends at once when it is cancelled', async () => {
    const { done, waits } = await poll([], AbortSignal.abort(new Error('cancelled')))
    await expect(done).rejects.toThrow('cancelled')
    expect(waits).toEqual([])
  })
})
