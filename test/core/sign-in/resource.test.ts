/** Servers that refuse the `resource` parameter: once without it, told once, remembered, and left out of refreshes too (C27, C39, R08). */
import { expect, it } from 'vitest'
import { grantFrom } from '#core/tokens/grant-from.ts'
import { refreshGrant } from '#core/tokens/refresh-grant.ts'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import type { ResourceMode } from '#contract/connection.ts'
import { journey, options, problemOf } from '../journey.ts'
import { back, startLogin, tokens, type Habit } from '../login-server.ts'

const refused = { error: 'invalid_target', error_description: 'No such resource.' }

const atTheSignInPage: Habit = ({ query }, usual) =>
  query.has('resource') ? back(query, refused) : usual()

const atTheTokenEndpoint: Habit = ({ body }, usual) =>
  body['resource'] === undefined ? usual() : { status: 400, body: refused }

const inEntrasWords: Habit = ({ query }, usual) =>
  query.has('resource')
    ? back(query, {
        error: 'invalid_request',
        error_description: 'AADSTS9010010: The resource does not match the scopes.',
      })
    : usual()

async function signIn(habits: Record<string, Habit>, resourceMode?: ResourceMode) {
  const login = await startLogin(habits)
  const deps = await journey()
  const asked = { ...(await options()), ...(resourceMode && { resourceMode }) }
  return { login, deps, again: () => registerAndSignIn(login.found(), deps, asked) }
}

it('C27 C39: is sent to the sign-in page, to the token endpoint and with a refresh', async () => {
  const { login, again } = await signIn({})
  await again()
  const resource = `${login.origin}/mcp`
  expect(login.to('/authorize').at(-1)?.query.get('resource')).toBe(resource)
  expect(login.to('/token')[0]?.body).toMatchObject({
    resource,
    code_verifier: expect.stringMatching(/^[\w-]{43}$/),
  })
})

it.each([
  ['at the sign-in page', { '/authorize': atTheSignInPage }],
  ['at the sign-in page, in the words of Entra', { '/authorize': inEntrasWords }],
])('R08: refused %s, it is left out once and for all', async (_where, habits) => {
  const { login, deps, again } = await signIn(habits)
  const { notes } = await again()
  expect(notes).toMatchObject([{ code: 'resource-left-out' }])
  expect(login.to('/token')[0]?.body).not.toHaveProperty('resource')
  const before = login.to('/authorize').length
  await again()
  const later = login.to('/authorize').slice(before)
  expect(later.length).toBeGreaterThan(0)
  expect(later.some(({ query }) => query.has('resource'))).toBe(false)
  expect(deps.questions).toEqual([])
})

it('R08: refused at the token endpoint, it is left out there, and the next sign-in does without', async () => {
  const { login, deps, again } = await signIn({ '/token': atTheTokenEndpoint })
  const { notes, result } = await again()
  expect(notes).toMatchObject([{ code: 'resource-left-out' }])
  const grant = grantFrom({
    connectionId: 'c1',
    server: login.metadata,
    grantType: 'code',
    result: { ...result, tokens: { ...result.tokens, refreshToken: 'rt' } },
    account: '',
    dpopKey: undefined,
    now: deps.clock.now(),
  })
  login.habits['/token'] = () => tokens()
  const renew = refreshGrant({ ...deps, reachOf: () => ({ zone: 'loopback' }) })
  expect((await renew(grant, new AbortController().signal)).status).toBe('refreshed')
  expect(login.to('/token').at(-1)?.body).toMatchObject({ grant_type: 'refresh_token' })
  expect(login.to('/token').at(-1)?.body).not.toHaveProperty('resource')
  await again()
  expect(login.to('/authorize').at(-1)?.query.has('resource')).toBe(false)
})

it('R08: the person’s word to send it stands, and the problem says what to do', async () => {
  const { login, deps, again } = await signIn({ '/authorize': atTheSignInPage }, 'send')
  const problem = await problemOf(again())
  expect(problem).toMatchObject({ code: 'resource-refused', whoseTurn: 'you' })
  expect(problem.next).toMatch(/\.default/)
  expect(deps.opened).toHaveLength(1)
  expect(login.to('/token')).toEqual([])
})

it('R08: the person’s word to leave it out stands as well', async () => {
  const { login, again } = await signIn({}, 'omit')
  await again()
  expect(login.to('/authorize').some(({ query }) => query.has('resource'))).toBe(false)
  expect(login.to('/token')[0]?.body).not.toHaveProperty('resource')
})
