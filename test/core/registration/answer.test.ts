/** What registration endpoints answer, and what becomes of it (R06, R14, R27). */
import { describe, expect, it } from 'vitest'
import { ensureRegistration } from '#core/registration/ensure-registration.ts'
import { journey, registrationOptions, problemOf } from '../journey.ts'
import { freePort } from '../../servers/start-process.ts'
import { startLogin, type Answer, type Habit } from '../login-server.ts'
import { inEnglish } from '#core/say.ts'

/** Registers where `habit` answers; a person is there who types a client when asked. */
async function register(habit: Habit) {
  const login = await startLogin({ '/register': habit })
  const deps = await journey({ client: { clientId: 'typed' } })
  const asked = await registrationOptions()
  const work = ensureRegistration(login.found(), deps, asked)
  return { work, deps, login, asked, again: () => ensureRegistration(login.found(), deps, asked) }
}

describe('an answer that is odd but good', () => {
  const odd: readonly [string, (body: Record<string, unknown>) => Answer][] = [
    ['200 instead of 201', (body) => ({ status: 200, body: { ...body, client_id: 'c' } })],
    [
      'nulls where nothing is meant',
      () => ({ status: 201, body: { client_id: 'c', client_secret: null, redirect_uris: null } }),
    ],
    [
      'text/html as its type',
      () => ({ status: 201, headers: { 'content-type': 'text/html' }, body: '{"client_id":"c"}' }),
    ],
  ]
  it.each(odd)('%s', async (_name, answer) => {
    const { work } = await register(({ body }) => answer(body))
    expect(await work).toMatchObject({ source: 'dcr', clientId: 'c', authMethod: 'none' })
  })

  it('R12: the method it names counts, when it brings the secret for it', async () => {
    const { work } = await register(({ body }) => ({
      status: 201,
      body: {
        ...body,
        client_id: 'c',
        client_secret: 'secret',
        token_endpoint_auth_method: 'client_secret_basic',
      },
    }))
    expect(await work).toMatchObject({
      authMethod: 'client_secret_basic',
      clientSecret: 'secret',
    })
  })

  it('only callback addresses that were asked for are used, whatever it lists', async () => {
    const { work, asked } = await register(() => ({
      status: 201,
      body: {
        client_id: 'c',
        redirect_uris: [
          'https://attacker.example/callback',
          `http://localhost:${asked.ports[0]}/callback`,
        ],
      },
    }))
    expect((await work).redirectUris).toEqual([`http://localhost:${asked.ports[0]}/callback`])
  })

  it('a secret that runs out is kept with its time, in milliseconds; 0 means never', async () => {
    const timed = await register(({ body }) => ({
      status: 201,
      body: { ...body, client_id: 'c', client_secret: 's', client_secret_expires_at: '2000000000' },
    }))
    expect((await timed.work).secretExpiresAt).toBe(2_000_000_000_000)
    const never = await register(({ body }) => ({
      status: 201,
      body: { ...body, client_id: 'c', client_secret: 's', client_secret_expires_at: 0 },
    }))
    expect(await never.work).not.toHaveProperty('secretExpiresAt')
  })
})

it.each([86_400, -1, '1e999', 'tomorrow', {}, 1e300])(
  'R27: an end of %j for the secret is a mistake, and no reason to register at every sign-in',
  async (client_secret_expires_at) => {
    const { work, again, login } = await register(({ body }) => ({
      status: 201,
      body: { ...body, client_id: 'c', client_secret: 's', client_secret_expires_at },
    }))
    expect(await work).toMatchObject({ source: 'dcr', clientSecret: 's' })
    expect(await work).not.toHaveProperty('secretExpiresAt')
    await again()
    expect(login.to('/register')).toHaveLength(1)
  },
)

