/** The sample servers of the demonstration behave as their names say. */
import { afterEach, describe, expect, it } from 'vitest'
import { approveLikeAPerson } from '../../src-main/sample-servers/approve-like-a-person.ts'
import { startClientDocumentServer } from '../../src-main/sample-servers/client-document-server.ts'
import { startEventStreamServer } from '../../src-main/sample-servers/event-stream-server.ts'
import { startLoginHostServer } from '../../src-main/sample-servers/login-host-server.ts'
import { startOpenServer } from '../../src-main/sample-servers/open-server.ts'
import { startRegistrationServer } from '../../src-main/sample-servers/registration-server.ts'
import {
  authorizationUrl,
  findLogin,
  jsonHeaders,
  refresh,
  register,
  revoke,
  signIn,
  useTools,
} from '../servers/oauth-walk.ts'

const running: { close(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.close()))
})

async function run<Server extends { close(): Promise<void> }>(starting: Promise<Server>) {
  const server = await starting
  running.push(server)
  return server
}

const whoAmI = { tool: 'who_am_i' }
const callbacks = ['http://127.0.0.1/callback', 'http://localhost/callback']

describe('the open sample', () => {
  it.each(['legacy', 'auto'] as const)('lists and runs its tools (%s)', async (era) => {
    const { url } = await run(startOpenServer())
    const seen = await useTools(url, { tool: 'add', input: { a: 2, b: 40 } }, { era })
    expect(seen).toEqual({ tools: ['who_am_i', 'add', 'shout'], text: '42' })
  })
})

describe('the registration sample', () => {
  it('signs in a client that registered itself, and knows the account', async () => {
    const { url } = await run(startRegistrationServer())
    const login = await findLogin(url)
    const client = await register(login, callbacks)
    const tokens = await signIn(login, client, { person: { account: 'grace@example.com' } })
    const seen = await useTools(url, whoAmI, { token: tokens.access_token })
    expect(seen.text).toBe('grace@example.com')
  })

  it('serves tools in the newest revision too', async () => {
    const { url } = await run(startRegistrationServer())
    const login = await findLogin(url)
    const { access_token: token } = await signIn(login, await register(login, callbacks))
    expect(await useTools(url, whoAmI, { token, era: 'auto' })).toMatchObject({
      text: 'ada@example.com',
    })
  })

  it('lets a client with a secret in by the secret only', async () => {
    const { url } = await run(startRegistrationServer())
    const login = await findLogin(url)
    const client = await register(login, callbacks, 'client_secret_basic')
    await signIn(login, client)
    await expect(signIn(login, { ...client, client_secret: 'wrong' })).rejects.toThrow()
  })

  it('renews tokens, and ends the sign-in when an old refresh token comes again', async () => {
    const { url } = await run(startRegistrationServer())
    const login = await findLogin(url)
    const client = await register(login, callbacks)
    const first = await signIn(login, client)
    const second = await refresh(login, client, first.refresh_token)
    expect((await useTools(url, whoAmI, { token: second.access_token })).text).not.toBe('')
    await expect(refresh(login, client, first.refresh_token)).rejects.toThrow()
    await expect(refresh(login, client, second.refresh_token)).rejects.toThrow()
  })

  it('refuses an access token whose time is over', async () => {
    const { url } = await run(startRegistrationServer({ accessTokenSeconds: 0 }))
    const login = await findLogin(url)
    const { access_token } = await signIn(login, await register(login, callbacks))
    const answer = await post(url, access_token)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"')
  })

  it('takes tokens back', async () => {
    const { url } = await run(startRegistrationServer())
    const login = await findLogin(url)
    const client = await register(login, callbacks)
    const tokens = await signIn(login, client)
    await revoke(login, client, tokens.refresh_token)
    expect((await post(url, tokens.access_token)).status).toBe(401)
  })

  it('tells the application when the person says no', async () => {
    const { url } = await run(startRegistrationServer())
    const login = await findLogin(url)
    const client = await register(login, callbacks)
    await expect(signIn(login, client, { person: { decision: 'deny' } })).rejects.toMatchObject({
      error: 'access_denied',
    })
  })

  it.each([
    'http://127.0.0.1:9/other',
    'http://evil.example/callback',
    'https://127.0.0.1/callback',
  ])('does not redirect to %s, which the client did not register', async (redirectUri) => {
    const { url } = await run(startRegistrationServer())
    const login = await findLogin(url)
    const client = await register(login, callbacks)
    const request = { redirectUri, verifier: 'v', state: 's' }
    const answer = await fetch(await authorizationUrl(login, client, request), {
      redirect: 'manual',
    })
    expect(answer.status).toBe(400)
  })

  it('forgets its clients when told to', async () => {
    const server = await run(startRegistrationServer())
    const login = await findLogin(server.url)
    const client = await register(login, callbacks)
    server.forgetClients()
    await expect(signIn(login, client)).rejects.toThrow('not known here')
  })
})

