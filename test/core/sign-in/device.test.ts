/** Signing in with a code on another device, as an equal to the browser on this one (RFC 8628, R22). */
import { expect, it } from 'vitest'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import { journey, options, problemOf } from '../journey.ts'
import { startLogin, tokens, type Answer, type Habits } from '../login-server.ts'

const code: Answer = {
  body: {
    device_code: 'dc',
    user_code: 'WDJB-MJHT',
    verification_uri: 'https://login.example.com/device',
    expires_in: 600,
    interval: 1,
  },
}

async function start(token: () => Answer, habits: Habits = {}) {
  const login = await startLogin(
    { '/token': token, '/device': () => code, ...habits },
    // PKCE plays no part here, so a server that does not list it is no question.
    { code_challenge_methods_supported: undefined },
  )
  login.metadata['device_authorization_endpoint'] = `${login.origin}/device`
  const deps = await journey()
  const quick = { ...deps, clock: { ...deps.clock, wait: () => Promise.resolve() } }
  const asked = { ...(await options()), grantType: 'device' } as const
  return { login, deps, asked, work: () => registerAndSignIn(login.found(), quick, asked) }
}

it('R22: shows the code, waits until it was entered, and opens neither browser nor port', async () => {
  let polls = 0
  const { login, deps, work } = await start(() => {
    polls += 1
    return polls < 3 ? { status: 400, body: { error: 'authorization_pending' } } : tokens()
  })
  const { result } = await work()
  expect(result.tokens.accessToken).toMatch(/^at-/)
  expect(deps.told).toContainEqual(
    expect.objectContaining({
      type: 'device-code',
      userCode: 'WDJB-MJHT',
      verificationUri: 'https://login.example.com/device',
    }),
  )
  expect(deps.opened).toEqual([])
  expect(deps.questions).toEqual([])
  expect(login.to('/register')[0]?.body['grant_types']).toContain(
    'urn:ietf:params:oauth:grant-type:device_code',
  )
  expect(login.to('/authorize')).toEqual([])
})

it('R03: with a client the server forgot registers anew once', async () => {
  const dead = new Set<string>()
  const { login, work } = await start(() => tokens(), {
    '/device': ({ body }) =>
      dead.has(String(body['client_id']))
        ? { status: 401, body: { error: 'invalid_client' } }
        : code,
  })
  await work()
  for (const id of login.clients.keys()) dead.add(id)
  await work()
  expect(login.to('/register')).toHaveLength(2)
})

it('R15: that is cancelled ends as cancelled', async () => {
  const cancel = new AbortController()
  const { login, deps, asked } = await start(() => {
    cancel.abort()
    return { status: 400, body: { error: 'authorization_pending' } }
  })
  const clock = { ...deps.clock, wait: () => Promise.resolve() }
  const work = registerAndSignIn(
    login.found(),
    { ...deps, clock },
    { ...asked, signal: cancel.signal },
  )
  expect((await problemOf(work)).code).toBe('cancelled')
})

it('that the person refuses says so', async () => {
  const { work } = await start(() => ({ status: 400, body: { error: 'access_denied' } }))
  expect((await problemOf(work())).code).toBe('sign-in-refused')
})
