/** What only a signed-in tester can see: tokens, codes, refresh and sign-out. */
import { describe, expect, it } from 'vitest'
import { at, withHeaders, withMembers, type Fault } from '../../servers/faulty-server.ts'
import { startFaulty } from './start-faulty.ts'
import { complaintsOf, reportOn, statusOf } from './report-on.ts'

const always = 'warn challenge-names-scope'

async function reportAbout(fault: Fault) {
  return reportOn(await startFaulty(fault), { signIn: true })
}

/** Requests to `/token` of one kind get an answer of the test. */
function onToken(
  matches: (form: URLSearchParams, earlier: readonly URLSearchParams[]) => boolean,
  answer: () => Response,
): Fault {
  const earlier: URLSearchParams[] = []
  return async (request, right) => {
    if (new URL(request.url).pathname !== '/token' || request.method !== 'POST') return right()
    const form = new URLSearchParams(await request.clone().text())
    const matched = matches(form, earlier)
    earlier.push(form)
    return matched ? answer() : right()
  }
}

const tokens = () =>
  Response.json(
    { access_token: 'made-up', token_type: 'Bearer', expires_in: 60, refresh_token: 'made-up' },
    { headers: { 'cache-control': 'no-store' } },
  )
const sameBefore = (name: string) => (form: URLSearchParams, earlier: readonly URLSearchParams[]) =>
  form.has(name) &&
  form.get(name) !== 'this-was-never-issued' &&
  earlier.some((each) => each.get(name) === form.get(name))

describe('check-server with a sign-in', () => {
  it('has nothing to say against a right server', async () => {
    const report = await reportAbout((_, right) => right())
    expect(complaintsOf(report)).toEqual([always])
    expect(statusOf(report, 'token-works')).toBe('pass')
    expect(statusOf(report, 'revocation-ends-access')).toBe('pass')
  })

  it.each<[string, Fault, string[]]>([
    ['a code that works twice', onToken(sameBefore('code'), tokens), ['fail code-works-once']],
    [
      'a verifier that nobody looks at',
      onToken(
        (form) =>
          form.get('code_verifier')?.startsWith('wrong') === true &&
          form.get('code') !== 'this-was-never-issued',
        tokens,
      ),
      ['fail code-needs-its-verifier'],
    ],
    [
      'refresh tokens that stay valid',
      onToken(sameBefore('refresh_token'), tokens),
      ['warn used-refresh-token-refused'],
    ],
    [
      'no refresh token',
      withMembers('/token', { refresh_token: undefined }),
      ['warn refresh-token-given'],
    ],
    [
      'tokens that may be cached',
      withHeaders('/token', { 'cache-control': '' }),
      ['fail tokens-are-not-cached'],
    ],
    [
      'a lifetime that is text',
      withMembers('/token', { expires_in: '3600' }),
      ['warn token-lifetime-named'],
    ],
    [
      'a revocation that does nothing',
      async (request, right) =>
        request.url.endsWith('/revoke') ? new Response(null, { status: 200 }) : right(),
      ['fail revoked-refresh-token-is-dead', 'warn revocation-ends-access'],
    ],
    [
      'tokens in the address',
      async (request, right) => {
        const token = new URL(request.url).searchParams.get('access_token')
        if (token === null || token === '') return right()
        const headers = new Headers(request.headers)
        headers.set('authorization', `Bearer ${token}`)
        const body = await request.text()
        return right(new Request(request.url, { method: request.method, headers, body }))
      },
      ['warn token-in-address-does-not-count'],
    ],
    [
      'a server that does not take the tokens of its own authorization server',
      async (request, right) => {
        if (new URL(request.url).pathname !== '/mcp') return right()
        const headers = new Headers(request.headers)
        headers.delete('authorization')
        const body = request.method === 'GET' ? null : await request.text()
        return right(new Request(request.url, { method: request.method, headers, body }))
      },
      ['fail token-works', 'warn wrong-token-is-named'],
    ],
    [
      'a promise to name the issuer that is not kept',
      at('/authorize', (answer, request) => {
        const location = answer.headers.get('location')
        if (location === null || request.method !== 'POST') return answer
        const target = new URL(location)
        target.searchParams.delete('iss')
        return Response.redirect(target, 303)
      }),
      ['fail sign-in-works', 'warn reply-names-issuer'],
    ],
  ])('finds %s', async (_, fault, expected) => {
    const found = complaintsOf(await reportAbout(fault)).filter((each) => each !== always)
    expect(found).toEqual(expected)
  })
})
