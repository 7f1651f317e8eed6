/** Which scopes are asked for, and what happens when the server will not have them (C28 to C30, R13). */
import { describe, expect, it } from 'vitest'
import { chooseScopes } from '#core/sign-in/choose-scopes.ts'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import { journey, options, problemOf } from '../journey.ts'
import { back, startLogin, tokens, type Habit } from '../login-server.ts'

describe('the choice', () => {
  interface Case {
    readonly challenge?: string
    readonly pinned?: string
    readonly published?: string[]
    readonly listed?: string[]
    readonly chosen: string[]
  }
  it.each<[string, Case]>([
    [
      'C28: the challenge’s, not what the metadata lists',
      { challenge: 'a b', published: ['c'], chosen: ['a', 'b'] },
    ],
    ['C28: else all the metadata lists', { published: ['c', 'd'], chosen: ['c', 'd'] }],
    ['C28: else none, and the server chooses', { chosen: [] }],
    [
      'C29: the challenge’s even when the metadata does not list it',
      { challenge: 'x', published: ['c'], listed: ['c'], chosen: ['x'] },
    ],
    [
      'R13: the person’s word before the metadata’s',
      { pinned: 'p', published: ['c'], chosen: ['p'] },
    ],
    [
      'R13: the challenge’s and the person’s together',
      { challenge: 'a p', pinned: 'p q', chosen: ['a', 'p', 'q'] },
    ],
    [
      'C30: offline_access where the authorization server lists it',
      { challenge: 'a', listed: ['a', 'offline_access'], chosen: ['a', 'offline_access'] },
    ],
    [
      'C30: no offline_access where it is not listed',
      { published: ['a', 'offline_access'], listed: ['a'], chosen: ['a'] },
    ],
    [
      'C30: offline_access is never asked for alone',
      { listed: ['a', 'offline_access'], chosen: [] },
    ],
    ['repetitions once', { challenge: 'a  a\tb a', chosen: ['a', 'b'] }],
  ])('%s', async (_name, { challenge, pinned, published, listed, chosen }) => {
    const login = await startLogin({}, { scopes_supported: listed })
    const found = login.found({
      scopes: published ?? [],
      ...(challenge !== undefined && { challengeScope: challenge }),
    })
    expect(chooseScopes(found, pinned)).toEqual(chosen)
  })

  it('R09: falls back to the recipe of a known provider', async () => {
    const login = await startLogin()
    expect(chooseScopes(login.found({ issuer: 'https://login.salesforce.com' }))).toEqual([
      'mcp_api',
      'refresh_token',
    ])
  })
})

/** Refuses a request whose scope has a word in it that does not belong there. */
function refuses(word: string): Habit {
  return ({ query }, usual) =>
    (query.get('scope') ?? '').split(' ').includes(word)
      ? back(query, { error: 'invalid_scope', error_description: `${word} is not for you` })
      : usual()
}

async function signIn(habit: Habit, scopes: string[], listed?: string[]) {
  const login = await startLogin({ '/authorize': habit }, { scopes_supported: listed })
  login.clients.set('typed', [])
  const deps = await journey()
  // Not registered just now, so that the page is asked ahead.
  const asked = { ...(await options()), client: { clientId: 'typed' } }
  const work = registerAndSignIn(login.found({ scopes }), deps, asked)
  return { work, deps, login }
}

describe('scopes the server refuses', () => {
  it('R13: offline_access is left out, which is told, and only one page is shown', async () => {
    const { work, deps } = await signIn(refuses('offline_access'), ['read', 'offline_access'])
    const { asked, notes } = await work
    expect(asked).toEqual(['read'])
    expect(notes).toMatchObject([{ code: 'scope-reduced' }])
    expect(notes[0]?.message).toContain('offline_access')
    expect(deps.opened).toHaveLength(1)
  })

  it('R13: offline_access is left out first even where the server lists it', async () => {
    const listed = ['read', 'offline_access']
    const { work } = await signIn(refuses('offline_access'), listed, listed)
    expect((await work).asked).toEqual(['read'])
  })

  it('R13: scopes the server does not list are left out', async () => {
    const { work, deps } = await signIn(refuses('admin'), ['read', 'admin'], ['read'])
    expect((await work).asked).toEqual(['read'])
    expect(deps.told).toContainEqual(
      expect.objectContaining({
        type: 'note',
        note: expect.objectContaining({ code: 'scope-reduced' }),
      }),
    )
  })

  it('R13: when no smaller set is known, the server is left to choose', async () => {
    const { work, login } = await signIn(refuses('read'), ['read'])
    expect((await work).asked).toEqual([])
    expect(login.to('/authorize').at(-1)?.query.has('scope')).toBe(false)
  })

  it('R13: a server that refuses whatever is asked ends in its own words, without a loop', async () => {
    const { work, deps, login } = await signIn(
      ({ query }) => back(query, { error: 'invalid_scope', error_description: 'never' }),
      ['read', 'offline_access'],
    )
    const problem = await problemOf(work)
    expect(problem).toMatchObject({ code: 'scope-refused', details: { said: expect.any(String) } })
    expect(deps.opened.length).toBeLessThanOrEqual(1)
    expect(login.to('/authorize').length).toBeLessThan(8)
  })

  it('R13: a server that sends the person back with invalid_scope gets them once more', async () => {
    const refusing = refuses('offline_access')
    const { work, deps } = await signIn(
      (asked, usual) =>
        asked.headers['user-agent']?.startsWith('AIP') === true
          ? { body: '<html>Sign in</html>' }
          : refusing(asked, usual),
      ['read', 'offline_access'],
    )
    expect((await work).asked).toEqual(['read'])
    expect(deps.opened).toHaveLength(2)
  })
})

it('what was granted counts, not what was asked for', async () => {
  const login = await startLogin({ '/token': () => tokens({ scope: 'read' }) })
  const { result, asked } = await registerAndSignIn(
    login.found({ scopes: ['read', 'write'] }),
    await journey(),
    await options(),
  )
  expect(asked).toEqual(['read', 'write'])
  expect(result.tokens.scopes).toEqual(['read'])
})