describe('the client document sample', () => {
  it('signs in a client by its document, without a registration', async () => {
    const server = await run(startClientDocumentServer())
    const login = await findLogin(server.url)
    expect(login.server.registration_endpoint).toBeUndefined()
    const tokens = await signIn(login, { client_id: server.clientMetadataUrl })
    const seen = await useTools(server.url, whoAmI, { token: tokens.access_token })
    expect(seen.text).toBe('ada@example.com')
  })

  it('does not know a client whose document cannot be read', async () => {
    const server = await run(startClientDocumentServer())
    const login = await findLogin(server.url)
    const elsewhere = { client_id: new URL('/nothing.json', server.clientMetadataUrl).href }
    await expect(signIn(login, elsewhere)).rejects.toThrow('not known here')
  })
})

describe('the login host sample', () => {
  it('signs in at the host of the organization, with the callback at localhost', async () => {
    const server = await run(startLoginHostServer())
    const login = await findLogin(server.url, 'oidc', `http://${server.loginHost}`)
    expect(login.server.registration_endpoint).toBeUndefined()
    const tokens = await signIn(login, madeByHand(server), { host: 'localhost' })
    const seen = await useTools(server.url, whoAmI, { token: tokens.access_token })
    expect(seen.text).toBe('ada@example.com')
  })

  it('does not know the client at the host the metadata names', async () => {
    const server = await run(startLoginHostServer())
    const login = await findLogin(server.url, 'oidc')
    expect(new URL(login.server.issuer).host).toBe(server.generalLoginHost)
    await expect(signIn(login, madeByHand(server), { host: 'localhost' })).rejects.toThrow(
      'not known here',
    )
  })

  it('publishes nothing at the address of RFC 8414', async () => {
    const server = await run(startLoginHostServer())
    await expect(findLogin(server.url, 'oauth2')).rejects.toThrow()
  })

  it('says which organization and person a token belongs to', async () => {
    const server = await run(startLoginHostServer())
    const login = await findLogin(server.url, 'oidc', `http://${server.loginHost}`)
    const tokens = await signIn(login, madeByHand(server), { host: 'localhost' })
    const answer = await fetch(login.server.userinfo_endpoint ?? '', {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    })
    expect(await answer.json()).toMatchObject({
      email: 'ada@example.com',
      organization: 'Acme organization',
    })
  })
})

describe('the event stream sample', () => {
  it('serves its tools over the old transport', async () => {
    const { url } = await run(startEventStreamServer())
    const seen = await useTools(url, { tool: 'shout', input: { text: 'hi' } }, { era: 'sse' })
    expect(seen).toEqual({ tools: ['who_am_i', 'add', 'shout'], text: 'HI' })
  })

  it('answers 405 to the POST of a newer client', async () => {
    const { url } = await run(startEventStreamServer())
    expect((await post(url)).status).toBe(405)
  })
})

describe('the scripted browser', () => {
  it('says what an error page said', async () => {
    const { url } = await run(startRegistrationServer())
    const authorize = new URL('/authorize?client_id=nobody', url).href
    await expect(approveLikeAPerson(authorize)).rejects.toThrow('invalid client_id')
  })
})

function madeByHand(server: { clientId: string; clientSecret: string }) {
  return {
    client_id: server.clientId,
    client_secret: server.clientSecret,
    token_endpoint_auth_method: 'client_secret_post',
  }
}

function post(url: string, token?: string): Promise<Response> {
  const headers = { ...jsonHeaders, ...(token && { authorization: `Bearer ${token}` }) }
  return fetch(url, { method: 'POST', headers, body: '{}' })
}
