/** Clients the server forgot: noticed before a browser opens where that is possible, registered anew exactly once (R03). */
import { describe, expect, it } from 'vitest'
import { registerAndSignIn, type JourneyOptions } from '#core/sign-in/register-and-sign-in.ts'
import { journey, options, problemOf } from '../journey.ts'
import { startLogin, type Answer, type Habits } from '../login-server.ts'
import { inEnglish, say } from '#core/say.ts'

async function start(habits: Habits = {}) {
  const login = await startLogin(habits)
  const deps = await journey()
  const asked = await options()
  const again = (more: Partial<JourneyOptions> = {}) =>
    registerAndSignIn(login.found(), deps, { ...asked, ...more })
  return { login, deps, again }
}

describe('a server whose client registry was wiped', () => {
  const pages: readonly [string, Answer | undefined][] = [
    ['JSON with invalid_client', undefined],
    ['a page of its own', { status: 400, body: '<h1>Unknown application</h1>' }],
    ['a JSON error without a code', { status: 404, body: { message: 'client not found' } }],
    [
      'a redirect with the error',
      { status: 302, headers: { location: '/e?error=invalid_client' } },
    ],
  ]
  it.each(pages)(
    'R03: and says it by %s gets one new registration and one page',
    async (_n, says) => {
      const { login, deps, again } = await start()
      await again()
      login.clients.clear()
      login.habits['/authorize'] = ({ query }, usual) =>
        says && !login.clients.has(query.get('client_id') ?? '') ? says : usual()
      await again()
      expect(login.to('/register')).toHaveLength(2)
      // One page per sign-in, none with the dead client.
      expect(deps.opened).toHaveLength(2)
      const [first, second] = deps.opened.map((url) => new URL(url).searchParams.get('client_id'))
      expect(second).not.toBe(first)
      await again()
      expect(login.to('/register')).toHaveLength(2)
    },
  )

  it('R03: noticed only at the token endpoint, is signed in to once more with a new client', async () => {
    const { login, deps, again } = await start()
    const dead = new Set<string>()
    login.habits['/token'] = ({ body }, usual) =>
      dead.has(String(body['client_id']))
        ? { status: 401, body: { error: 'invalid_client' } }
        : usual()
    await again()
    for (const id of login.clients.keys()) dead.add(id)
    await again()
    expect(login.to('/register')).toHaveLength(2)
    expect(deps.opened).toHaveLength(3)
  })

  it('R03: that knows nobody at all does not get a third registration', async () => {
    const { login, deps, again } = await start({
      '/token': () => ({ status: 401, body: { error: 'invalid_client' } }),
    })
    expect((await problemOf(again())).code).toMatch(/^client-/)
    expect(login.to('/register')).toHaveLength(2)
    expect(deps.opened).toHaveLength(2)
  })
})

describe('a sign-in page that cannot be asked ahead', () => {
  it.each([403, 405, 429, 500, 503])('R03: %i says nothing about the client', async (status) => {
    const { login, deps, again } = await start()
    await again()
    login.habits['/authorize'] = (asked, usual) =>
      asked.headers['user-agent']?.startsWith('AIP') === true ? { status } : usual()
    await again()
    expect(login.to('/register')).toHaveLength(1)
    expect(deps.opened).toHaveLength(2)
  })

  it('R03: whose last sign-in never came back is registered at anew, once', async () => {
    const { login, deps, again } = await start()
    await again()
    login.habits['/authorize'] = ({ query }, usual) =>
      query.get('client_id') === deps.opened.map(clientOf)[0] ? { status: 403 } : usual()
    expect((await problemOf(again({ timeLimit: 100 }))).code).toBe('not-completed')
    await again()
    await again()
    expect(login.to('/register')).toHaveLength(2)
  })
})

it('R03: a person’s own credentials are not replaced, but asked for, with the server’s words', async () => {
  const login = await startLogin(
    {
      '/token': () => ({
        status: 401,
        body: { error: 'invalid_client', error_description: 'secret expired' },
      }),
    },
    { registration_endpoint: undefined },
  )
  login.clients.set('typed', [])
  const deps = await journey({ client: { clientId: 'typed', clientSecret: 'old' } })
  const problem = await problemOf(registerAndSignIn(login.found(), deps, await options()))
  expect(problem.code).toBe('client-rejected')
  expect(deps.requests).toHaveLength(2)
  expect(inEnglish(deps.requests[1]?.why ?? '')).toContain('secret expired')
  expect(await deps.vault.keys('registration')).toHaveLength(1)
})

it('R03: the person may ask for a new registration', async () => {
  const { login, deps, again } = await start()
  await again()
  const clientId = deps.opened.map(clientOf)[0] ?? ''
  await again({ forget: { clientId, reason: say('way.asked-anew') } })
  expect(login.to('/register')).toHaveLength(2)
  expect(deps.opened.map(clientOf)[1]).not.toBe(clientId)
})

function clientOf(url: string): string {
  return new URL(url).searchParams.get('client_id') ?? ''
}
