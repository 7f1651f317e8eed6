/** Whose reply it is, who sent it, and what it says: nothing that is wrong gets as far as a token endpoint (C31, C32, C35 to C38, R07). */
import { describe, expect, it } from 'vitest'
import type { ServerMetadata } from '#contract/discovery.ts'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import { readReply } from '#core/sign-in/authorization-reply.ts'
import { browse, journey, options, problemOf } from '../journey.ts'
import { back, startLogin, type Habit } from '../login-server.ts'

const promised = { authorization_response_iss_parameter_supported: true }

/** A whole sign-in whose reply carries `parameters` beside the state. */
async function replied(
  parameters: (origin: string) => Record<string, string>,
  metadata: Partial<ServerMetadata> = {},
  habits: Record<string, Habit> = {},
) {
  const login = await startLogin(
    { '/authorize': ({ query }) => back(query, parameters(login.origin)), ...habits },
    metadata,
  )
  const deps = await journey()
  const asked = { ...(await options()), client: { clientId: 'c1' } }
  return { login, deps, work: registerAndSignIn(login.found(), deps, asked) }
}

const good: Record<string, Habit> = { '/authorize': (_asked, usual) => usual() }

describe('the issuer in the reply', () => {
  it('C35: named by a server that promised to is accepted', async () => {
    const login = await startLogin({}, promised)
    login.clients.set('c1', [])
    const asked = { ...(await options()), client: { clientId: 'c1' } }
    const signedIn = await registerAndSignIn(login.found(), await journey(), asked)
    expect(signedIn.result.tokens.accessToken).toMatch(/^at-/)
  })

  it('C35: named although not promised, and right, is accepted; not named and not promised too', async () => {
    for (const parameters of [(iss: string) => ({ iss }), () => ({})]) {
      const login = await startLogin({
        '/authorize': (asked, usual) => {
          const code = new URL(usual().headers?.['location'] ?? '').searchParams.get('code') ?? ''
          return back(asked.query, { code, ...parameters(login.origin) })
        },
      })
      login.clients.set('c1', [])
      const asked = { ...(await options()), client: { clientId: 'c1' } }
      await registerAndSignIn(login.found(), await journey(), asked)
      expect(login.to('/token')).toHaveLength(1)
    }
  })

  it('C35 C38: promised and missing is refused, and the code goes nowhere', async () => {
    const { work, login } = await replied(() => ({ code: 'stolen' }), promised)
    expect(await problemOf(work)).toMatchObject({
      code: 'reply-issuer-missing',
      whoseTurn: 'server-owner',
    })
    expect(login.to('/token')).toEqual([])
  })

  it.each<[string, (origin: string) => string]>([
    ['of somebody else', () => 'https://attacker.example'],
    ['with a slash more', (origin) => `${origin}/`],
    ['in capitals', (origin) => origin.toUpperCase()],
    ['with another spelling of the host', (origin) => origin.replace('127.0.0.1', 'localhost')],
    ['percent-encoded', (origin) => origin.replaceAll(':', '%3A')],
    ['that is empty', () => ''],
  ])('C35 C36 C38: %s is refused, and the code goes nowhere', async (_name, iss) => {
    for (const metadata of [promised, {}]) {
      const { work, login } = await replied(
        (origin) => ({ code: 'stolen', iss: iss(origin) }),
        metadata,
      )
      expect((await problemOf(work)).code).toBe('reply-issuer-mismatch')
      expect(login.to('/token')).toEqual([])
    }
  })

  it('C37: of somebody else takes its error words along: they are neither shown nor acted on', async () => {
    const { work, deps } = await replied(() => ({
      iss: 'https://attacker.example',
      error: 'invalid_scope',
      error_description: 'call-this-number',
      error_uri: 'https://attacker.example/help',
    }))
    const problem = await problemOf(work)
    expect(problem.code).toBe('reply-issuer-mismatch')
    expect(JSON.stringify([problem, deps.told])).not.toMatch(
      /call-this-number|attacker\.example\/help|invalid_scope/,
    )
    expect(deps.opened).toHaveLength(1)
  })

  it('C37: promised and missing keeps error words back as well', async () => {
    const { work } = await replied(
      () => ({ error: 'access_denied', error_description: 'call-this-number' }),
      promised,
    )
    const problem = await problemOf(work)
    expect(problem.code).toBe('reply-issuer-missing')
    expect(JSON.stringify(problem)).not.toContain('call-this-number')
  })
})

