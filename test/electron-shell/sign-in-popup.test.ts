/** Sign-in popups over a fake Electron: what their pages can reach, how they end, what is left behind. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Preferences } from '#contract/preferences.ts'
import { isProblem } from '#core/app-error.ts'
import type { SignInWindow } from '#core/ports.ts'
import { lockDown } from '../../src-main/electron-shell/lockdown.ts'
import { textsFor } from '../../src-main/electron-shell/policy/texts.ts'
import { createShellSignIn } from '../../src-main/electron-shell/sign-in-window.ts'
import { clickItem, createFakeElectron } from './fake-electron.ts'
import type { FakeWindow } from './fake-window.ts'

const platformCallback = 'https://platform.example.com/integration/oauth/callback'
const signInUrl = 'https://login.example.com/authorize?state=s1'
const texts = textsFor('en', [])

function stand(preferences: Partial<Preferences> = {}, platform: NodeJS.Platform = 'linux') {
  const fake = createFakeElectron({ platform })
  const outside: string[] = []
  const replies: string[] = []
  const systemBrowser: SignInWindow = {
    async show(url) {
      outside.push(url)
      return { closed: new Promise(() => undefined), close: () => undefined }
    },
  }
  const signIn = createShellSignIn(fake.electron, {
    lockdown: lockDown(fake.electron),
    systemBrowser,
    platform,
    environment: { HTTPS_PROXY: 'http://proxy.example.com:3128' },
    preferences: () => Preferences.parse(preferences),
    texts: () => texts,
    deliver: (reply) => void replies.push(reply.toString()),
    log: { write: () => undefined },
  })
  const cancel = new AbortController()
  const open = async (url = signInUrl, watchFor?: string): Promise<FakeWindow> => {
    await signIn.show(url, cancel.signal, { plainHttp: false, ...(watchFor && { watchFor }) })
    const window = fake.windows.at(-1)
    if (!window) throw new Error('no popup was opened')
    return window
  }
  return { fake, outside, replies, signIn, cancel, open }
}

describe('a sign-in popup', () => {
  it('opens the page in the sandbox, without a preload script and without Node', async () => {
    const { open } = stand()
    const { options, loaded } = await open()
    expect(loaded).toEqual([signInUrl])
    expect(options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      devTools: false,
    })
    expect(options.webPreferences).not.toHaveProperty('preload')
  })

  it('has a session in memory of its own, behind the same proxy as everything else', async () => {
    const { fake, open } = stand()
    const first = await open()
    const second = await open()
    expect(first.webContents.session).not.toBe(second.webContents.session)
    for (const { session } of [first.webContents, second.webContents]) {
      expect(session.partition.startsWith('persist:')).toBe(false)
      expect(session.proxy).toMatchObject({ proxyRules: 'https=http://proxy.example.com:3128' })
    }
    expect(fake.sessions.size).toBe(2)
  })

  it('can neither see our window’s files nor ask for a permission nor download', async () => {
    const { open } = stand()
    const { webContents } = await open()
    const { session } = webContents
    expect(session.handlers).toEqual({})
    expect(webContents.goesTo('aip-app://window/index.html')).toBe(false)
    expect(session.permissionCheck?.(null, 'media', signInUrl, {} as never)).toBe(false)
    expect(session.devicePermission?.({} as never)).toBe(false)
    const download = { prevented: false, preventDefault: () => void (download.prevented = true) }
    session.emit('will-download', download)
    expect(download.prevented).toBe(true)
    expect(session.certificateVerifyProc).toBeUndefined()
  })

  it('shows whose page it is and lets no page choose the title', async () => {
    const { open } = stand()
    const popup = await open()
    popup.webContents.goesTo('https://sso.company.example/login')
    expect(popup.title).toBe('sso.company.example – AIP Desktop')
    const event = { prevented: false, preventDefault: () => void (event.prevented = true) }
    popup.emit('page-title-updated', event)
    expect(event.prevented).toBe(true)
  })

  it('reaches the loopback callback', async () => {
    const { open } = stand()
    const { webContents } = await open()
    const callback = 'http://127.0.0.1:28463/callback?code=c&state=s1'
    expect(webContents.goesTo(callback, { redirect: true })).toBe(true)
  })

  it('closes and forgets everything when the sign-in is over', async () => {
    const { signIn, cancel, fake } = stand()
    const popup = await signIn.show(signInUrl, cancel.signal)
    popup.close()
    const window = fake.windows[0]
    expect(window?.destroyed).toBe(true)
    expect(window?.webContents.session.cleared).toEqual(['storage', 'cache'])
  })

  it('closes when the sign-in is cancelled', async () => {
    const { open, cancel } = stand()
    const popup = await open()
    cancel.abort()
    expect(popup.destroyed).toBe(true)
  })

  it('tells that the person closed it, and nothing of the kind when it ended itself', async () => {
    const { signIn, cancel, fake } = stand()
    const first = await signIn.show(signInUrl, cancel.signal)
    fake.windows[0]?.close()
    await expect(first.closed).resolves.toBeUndefined()
    const second = await signIn.show(signInUrl, cancel.signal)
    second.close()
    const still = await Promise.race([second.closed.then(() => 'told'), nextTurn('silent')])
    expect(still).toBe('silent')
  })
})

describe('the way to the person’s own browser', () => {
  it('is taken at once for hosts that refuse embedded browsers', async () => {
    const { signIn, outside, fake, cancel } = stand()
    const google = 'https://accounts.google.com/o/oauth2/v2/auth?state=x'
    await signIn.show(google, cancel.signal)
    expect(outside).toEqual([google])
    expect(fake.windows).toEqual([])
  })

  it('is taken from the beginning when a page in the middle refuses', async () => {
    const { open, outside } = stand()
    const popup = await open()
    expect(popup.webContents.goesTo('https://accounts.google.com/signin')).toBe(false)
    await nextTurn()
    expect(outside).toEqual([signInUrl])
    expect(popup.destroyed).toBe(true)
  })

  it('is taken when a “sign in with” button opens such a page', async () => {
    const { open, outside } = stand()
    const popup = await open()
    expect(popup.webContents.opens('https://accounts.google.com/signin').action).toBe('deny')
    await nextTurn()
    expect(outside).toEqual([signInUrl])
  })

  it('is one click away', async () => {
    const { open, outside } = stand()
    const popup = await open()
    clickItem(popup.menu, texts.openInBrowser)
    await nextTurn()
    expect(outside).toEqual([signInUrl])
    expect(popup.destroyed).toBe(true)
  })

  it('is in the context menu on macOS, where windows have no menu', async () => {
    const { open, outside, fake } = stand({}, 'darwin')
    const popup = await open()
    popup.webContents.emit('context-menu')
    clickItem(fake.menus.at(-1), texts.openInBrowser)
    await nextTurn()
    expect(outside).toEqual([signInUrl])
  })

  it('is the person’s choice for all', async () => {
    const { signIn, outside, fake, cancel } = stand({ signInWith: 'system-browser' })
    await signIn.show(signInUrl, cancel.signal)
    expect(outside).toEqual([signInUrl])
    expect(fake.windows).toEqual([])
  })

  it.each([
    ['http://login.example.com/', texts.pageNotEncrypted],
    ['okta-verify://authenticate', texts.pageOtherProgram],
  ])('is offered when the page leads to %s', async (address, detail) => {
    const { open, outside, fake } = stand()
    const popup = await open()
    fake.answers.push(1)
    expect(popup.webContents.goesTo(address)).toBe(false)
    await nextTurn()
    await nextTurn()
    expect(fake.questions[0]?.detail).toBe(detail)
    expect(outside).toEqual([signInUrl])
  })

  it('is offered when a certificate is refused', async () => {
    const { open, outside, fake } = stand()
    const popup = await open()
    popup.webContents.emit('did-fail-load', {}, -202, 'ERR_CERT_AUTHORITY_INVALID', 'x', true)
    await nextTurn()
    expect(fake.questions[0]?.detail).toBe(texts.pageCertificate)
    expect(outside).toEqual([])
    expect(popup.destroyed).toBe(false)
  })
})

describe('what a sign-in page may do besides', () => {
  it('opens a few windows of the same kind, no more', async () => {
    const { open, fake } = stand()
    const popup = await open()
    const opened = Array.from({ length: 5 }, () => {
      const answer = popup.webContents.opens('https://sso.example.com/')
      if (answer.action === 'deny') return 'denied'
      const options = answer.overrideBrowserWindowOptions ?? {}
      expect(options.webPreferences).toMatchObject({ sandbox: true, nodeIntegration: false })
      popup.webContents.emit('did-create-window', fake.makeWindow(options))
      return 'opened'
    })
    expect(opened).toEqual(['opened', 'opened', 'opened', 'denied', 'denied'])
    popup.close()
    expect(fake.windows.every((each) => each.destroyed)).toBe(true)
  })

  it('shows no certificate unless the person picks it', async () => {
    const { open, fake } = stand()
    const { webContents } = await open()
    const mine = { subjectName: 'Ada', issuerName: 'Company' }
    const ask = async () => {
      const shown = Promise.withResolvers<unknown>()
      const event = { prevented: false, preventDefault: () => void (event.prevented = true) }
      fake.app.emit(
        'select-client-certificate',
        event,
        webContents,
        signInUrl,
        [mine],
        (chosen: unknown) => shown.resolve(chosen),
      )
      expect(event.prevented).toBe(true)
      return shown.promise
    }
    expect(await ask()).toBeUndefined()
    fake.answers.push(1)
    expect(await ask()).toBe(mine)
  })

  it('delivers an answer that was sent to the platform, without loading that page', async () => {
    const { open, replies } = stand()
    const asked = `${signInUrl}&redirect_uri=${encodeURIComponent(platformCallback)}`
    const { webContents } = await open(asked, platformCallback)
    const reached = `${platformCallback}?code=c1&state=s1`
    expect(webContents.goesTo(reached, { redirect: true })).toBe(false)
    await nextTurn()
    expect(replies).toEqual(['code=c1&state=s1'])
  })

  it('lets no request of any kind reach the callback of the platform, and every other one', async () => {
    const { open } = stand()
    const { webContents } = await open(signInUrl, platformCallback)
    const isCancelled = (url: string): boolean | undefined => {
      let cancelled: boolean | undefined
      webContents.session.beforeRequest?.({ url }, (answer) => (cancelled = answer.cancel))
      return cancelled
    }
    expect(isCancelled(`${platformCallback}?code=c1&state=s1`)).toBe(true)
    expect(isCancelled(`${platformCallback}?code=c1&state=foreign`)).toBe(true)
    expect(isCancelled('https://platform.example.com/')).toBe(false)
    expect(isCancelled('https://login.example.com/style.css')).toBe(false)
  })

  it('watches for no callback in a sign-in that comes back to this computer', async () => {
    const { open, replies } = stand()
    const { webContents } = await open()
    expect(webContents.goesTo(`${platformCallback}?code=c1&state=s1`, { redirect: true })).toBe(
      true,
    )
    await nextTurn()
    expect(replies).toEqual([])
  })
})

describe('an address that is not safe', () => {
  it.each(['http://login.example.com/', 'file:///etc/passwd', 'calc.exe"&', 'javascript:alert(1)'])(
    'like %s is opened nowhere',
    async (url) => {
      const { signIn, outside, fake, cancel } = stand()
      const error = await signIn.show(url, cancel.signal).catch((thrown: unknown) => thrown)
      expect(isProblem(error, 'unsafe-authorization-address')).toBe(true)
      expect(outside).toEqual([])
      expect(fake.windows).toEqual([])
    },
  )
})
