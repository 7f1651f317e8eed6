/** Wrong behaviour at registration, at the sign-in page and at the token endpoint is found, each by its own rule. */
import { describe, expect, it } from 'vitest'
import { at, withHeaders, withMembers, type Fault } from '../../servers/faulty-server.ts'
import { startFaulty } from './start-faulty.ts'
import { complaintsOf, reportOn, statusOf } from './report-on.ts'

const always = 'warn challenge-names-scope'

async function complaintsAbout(fault: Fault): Promise<string[]> {
  return complaintsOf(await reportOn(await startFaulty(fault))).filter((each) => each !== always)
}

/** Registers whatever redirect address matches, by showing the right server a good one in its place. */
function registering(address: RegExp): Fault {
  return async (request, right) => {
    if (new URL(request.url).pathname !== '/register') return right()
    const text = await request.text()
    const changed = address.test(text)
      ? text.replace(/"redirect_uris":\[[^\]]*\]/, '"redirect_uris":["http://127.0.0.1/x"]')
      : text
    const { method, headers } = request
    return right(new Request(request.url, { method, headers, body: changed }))
  }
}

/** Passes another query to the authorization endpoint of the right server. */
function authorizing(change: (query: URLSearchParams) => void): Fault {
  return async (request, right) => {
    const url = new URL(request.url)
    if (url.pathname !== '/authorize' || request.method !== 'GET') return right()
    change(url.searchParams)
    return right(new Request(url))
  }
}

const goodRedirect = 'http://127.0.0.1:28463/callback'

describe('check-server with test clients', () => {
  it('has nothing to say against a right server', async () => {
    expect(await complaintsAbout((_, right) => right())).toEqual([])
  })

  it.each<[string, Fault, string[]]>([
    [
      'registration for approved apps only',
      at('/register', () => new Response('Forbidden', { status: 403 })),
      [
        'fail registers-native-clients',
        'fail registration-errors-are-named',
        'warn registers-localhost',
      ],
    ],
    [
      '200 instead of 201',
      at('/register', async (answer) =>
        answer.ok
          ? Response.json(await answer.json(), { headers: { 'cache-control': 'no-store' } })
          : answer,
      ),
      ['fail registration-answers-201'],
    ],
    [
      'an answer that forgets what was registered',
      withMembers('/register', { redirect_uris: undefined }),
      ['fail registration-is-echoed'],
    ],
    [
      'a secret nobody asked for, which runs out',
      at('/register', async (answer) => {
        if (!answer.ok) return answer
        const secret = { client_secret: 'x', client_secret_expires_at: 2_000_000_000 }
        const document = { ...((await answer.json()) as object), ...secret }
        return Response.json(document, { status: 201, headers: { 'cache-control': 'no-store' } })
      }),
      ['warn public-client-stays-public', 'warn secret-lifetime-named'],
    ],
    [
      'answers that may be cached',
      withHeaders('/register', { 'cache-control': '' }),
      ['warn registration-is-not-cached'],
    ],
    [
      'scripts as callback addresses',
      registering(/javascript:/),
      ['fail refuses-script-addresses'],
    ],
    ['callbacks without encryption', registering(/http:..app/), ['fail refuses-plain-http']],
    ['fragments', registering(/#part/), ['fail refuses-fragments']],
    ['no callback address', registering(/"redirect_uris":\[\]/), ['warn refuses-no-address']],
    [
      'errors in its own words',
      at('/register', (answer) =>
        answer.ok ? answer : Response.json({ error: 'nope' }, { status: 400 }),
      ),
      ['fail registration-errors-are-named'],
    ],
    [
      'an unknown client that is sent back to the callback',
      async (request, right) => {
        const { searchParams } = new URL(request.url)
        return searchParams.get('client_id') === 'nobody-registered-this'
          ? Response.redirect(`${searchParams.get('redirect_uri')}?error=invalid_client`, 303)
          : right()
      },
      ['fail unknown-client-ends-here'],
    ],
    [
      'an open redirect',
      async (request, right) => {
        const { searchParams } = new URL(request.url)
        return searchParams.get('redirect_uri')?.includes('attacker') === true
          ? Response.redirect(`${searchParams.get('redirect_uri')}?error=invalid_request`, 303)
          : right()
      },
      ['fail foreign-address-ends-here'],
    ],
    [
      'callback addresses compared by their beginning',
      authorizing((query) => {
        const asked = query.get('redirect_uri') ?? ''
        if (asked.endsWith('/more')) query.set('redirect_uri', goodRedirect)
      }),
      ['fail addresses-compared-exactly'],
    ],
    [
      'ports that are compared',
      authorizing((query) => {
        const asked = new URL(query.get('redirect_uri') ?? goodRedirect)
        if (asked.port === '49817') query.set('client_id', 'unknown')
      }),
      ['fail loopback-port-may-vary'],
    ],
    [
      'sign-ins without PKCE',
      authorizing((query) => {
        if (query.has('code_challenge')) return
        query.set('code_challenge', 'x'.repeat(43))
        query.set('code_challenge_method', 'S256')
      }),
      ['warn pkce-is-required'],
    ],
    [
      'errors that forget the state',
      authorizing((query) => query.delete('state')),
      ['fail error-reply-returns-state'],
    ],
    [
      'a login page in anybody’s frame',
      withHeaders('/authorize', { 'content-security-policy': '' }),
      ['warn login-page-not-framed'],
    ],
    [
      'a token endpoint that answers everything with invalid_client',
      at('/token', () => Response.json({ error: 'invalid_client' }, { status: 401 })),
      ['fail unknown-grant-refused', 'fail wrong-code-refused', 'fail wrong-refresh-token-refused'],
    ],
    [
      'errors with status 200, as text',
      at('/token', () => new Response('error=invalid_grant', { status: 200 })),
      [
        'fail token-errors-are-json',
        'fail unknown-client-refused',
        'fail unknown-grant-refused',
        'fail wrong-code-refused',
        'fail wrong-refresh-token-refused',
        'warn token-endpoint-takes-post-only',
      ],
    ],
    [
      'a revocation endpoint that complains about unknown tokens',
      at('/revoke', () => Response.json({ error: 'invalid_token' }, { status: 400 })),
      ['fail revocation-of-unknown-token'],
    ],
  ])('finds %s', async (_, fault, expected) => {
    expect(await complaintsAbout(fault)).toEqual(expected)
  })

  it('cannot see through a login that comes before everything', async () => {
    const login = Response.redirect.bind(Response, 'https://login.example.com/', 302)
    const report = await reportOn(await startFaulty(at('/authorize', () => login())))
    for (const id of [
      'unknown-client-ends-here',
      'foreign-address-ends-here',
      'pkce-is-required',
    ]) {
      expect(statusOf(report, id)).toBe('skip')
    }
  })
})
