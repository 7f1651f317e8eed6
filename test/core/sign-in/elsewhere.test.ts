/** Sign-ins that end at the callback of the platform: it is what is registered and sent, and its answer is held to the same checks (decision 7). */
import { describe, expect, it } from 'vitest'
import { approveLikeAPerson } from '../../../src-main/sample-servers/approve-like-a-person.ts'
import { createCallback } from '#adapters/callback.ts'
import { createPopupReplies } from '../../../src-main/electron-shell/popup-replies.ts'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import { journey, options, problemOf } from '../journey.ts'
import { startLogin } from '../login-server.ts'

const callbackUrl = 'https://platform.example.com/integration/oauth/callback'

/** A browser that stops before it asks the platform, as a popup of ours does. */
async function answerOf(url: string): Promise<URL> {
  const last = await approveLikeAPerson(url, { endsAt: callbackUrl })
  return new URL(last.url)
}

describe('a sign-in that ends at the platform', () => {
  it('registers only that address, as a web app, and takes the answer a popup hands over', async () => {
    const login = await startLogin()
    const replies = createPopupReplies(createCallback())
    const deps = await journey({
      callback: replies.callback,
      browser: async (url) => replies.deliver((await answerOf(url)).searchParams),
    })
    const signedIn = await registerAndSignIn(login.found(), deps, {
      ...(await options()),
      callbackUrl,
    })
    expect(signedIn.result.tokens.accessToken).toMatch(/^at-/)
    expect(login.to('/register')[0]?.body).toMatchObject({
      redirect_uris: [callbackUrl],
      application_type: 'web',
    })
    expect(login.to('/token')[0]?.body).toMatchObject({ redirect_uri: callbackUrl })
    expect(new URL(deps.opened[0] ?? '').searchParams.get('redirect_uri')).toBe(callbackUrl)
  })

  it('takes the address the person pastes where no window can watch', async () => {
    const login = await startLogin()
    login.clients.set('c1', [])
    let ended = ''
    const deps = await journey({
      browser: async (url) => void (ended = (await answerOf(url)).href),
      pastes: () => [ended],
    })
    // What is pasted comes when the person has been at the page, not before.
    const guide = {
      ...deps.guide,
      async *pasted() {
        while (ended === '') await new Promise((soon) => setTimeout(soon, 10))
        yield ended
      },
    }
    const asked = { ...(await options()), client: { clientId: 'c1', callbackUrl } }
    const signedIn = await registerAndSignIn(login.found(), { ...deps, guide }, asked)
    expect(signedIn.result.tokens.accessToken).toMatch(/^at-/)
    expect(login.to('/register')).toEqual([])
  })

  it('takes no answer of another state or another issuer', async () => {
    const login = await startLogin({}, { authorization_response_iss_parameter_supported: true })
    login.clients.set('c1', [])
    const replies = createPopupReplies(createCallback())
    const deps = await journey({
      callback: replies.callback,
      browser: async (url) => {
        const { searchParams } = await answerOf(url)
        const foreign = new URLSearchParams(searchParams)
        foreign.set('state', 'foreign')
        replies.deliver(foreign)
        searchParams.set('iss', 'https://attacker.example.com')
        replies.deliver(searchParams)
      },
    })
    const asked = { ...(await options()), client: { clientId: 'c1', callbackUrl } }
    expect(await problemOf(registerAndSignIn(login.found(), deps, asked))).toMatchObject({
      code: 'reply-issuer-mismatch',
    })
    expect(login.to('/token')).toEqual([])
  })

  it('ends with a cancel', async () => {
    const login = await startLogin()
    login.clients.set('c1', [])
    const cancel = new AbortController()
    const deps = await journey({ browser: () => cancel.abort() })
    const asked = {
      ...(await options()),
      signal: cancel.signal,
      client: { clientId: 'c1', callbackUrl },
    }
    expect(await problemOf(registerAndSignIn(login.found(), deps, asked))).toMatchObject({
      code: 'cancelled',
    })
  })
})
