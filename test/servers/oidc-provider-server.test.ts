/** The server behind an OpenID provider asks for a login and keeps to it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  findLogin,
  jsonHeaders,
  refresh,
  register,
  revoke,
  signIn,
  useTools,
  type Login,
} from './oauth-walk.ts'
import { startOidcProviderServer, type OidcProviderServer } from './oidc-provider-server.ts'

describe('the server behind an OpenID provider', () => {
  let server: OidcProviderServer
  let login: Login
  const ask = { scope: 'tools.read tools.call', person: { account: 'grace' } }

  beforeAll(async () => {
    server = await startOidcProviderServer()
    login = await findLogin(server.url, 'oidc')
  })
  afterAll(() => server.close())

  it('names an issuer at another address', () => {
    expect(login.server.issuer).toBe(server.issuer)
    expect(new URL(server.issuer).host).not.toBe(new URL(server.url).host)
  })

  it('lets a client register, sign in through login and consent, and call a tool', async () => {
    const client = await register(login, ['http://127.0.0.1/callback'])
    const tokens = await signIn(login, client, ask)
    const seen = await useTools(server.url, { tool: 'who_am_i' }, { token: tokens.access_token })
    expect(seen.text).toBe('grace')
  })

  it('gives a new pair for a refresh token, and nothing for one used before', async () => {
    const client = await register(login, ['http://127.0.0.1/callback'])
    const first = await signIn(login, client, ask)
    const second = await refresh(login, client, first.refresh_token)
    await useTools(server.url, { tool: 'who_am_i' }, { token: second.access_token })
    await expect(refresh(login, client, first.refresh_token)).rejects.toThrow()
  })

  it('takes tokens back', async () => {
    const client = await register(login, ['http://127.0.0.1/callback'])
    const tokens = await signIn(login, client, ask)
    await revoke(login, client, tokens.refresh_token)
    await expect(refresh(login, client, tokens.refresh_token)).rejects.toThrow()
    const headers = { ...jsonHeaders, authorization: `Bearer ${tokens.access_token}` }
    const answer = await fetch(server.url, { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(401)
  })
})
