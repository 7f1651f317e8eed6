/** Whole sign-ins at a real authorization server, with a browser that goes through its pages like a person (C20, C26, R04, R22, R24). */
import { afterAll, describe, expect, it } from 'vitest'
import { discover } from '#core/discovery/discover.ts'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import { grantFrom } from '#core/tokens/grant-from.ts'
import { refreshGrant } from '#core/tokens/refresh-grant.ts'
import { revokeGrant } from '#core/tokens/revoke-grant.ts'
import { approveLikeAPerson } from '../../../src-main/sample-servers/approve-like-a-person.ts'
import { startOidcProviderServer } from '../../servers/oidc-provider-server.ts'
import { journey, options } from '../journey.ts'
import { startLogin } from '../login-server.ts'

const server = await startOidcProviderServer()
afterAll(() => server.close())

/** A person who signs in as `account`. */
async function person(account: string) {
  const deps = await journey({ browser: (url) => approveLikeAPerson(url, { account }) })
  const asked = await options()
  const found = await discover(server.url, deps, { signal: asked.signal })
  return { deps, asked, found, signIn: () => registerAndSignIn(found, deps, asked) }
}

async function statusAt(url: string, accessToken: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${accessToken}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
  })
  await response.body?.cancel()
  return response.status
}

describe('at a real authorization server', () => {
  it('a native client registers, signs in with PKCE, and gets tokens the server takes', async () => {
    const { deps, found, signIn } = await person('ada')
    const { result, account } = await signIn()
    expect(found.discovery).toMatchObject({ mode: 'OAuthWithDCR', issuer: server.issuer })
    expect(await statusAt(server.url, result.tokens.accessToken)).not.toBe(401)
    expect(await statusAt(server.url, 'made-up')).toBe(401)
    expect(deps.told.at(-1)).toMatchObject({ type: 'signed-in', account })
    expect(deps.opened).toHaveLength(1)
    expect(new URL(deps.opened[0] ?? '').searchParams.get('code_challenge_method')).toBe('S256')
  })

  it('the grant is refreshed while its refresh token rotates, and is dead after it was revoked', async () => {
    const { deps, found, asked, signIn } = await person('ada')
    const { result, account } = await signIn()
    const grant = grantFrom({
      connectionId: 'c1',
      server: found.server ?? { issuer: '' },
      grantType: 'code',
      result,
      account,
      dpopKey: undefined,
      now: deps.clock.now(),
    })
    const ports = { ...deps, reach: asked.reach, reachOf: () => asked.reach }
    const first = await refreshGrant(ports)(grant, asked.signal)
    if (first.status !== 'refreshed') throw new Error(first.status)
    expect(first.grant.refreshToken).not.toBe(grant.refreshToken)
    expect(await statusAt(server.url, first.grant.accessToken)).not.toBe(401)
    expect(await revokeGrant(first.grant, ports, asked.signal)).toMatchObject({
      refreshToken: 'revoked',
    })
    expect(await refreshGrant(ports)(first.grant, asked.signal)).toMatchObject({
      status: 'refused',
      problem: { code: 'sign-in-expired' },
    })
  })

  it('R24: two people with two connections stay apart', async () => {
    const [ada, grace] = [await person('ada'), await person('grace')]
    const [first, second] = await Promise.all([ada.signIn(), grace.signIn()])
    expect(first.result.tokens.accessToken).not.toBe(second.result.tokens.accessToken)
    expect(first.result.registration.clientId).not.toBe(second.result.registration.clientId)
  })

  it('R03: a registry that was wiped is met with one new registration', async () => {
    const { deps, found, asked, signIn } = await person('ada')
    const { result } = await signIn()
    const { registration } = result
    // What a wiped registry means for this app: it holds an id that nobody there knows.
    for (const key of await deps.vault.keys('registration')) {
      await deps.vault.write('registration', key, {
        ...registration,
        clientId: 'forgotten',
        lastSuccessAt: 1,
      })
    }
    const again = await registerAndSignIn(found, deps, asked)
    expect(again.result.registration.clientId).not.toBe('forgotten')
    expect(deps.opened).toHaveLength(2)
  })

  it('R22: an address pasted from another computer completes the sign-in', async () => {
    const { deps, found, asked } = await person('ada')
    // There, the callback address leads to that computer's own port.
    const elsewhere = await startLogin({ '/callback': () => ({ body: 'Nobody waits here.' }) })
    const callback: typeof deps.callback = {
      listen: () =>
        Promise.resolve({
          redirectUri: `${elsewhere.origin}/callback`,
          port: 0,
          reply: () => new Promise(() => undefined),
          close: () => Promise.resolve(),
        }),
    }
    const guide: typeof deps.guide = {
      ...deps.guide,
      opensBrowser: false,
      async *pasted() {
        await Promise.resolve()
        const shown = deps.told.findLast((each) => each.type === 'sign-in-waiting')
        const page = await approveLikeAPerson(shown?.url ?? '', { account: 'ada' })
        yield page.url
      },
    }
    const { result } = await registerAndSignIn(found, { ...deps, guide, callback }, asked)
    expect(await statusAt(server.url, result.tokens.accessToken)).not.toBe(401)
    expect(deps.opened).toEqual([])
  })
})
