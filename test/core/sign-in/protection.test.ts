/** Servers that do not list PKCE: a question once, a preset for those that are known, and never a sign-in without S256 (C14, C26). */
import { expect, it } from 'vitest'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import { journey, options, problemOf } from '../journey.ts'
import { startLogin } from '../login-server.ts'

const unlisted = { code_challenge_methods_supported: undefined }

it('C14: asks the person, naming the issuer and what it means, and sends S256 all the same', async () => {
  const login = await startLogin({}, unlisted)
  const deps = await journey({ says: true })
  await registerAndSignIn(login.found(), deps, await options())
  expect(deps.questions).toMatchObject([{ question: 'pkce-unlisted' }])
  expect(deps.questions[0]?.text).toContain(login.origin)
  expect(new URL(deps.opened[0] ?? '').searchParams.get('code_challenge_method')).toBe('S256')
})

it('C14: a no stops before anything was sent', async () => {
  const login = await startLogin({}, unlisted)
  const deps = await journey({ says: false })
  const problem = await problemOf(registerAndSignIn(login.found(), deps, await options()))
  expect(problem).toMatchObject({ code: 'pkce-unconfirmed', details: { issuer: login.origin } })
  expect(login.asked).toEqual([])
  expect(deps.opened).toEqual([])
})

it('C14: a yes that was given for this server before is not asked for again', async () => {
  const login = await startLogin({}, unlisted)
  const deps = await journey({ says: false })
  const asked = { ...(await options()), confirmed: ['pkce-unlisted' as const] }
  await registerAndSignIn(login.found(), deps, asked)
  expect(deps.questions).toEqual([])
})

it('C26: a server that ignores the challenge gets the verifier all the same, and one that checks it is satisfied', async () => {
  const login = await startLogin()
  const deps = await journey()
  await registerAndSignIn(login.found(), deps, await options())
  expect(login.to('/token')[0]?.body['code_verifier']).toMatch(/^[\w-]{43}$/)
})
