/** Both servers of the guide do what the guide promises, as real processes. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startGuideServer, type GuideServer } from './guide-server.ts'
import {
  authorizationUrl,
  findLogin,
  jsonHeaders,
  refresh,
  register,
  revoke,
  signIn,
  useTools,
  type Login,
} from './oauth-walk.ts'

const callbacks = ['http://127.0.0.1/callback', 'http://localhost:4321/callback']

describe.each(['node', 'python'] as const)('the guide server in %s', (language) => {
  const folder = mkdtempSync(join(tmpdir(), 'guide-'))
  const dataFile = join(folder, 'data.sqlite')
  let server: GuideServer
  let login: Login

  beforeAll(async () => {
    server = await startGuideServer(language, { dataFile })
    login = await findLogin(server.url)
  })
  afterAll(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  it('lets a client register, sign in and call a tool as the person', async () => {
    const client = await register(login, callbacks)
    const tokens = await signIn(login, client, { person: { account: 'grace@example.com' } })
    const seen = await useTools(server.url, { tool: 'who_am_i' }, { token: tokens.access_token })
    expect(seen).toEqual({ tools: ['who_am_i', 'add'], text: 'grace@example.com' })
  })

  it('answers a client that tries the newest revision first', async () => {
    const { access_token: token } = await signIn(login, await register(login, callbacks))
    const call = { tool: 'add', input: { a: 1, b: 2 } }
    expect((await useTools(server.url, call, { token, era: 'auto' })).text).toBe('3')
  })

  it.each(['client_secret_basic', 'client_secret_post'])(
    'lets a client with a secret in by the right secret only (%s)',
    async (method) => {
      const client = await register(login, callbacks, method)
      await signIn(login, client)
      await expect(signIn(login, { ...client, client_secret: 'wrong' })).rejects.toThrow()
    },
  )

  it('renews tokens, and ends the sign-in when an old refresh token comes again', async () => {
    const client = await register(login, callbacks)
    const first = await signIn(login, client)
    const second = await refresh(login, client, first.refresh_token)
    expect(second.refresh_token).not.toBe(first.refresh_token)
    await useTools(server.url, { tool: 'who_am_i' }, { token: second.access_token })
    await expect(refresh(login, client, first.refresh_token)).rejects.toThrow()
    await expect(refresh(login, client, second.refresh_token)).rejects.toThrow()
    expect((await post(second.access_token)).status).toBe(401)
  })

  it('does not take a refresh token from another client', async () => {
    const tokens = await signIn(login, await register(login, callbacks))
    const other = await register(login, callbacks)
    await expect(refresh(login, other, tokens.refresh_token)).rejects.toThrow()
  })

  it('takes tokens back', async () => {
    const client = await register(login, callbacks)
    const tokens = await signIn(login, client)
    await revoke(login, client, tokens.access_token)
    expect((await post(tokens.access_token)).status).toBe(401)
    await expect(refresh(login, client, tokens.refresh_token)).rejects.toThrow()
  })

  it('refuses a wrong password and shows the form again', async () => {
    const client = await register(login, callbacks)
    await expect(signIn(login, client, { person: { password: 'guess' } })).rejects.toThrow(
      'do not fit together',
    )
  })

  it('tells the application when the person says no', async () => {
    const client = await register(login, callbacks)
    await expect(signIn(login, client, { person: { decision: 'deny' } })).rejects.toMatchObject({
      error: 'access_denied',
    })
  })

  it.each([
    'http://example.com/callback',
    'https://example.com/callback#part',
    'https://me@example.com/callback',
    'javascript:alert(1)',
    'not an address',
  ])('does not register the callback %s', async (redirectUri) => {
    const answer = await fetch(login.server.registration_endpoint ?? '', {
      method: 'POST',
      headers: jsonHeaders,
      body: JSON.stringify({ redirect_uris: [redirectUri] }),
    })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'invalid_redirect_uri' })
  })

  it('moves the port of a registered loopback callback, and nothing else of it', async () => {
    const client = await register(login, [...callbacks, 'https://app.example.com/callback'])
    const statusFor = async (redirectUri: string): Promise<number> => {
      const request = { redirectUri, verifier: 'v', state: 's' }
      return (await fetch(await authorizationUrl(login, client, request))).status
    }
    expect(await statusFor('http://127.0.0.1:5555/callback')).toBe(200)
    expect(await statusFor('http://localhost:5555/callback')).toBe(200)
    expect(await statusFor('https://app.example.com/callback')).toBe(200)
    for (const wrong of [
      'http://127.0.0.1:5555/callback/',
      'http://127.0.0.1:5555/callback?a=b',
      'http://127.0.0.1:5555/Callback',
      'https://127.0.0.1:5555/callback',
      'http://user@127.0.0.1:5555/callback',
      'http://127.0.0.1.example.com:5555/callback',
      'http://[::1]:5555/callback',
      'https://app.example.com:444/callback',
      'https://app.example.com/callback/..',
    ]) {
      expect(await statusFor(wrong), wrong).toBe(400)
    }
  })

  it.each([
    ['{', 'invalid_'],
    ['[]', 'invalid_client_metadata'],
    ['{}', 'invalid_client_metadata'],
    ['{"redirect_uris":[]}', 'invalid_client_metadata'],
    ['{"redirect_uris":["https://a.example"],"token_endpoint_auth_method":"x"}', 'invalid_client'],
  ])('answers the registration %s with a reason and no stack trace', async (body, error) => {
    const answer = await fetch(login.server.registration_endpoint ?? '', {
      method: 'POST',
      headers: jsonHeaders,
      body,
    })
    const text = await answer.text()
    expect(answer.status).toBe(400)
    expect(text).toContain(`"error":"${error}`)
    expect(text).not.toMatch(/Traceback|\bat .*:\d+:\d+/)
  })

  it('keeps clients and sign-ins over a kill and a restart, and no secret in its file', async () => {
    const client = await register(login, callbacks, 'client_secret_basic')
    const tokens = await signIn(login, client)
    const secrets = [client['client_secret'], tokens.access_token, tokens.refresh_token] as string[]
    const onDisk = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
    expect(onDisk.join()).toContain(client.client_id)
    for (const secret of secrets) expect(onDisk.join()).not.toContain(secret)
    expect(statSync(dataFile).mode & 0o777).toBe(0o600)

    await server.close()
    server = await startGuideServer(language, { dataFile, port: Number(new URL(server.url).port) })
    const renewed = await refresh(login, client, tokens.refresh_token)
    const seen = await useTools(server.url, { tool: 'who_am_i' }, { token: renewed.access_token })
    expect(seen.text).toBe('ada@example.com')
  })

  it('refuses an access token whose time is over', async () => {
    await using other = await startAnother({ accessTokenSeconds: 0 })
    const otherLogin = await findLogin(other.url)
    const tokens = await signIn(otherLogin, await register(otherLogin, callbacks))
    expect((await post(tokens.access_token, other.url)).status).toBe(401)
  })

  it('has a limit on registrations from one address', async () => {
    await using other = await startAnother({ registrationsPerMinute: 3 })
    const { server: found } = await findLogin(other.url)
    const statuses: number[] = []
    while (!statuses.includes(429) && statuses.length < 20) {
      const request = { method: 'POST', headers: jsonHeaders, body: '{}' }
      statuses.push((await fetch(found.registration_endpoint ?? '', request)).status)
    }
    expect(statuses.slice(0, 3)).toEqual([400, 400, 400])
    expect(statuses).toContain(429)
  })

  async function startAnother(options: {
    accessTokenSeconds?: number
    registrationsPerMinute?: number
  }) {
    const other = await startGuideServer(language, {
      dataFile: join(folder, `${randomUUID()}.sqlite`),
      ...options,
    })
    return { url: other.url, [Symbol.asyncDispose]: () => other.close() }
  }

  function post(token: string, url = server.url): Promise<Response> {
    const headers = { ...jsonHeaders, authorization: `Bearer ${token}` }
    return fetch(url, { method: 'POST', headers, body: '{}' })
  }
})