describe('reading a reply', () => {
  const request = {
    url: '',
    issuer: 'https://login.example.com',
    state: 'right',
    verifier: '',
    redirectUri: '',
    resource: '',
    scopes: [],
  }
  const read = (query: string, server: Partial<ServerMetadata> = {}) =>
    problemOf(
      (async () =>
        readReply(new URLSearchParams(query), request, { issuer: request.issuer, ...server }))(),
    )

  it.each(['code=c', 'code=c&state=wrong', 'code=c&state=right&state=right', 'code=c&state='])(
    'C32: %s is no reply to this sign-in',
    async (query) => {
      expect((await read(query)).code).toBe('reply-state-mismatch')
    },
  )

  it('C35: an issuer named twice is no issuer, even when both are right', async () => {
    const iss = encodeURIComponent(request.issuer)
    expect((await read(`code=c&state=right&iss=${iss}&iss=${iss}`)).code).toBe(
      'reply-issuer-mismatch',
    )
  })

  it('C31 C36: is held to the recorded issuer, not to what the metadata says by now', async () => {
    const query = 'code=c&state=right&iss=https%3A%2F%2Fother.example'
    expect((await read(query, { issuer: 'https://other.example' })).code).toBe(
      'reply-issuer-mismatch',
    )
  })

  it.each(['state=right', 'state=right&code=', 'state=right&code=a&code=b'])(
    '%s has no usable code',
    async (query) => {
      expect((await read(query)).code).toBe('authorization-server-error')
    },
  )

  it('an error beside a code is an error', () => {
    const query = new URLSearchParams('state=right&code=c&error=access_denied')
    expect(readReply(query, request, { issuer: request.issuer })).toMatchObject({
      status: 'refused',
      error: 'access_denied',
    })
  })
})

describe('the state in the reply', () => {
  it('C32 R25: a callback with a wrong state is answered 400, and the real one still completes', async () => {
    const login = await startLogin(good)
    login.clients.set('c1', [])
    const asked = { ...(await options()), client: { clientId: 'c1' } }
    const forged: number[] = []
    const deps = await journey({
      browser: async (url) => {
        for (const query of ['code=forged&state=wrong', 'code=forged', 'error=access_denied']) {
          const address = `http://127.0.0.1:${asked.ports[0]}/callback?${query}`
          const response = await fetch(address, { headers: { connection: 'close' } })
          forged.push(response.status)
        }
        await browse(url)
      },
    })
    await registerAndSignIn(login.found(), deps, asked)
    expect(forged).toEqual([400, 400, 400])
    expect(login.to('/token').map((each) => each.body['code'])).not.toContain('forged')
  })
})

describe('a sign-in that was refused', () => {
  it.each([
    ['access_denied', 'sign-in-refused', 'you'],
    ['unauthorized_client', 'client-unknown', 'you'],
    ['login_required', 'sign-in-refused', 'you'],
    ['server_error', 'authorization-server-error', 'server-owner'],
    ['temporarily_unavailable', 'authorization-server-error', 'server-owner'],
    ['unsupported_response_type', 'authorization-server-error', 'server-owner'],
    ['moon_phase', 'authorization-server-error', 'server-owner'],
  ])('%s is %s', async (error, code, whoseTurn) => {
    // The refusal comes after the person saw the page: asked ahead, the page is fine.
    const habit: Habit = ({ query, headers }) =>
      headers['user-agent']?.startsWith('AIP') === true
        ? { body: '<html>Sign in</html>' }
        : back(query, { error, error_description: 'the words of the server' })
    const { work, login } = await replied(() => ({}), {}, { '/authorize': habit })
    const problem = await problemOf(work)
    expect(problem).toMatchObject({ code, whoseTurn, details: { error } })
    expect(problem.details?.['said']).toBe('the words of the server')
    expect(login.to('/token')).toEqual([])
  })
})
