/** `localhost` or `127.0.0.1`: whichever a server takes is found without typing, and remembered (R04). */
import { describe, expect, it } from 'vitest'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import { spellingThatWorked } from '#core/registration/spelling.ts'
import { journey, options, problemOf, type Script } from '../journey.ts'
import { startLogin, type Answer, type Habit } from '../login-server.ts'

type Spelling = '127.0.0.1' | 'localhost'
const refusal: Answer = {
  status: 400,
  headers: { 'content-type': 'text/html' },
  body: '<html>redirect_uri is not allowed</html>',
}

function takesOnly(spelling: Spelling): Habit {
  return ({ query }, usual) =>
    new URL(query.get('redirect_uri') ?? '').hostname === spelling ? usual() : refusal
}

/** A bot guard lets no program look at the page, so that only the person sees the refusal. */
function guarded(habit: Habit): Habit {
  return (asked, usual) =>
    asked.headers['user-agent']?.startsWith('AIP') === true ? { status: 403 } : habit(asked, usual)
}

async function signIn(habit: Habit, typed: boolean, script: Script = {}) {
  const login = await startLogin(
    { '/authorize': habit },
    typed ? { registration_endpoint: undefined } : {},
  )
  login.clients.set('typed', [])
  const deps = await journey({ client: { clientId: 'typed' }, ...script })
  const asked = await options()
  return { login, deps, again: () => registerAndSignIn(login.found(), deps, asked) }
}

describe('a server that takes one spelling only', () => {
  it.each([
    ['127.0.0.1', 'that registered itself', false],
    ['127.0.0.1', 'made by hand', true],
    ['localhost', 'made by hand', true],
  ] as const)('R04: %s, takes a client %s in one page', async (spelling, _name, typed) => {
    const { login, deps, again } = await signIn(takesOnly(spelling), typed)
    await again()
    expect(deps.opened).toHaveLength(1)
    expect(deps.questions).toEqual([])
    expect(spellingThatWorked(login.origin, deps.store)).toBe(spelling)
  })

  it('R04: localhost, takes a client that registered itself in two pages, and the next time in one', async () => {
    const { login, deps, again } = await signIn(takesOnly('localhost'), false)
    await again()
    expect(deps.opened).toHaveLength(2)
    expect(deps.questions).toMatchObject([{ question: 'other-spelling' }])
    expect(spellingThatWorked(login.origin, deps.store)).toBe('localhost')
    await again()
    expect(deps.opened).toHaveLength(3)
    expect(new URL(deps.opened[2] ?? '').searchParams.get('redirect_uri')).toContain('localhost')
    expect(deps.questions).toHaveLength(1)
  })

  it('R04: a refusal only the person can see is pasted, and the other spelling is one click away', async () => {
    const { deps, again } = await signIn(guarded(takesOnly('localhost')), false, {
      pastes: ({ attempt }) =>
        attempt === 1 ? ['https://login.example.com/error?reason=redirect_uri_mismatch'] : [],
    })
    const { notes } = await again()
    expect(deps.questions).toMatchObject([{ question: 'other-spelling' }])
    expect(deps.questions[0]?.text).toMatch(/"127\.0\.0\.1".*"localhost"/)
    expect(deps.opened).toHaveLength(2)
    expect(notes).toMatchObject([{ code: 'callback-spelling' }])
  })

  it('R04: a person who does not want another page is told what to register', async () => {
    const { deps, again } = await signIn(guarded(takesOnly('localhost')), true, {
      says: false,
      pastes: () => ['https://login.example.com/error?reason=redirect_uri_mismatch'],
    })
    expect(await problemOf(again())).toMatchObject({ code: 'redirect-refused', whoseTurn: 'you' })
    expect(deps.opened).toHaveLength(1)
  })
})

it('R04: a server that takes neither shows its page once and does not go on', async () => {
  const { deps, again } = await signIn(() => refusal, true, {
    browser: () => undefined,
    pastes: () => ['https://login.example.com/?error=redirect_uri_mismatch'],
  })
  expect((await problemOf(again())).code).toBe('redirect-refused')
  expect(deps.opened.length).toBeLessThanOrEqual(1)
})
