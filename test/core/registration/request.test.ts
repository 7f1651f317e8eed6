/** What is sent to a registration endpoint, what may come back, and which refusals are worth a milder request (C20, C21, C25, R04). */
import { describe, expect, it } from 'vitest'
import type { ServerMetadata } from '#contract/discovery.ts'
import { ensureRegistration } from '#core/registration/ensure-registration.ts'
import type { RegistrationOptions } from '#core/registration/deps.ts'
import { journey, registrationOptions, type Script } from '../journey.ts'
import { startLogin, type Habit } from '../login-server.ts'
import { inEnglish } from '#core/say.ts'

async function register(
  habit?: Habit,
  metadata: Partial<ServerMetadata> = {},
  wish: Partial<RegistrationOptions> = {},
  script: Script = {},
) {
  const login = await startLogin(habit && { '/register': habit }, metadata)
  const deps = await journey({ client: { clientId: 'typed' }, ...script })
  const asked = { ...(await registrationOptions()), ...wish }
  const made = await ensureRegistration(login.found(), deps, asked)
  const sent = login.to('/register').map((each) => each.body)
  return { made, sent, deps, port: asked.ports?.[0], origin: login.origin }
}

function refuse(error: string, error_description = ''): ReturnType<Habit> {
  return { status: 400, body: { error, error_description } }
}

describe('the request', () => {
  it('C20 C25 R04 R26: is that of a native public client, with both spellings of the callback address', async () => {
    const { sent, port } = await register(undefined, {}, { scopes: ['read'] })
    expect(sent).toEqual([
      {
        client_name: 'AIP Desktop',
        application_type: 'native',
        redirect_uris: [`http://127.0.0.1:${port}/callback`, `http://localhost:${port}/callback`],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        scope: 'read',
      },
    ])
  })

  it('C25: leaves refresh_token out only where the server lists its grant types without it', async () => {
    const without = await register(undefined, { grant_types_supported: ['authorization_code'] })
    expect(without.sent[0]?.['grant_types']).toEqual(['authorization_code'])
    const empty = await register(undefined, { grant_types_supported: [] })
    expect(empty.sent[0]?.['grant_types']).toContain('refresh_token')
  })

  it('names the device grant when that is going to be used', async () => {
    const { sent } = await register(undefined, {}, { device: true })
    expect(sent[0]?.['grant_types']).toContain('urn:ietf:params:oauth:grant-type:device_code')
  })

  it('R12: asks for the first method that is offered: none, then post, then basic', async () => {
    const offered = ['client_secret_basic', 'client_secret_post', 'private_key_jwt']
    const { sent, made } = await register(undefined, {
      token_endpoint_auth_methods_supported: offered,
    })
    expect(sent[0]?.['token_endpoint_auth_method']).toBe('client_secret_post')
    expect(made).toMatchObject({ authMethod: 'client_secret_post', clientSecret: 'shh' })
  })

  it('is not sent to a server that only takes methods this app cannot register for', async () => {
    const { sent, made, deps } = await register(undefined, {
      token_endpoint_auth_methods_supported: ['tls_client_auth'],
    })
    expect(sent).toEqual([])
    expect(made.source).toBe('manual')
    expect(inEnglish(deps.requests[0]?.why ?? '')).toMatch(
      /no client authentication this app can register for/,
    )
  })
})

describe('a milder request', () => {
  it('C21: asks for one callback address after invalid_redirect_uri, in the other spelling if need be', async () => {
    const { made, sent, port } = await register(({ body }, usual) =>
      String(body['redirect_uris']) === `http://localhost:${port0(body)}/callback`
        ? usual()
        : refuse('invalid_redirect_uri'),
    )
    expect(sent.map((each) => each['redirect_uris'])).toEqual([
      [`http://127.0.0.1:${port}/callback`, `http://localhost:${port}/callback`],
      [`http://127.0.0.1:${port}/callback`],
      [`http://localhost:${port}/callback`],
    ])
    expect(made.redirectUris).toEqual([`http://localhost:${port}/callback`])
  })

  it('C21: when none is taken, the refusal is said in the server’s words and the person is asked', async () => {
    const { made, deps } = await register(() =>
      refuse('invalid_redirect_uri', 'redirect host not on the allow list'),
    )
    expect(made.source).toBe('manual')
    expect(inEnglish(deps.requests[0]?.why ?? '')).toContain('redirect host not on the allow list')
  })

  it('leaves the scope out after invalid_scope', async () => {
    const { made, sent } = await register(
      ({ body }, usual) => (body['scope'] === undefined ? usual() : refuse('invalid_scope')),
      {},
      { scopes: ['read'] },
    )
    expect(made.source).toBe('dcr')
    expect(sent).toHaveLength(2)
  })

  it('asks for the next method when it is refused as client metadata', async () => {
    const { made } = await register(({ body }, usual) =>
      body['token_endpoint_auth_method'] === 'none'
        ? refuse('invalid_client_metadata', 'token_endpoint_auth_method none is not allowed')
        : usual(),
    )
    expect(made).toMatchObject({ source: 'dcr', authMethod: 'client_secret_post' })
  })

  it('is never the sixth', async () => {
    let number = 0
    const { made, sent } = await register(() => {
      number += 1
      return refuse(number % 2 ? 'invalid_client_metadata' : 'invalid_redirect_uri', 'never')
    })
    expect(made.source).toBe('manual')
    expect(sent.length).toBeLessThanOrEqual(5)
  })
})

function port0(body: Record<string, unknown>): string {
  return /:(\d+)\//.exec(String(body['redirect_uris']))?.[1] ?? ''
}