describe('an answer nobody can use', () => {
  const useless: readonly [string, Answer, RegExp][] = [
    [
      'a page',
      { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Hello</h1>' },
      /no usable client id/,
    ],
    ['an array', { status: 201, body: ['client_id'] }, /no usable client id/],
    ['no client id', { status: 201, body: { client_name: 'AIP' } }, /no usable client id/],
    ['an empty body', { status: 201, body: '' }, /no usable client id/],
    [
      'a method whose secret is missing',
      { status: 201, body: { client_id: 'c', token_endpoint_auth_method: 'client_secret_basic' } },
      /client authentication this app was not given the means for/,
    ],
    [
      'a method nobody knows',
      { status: 201, body: { client_id: 'c', token_endpoint_auth_method: 'moon_phase' } },
      /client authentication this app was not given the means for/,
    ],
    [
      'other callback addresses only',
      {
        status: 201,
        body: { client_id: 'c', redirect_uris: ['javascript:alert(1)', 'https://evil.example/'] },
      },
      /none of the callback addresses/,
    ],
    ['500', { status: 500, body: 'oops' }, /status 500: oops/],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }, /status 302/],
  ]
  it.each(useless)('%s: the person is asked, with the reason', async (_name, answer, why) => {
    const { work, deps, login } = await register(() => answer)
    expect(await work).toMatchObject({ source: 'manual', clientId: 'typed' })
    expect(inEnglish(deps.requests[0]?.why ?? '')).toMatch(why)
    expect(login.to('/register')).toHaveLength(1)
  })

  it('R06: 403 means that only approved apps are accepted; the server’s words come without markup', async () => {
    const { work, deps, login } = await register(() => ({
      status: 403,
      headers: { 'content-type': 'text/html' },
      body: '<script>alert(1)</script>\u001b[31m<b>Not on the allow list</b>',
    }))
    expect((await work).source).toBe('manual')
    const why = inEnglish(deps.requests[0]?.why ?? '')
    expect(why).toMatch(/^This provider only accepts approved apps: .*Not on the allow list\.$/)
    expect(why).not.toMatch(/[<>]/)
    expect(why).not.toContain('\u001b')
    expect(login.to('/register')).toHaveLength(1)
  })

  it('nobody answering asks the person as well', async () => {
    const registration_endpoint = `http://127.0.0.1:${await freePort()}/register`
    const login = await startLogin({}, { registration_endpoint })
    const deps = await journey({ client: { clientId: 'typed' } })
    const made = await ensureRegistration(login.found(), deps, await registrationOptions())
    expect(made.source).toBe('manual')
    expect(inEnglish(deps.requests[0]?.why ?? '')).toMatch(/answers|refused|connection/i)
  })

  it('S1: a registration address in a more private zone is a safety problem, and nobody types credentials for it', async () => {
    const login = await startLogin()
    const deps = await journey({ client: { clientId: 'typed' } })
    const asked = { ...(await registrationOptions()), reach: { zone: 'public' } } as const
    const problem = await problemOf(ensureRegistration(login.found(), deps, asked))
    expect(problem.code).toBe('zone-crossed')
    expect(deps.requests).toEqual([])
    expect(login.asked).toEqual([])
  })
})

describe('a server that asks for a pause', () => {
  it('R27: 429 with Retry-After is not asked again before its time, and then is', async () => {
    const { work, deps, login, again } = await register((_asked, usual) =>
      login.to('/register').length > 1
        ? usual()
        : { status: 429, headers: { 'retry-after': '120' }, body: { error: 'slow_down' } },
    )
    expect((await work).source).toBe('manual')
    await deps.vault.delete('registration', `${login.origin} by-hand `)
    expect(await problemOf(again())).toMatchObject({ code: 'rate-limited', step: 'registration' })
    expect(login.to('/register')).toHaveLength(1)
    deps.clock.advance(121_000)
    expect((await again()).source).toBe('dcr')
  })

  it('R27: a date works as well, and a year counts as an hour', async () => {
    const { work, deps, login, again } = await register((_asked, usual) =>
      login.to('/register').length > 1
        ? usual()
        : {
            status: 503,
            headers: { 'retry-after': new Date(Date.now() + 31_536_000_000).toUTCString() },
          },
    )
    await work
    await deps.vault.delete('registration', `${login.origin} by-hand `)
    expect((await problemOf(again())).code).toBe('rate-limited')
    deps.clock.advance(3_600_001)
    expect((await again()).source).toBe('dcr')
  })
})
