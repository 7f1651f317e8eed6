/** What a sign-in popup loads, refuses, hands over, and takes for its end. */
import { describe, expect, it } from 'vitest'
import { refusesEmbedded } from '../../../src-main/electron-shell/policy/embedded-refusals.ts'
import { decidePage, popupTitle } from '../../../src-main/electron-shell/policy/sign-in-page.ts'
import type { SignInPage } from '../../../src-main/electron-shell/policy/sign-in-page.ts'

const platformCallback = 'https://platform.example.com/integration/oauth/callback'
const callback = 'http://127.0.0.1:28463/callback'
const pageFor = (redirectUri: string): SignInPage => ({
  signInUrl: `https://login.example.com/authorize?state=s1&redirect_uri=${encodeURIComponent(redirectUri)}`,
  platformCallback,
})
const decide = (address: string, isMainFrame = true, page = pageFor(callback)) =>
  decidePage(page, { address, isMainFrame })

describe('a sign-in popup', () => {
  it.each([
    'https://login.example.com/authorize?x=1',
    'https://sso.company.example:8443/adfs/ls',
    `${callback}?code=c&state=s1`,
    'http://localhost:28463/callback?error=access_denied',
    'http://[::1]:28463/callback',
    'about:blank',
  ])('loads %s', (address) => expect(decide(address)).toEqual({ kind: 'load' }))

  it.each([
    ['http://login.example.com/', 'not-encrypted'],
    ['http://10.0.0.5/login', 'not-encrypted'],
    ['http://127.0.0.1.example.com/', 'not-encrypted'],
    ['file:///etc/passwd', 'other-program'],
    ['javascript:alert(1)', 'other-program'],
    ['data:text/html,hello', 'other-program'],
    ['blob:https://login.example.com/1', 'other-program'],
    ['aip-app://window/index.html', 'other-program'],
    ['aip-desktop://add?url=https://x.example', 'other-program'],
    ['msteams:l/chat', 'other-program'],
    ['devtools://devtools/x', 'other-program'],
    ['chrome://settings', 'other-program'],
    ['https://user:secret@login.example.com/', 'unreadable'],
    ['https://', 'unreadable'],
  ])('refuses %s', (address, reason) => expect(decide(address)).toEqual({ kind: 'refuse', reason }))

  it.each(['blob:https://login.example.com/1', 'data:text/html,x', 'about:srcdoc'])(
    'lets frames inside a page hold %s',
    (address) => expect(decide(address, false)).toEqual({ kind: 'load' }),
  )

  it.each(['file:///etc/passwd', 'aip-app://window/index.html', 'http://router.lan/'])(
    'refuses %s in frames too',
    (address) => expect(decide(address, false).kind).toBe('refuse'),
  )

  it('hands over where embedded browsers are refused', () => {
    const google = 'https://accounts.google.com/o/oauth2/v2/auth?client_id=x'
    expect(decide(google)).toEqual({ kind: 'hand-over' })
    // An invisible frame of a login page is no sign-in.
    expect(decide(google, false)).toEqual({ kind: 'load' })
  })

  it.each([
    'https://accounts.google.com.example.com/',
    'https://example.com/accounts.google.com',
    'https://www.google.com/',
  ])('takes %s for no such page', (address) => {
    expect(refusesEmbedded(new URL(address))).toBe(false)
  })
})

describe('the callback of the platform', () => {
  const page = pageFor(platformCallback)

  it('ends a sign-in that was sent there, and is not loaded', () => {
    const reached = `${platformCallback}?code=c1&state=s1`
    expect(decide(reached, true, page)).toEqual({ kind: 'reply', query: '?code=c1&state=s1' })
  })

  it.each([
    ['another state', `${platformCallback}?code=c&state=s2`],
    ['two states', `${platformCallback}?code=c&state=s1&state=s1`],
    ['no state', `${platformCallback}?code=c`],
    ['nothing', platformCallback],
    ['a fragment', `${platformCallback}#code=c&state=s1`],
  ])('is not loaded with %s either', (_why, address) => {
    expect(decide(address, true, page)).toMatchObject({ kind: 'refuse' })
  })

  it('is not loaded in a frame, where it is no answer', () => {
    const reached = `${platformCallback}?code=c1&state=s1`
    expect(decide(reached, false, page)).toMatchObject({ kind: 'refuse' })
  })

  it.each([
    ['another path', 'https://platform.example.com/integration/oauth/callback/x?code=c&state=s1'],
    ['another host', 'https://other.example.com/integration/oauth/callback?code=c&state=s1'],
    ['another port', 'https://platform.example.com:444/integration/oauth/callback?state=s1'],
  ])('is only a page with %s', (_why, address) => {
    expect(decide(address, true, page)).toEqual({ kind: 'load' })
  })

  it('is only a page for a sign-in that was sent elsewhere', () => {
    const { signInUrl } = page
    const reached = `${platformCallback}?code=c1&state=s1`
    expect(decide(reached, true, { signInUrl })).toEqual({ kind: 'load' })
  })
})

describe('the title of a popup', () => {
  it.each([
    ['https://login.example.com/a/b?c=d', 'login.example.com – AIP Desktop'],
    ['https://login.example.com:8443/', 'login.example.com:8443 – AIP Desktop'],
    ['http://127.0.0.1:28463/callback?code=x', 'http://127.0.0.1:28463 – AIP Desktop'],
    // What looks like another host in another script is shown as it is written on the wire.
    ['https://ex\u0430mple.com/', 'xn--exmple-4nf.com – AIP Desktop'],
    ['about:blank', '… – AIP Desktop'],
  ])('for %s is %s', (address, title) => {
    expect(popupTitle(address, 'AIP Desktop')).toBe(title)
  })
})
