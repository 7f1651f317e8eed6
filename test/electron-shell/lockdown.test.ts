/** Sessions and pages nobody admitted can do nothing; what a guard allows reaches its own session only. */
import { describe, expect, it } from 'vitest'
import { lockDown } from '../../src-main/electron-shell/lockdown.ts'
import { createFakeElectron } from './fake-electron.ts'
import { FakeContents, FakeEvent } from './fake-window.ts'

function stand() {
  const fake = createFakeElectron()
  const lockdown = lockDown(fake.electron)
  /** A page in the session of this name, as Electron announces it. */
  const page = (partition: string) => {
    const contents = new FakeContents(fake.session.fromPartition(partition))
    fake.app.emit('web-contents-created', new FakeEvent(), contents)
    return contents
  }
  const admitAll = (partition: string) =>
    lockdown.admit(fake.electron.session.fromPartition(partition), {
      mayNavigate: () => true,
      openWindow: () => ({ action: 'allow' }),
      chooseCertificate: async (_host, certificates) => certificates[0],
    })
  return { fake, page, admitAll }
}

describe('a page of a session nobody admitted', () => {
  it.each(['https://example.com/', 'aip-app://window/index.html', 'file:///etc/passwd'])(
    'goes nowhere: %s',
    (address) => {
      const contents = stand().page('stranger')
      expect(contents.goesTo(address)).toBe(false)
      expect(contents.goesTo(address, { redirect: true })).toBe(false)
      expect(contents.goesTo(address, { frame: true })).toBe(false)
      expect(contents.opens(address).action).toBe('deny')
    },
  )

  it('attaches no web view', () => {
    const contents = stand().page('stranger')
    const event = new FakeEvent()
    contents.emit('will-attach-webview', event)
    expect(event.defaultPrevented).toBe(true)
  })

  it('has no permission, no device and no spell checker that asks the network', () => {
    const { session } = stand().page('stranger')
    const answers: boolean[] = []
    const asked = { requestingUrl: 'https://example.com/' }
    for (const permission of ['geolocation', 'clipboard-sanitized-write'] as const) {
      session.permissionRequest?.(
        null as never,
        permission,
        (yes) => answers.push(yes),
        asked as never,
      )
    }
    expect(answers).toEqual([false, false])
    expect(session.devicePermission?.({} as never)).toBe(false)
    expect(session.spellChecker).toBe(false)
  })

  it('shows no certificate, not even the first that is there', async () => {
    const { fake, page } = stand()
    const shown = Promise.withResolvers<unknown>()
    const event = new FakeEvent()
    fake.app.emit(
      'select-client-certificate',
      event,
      page('stranger'),
      'https://example.com/',
      [{ subjectName: 'Ada' }],
      (chosen: unknown) => shown.resolve(chosen),
    )
    expect(event.defaultPrevented).toBe(true)
    expect(await shown.promise).toBeUndefined()
  })
})

describe('a guard', () => {
  it('speaks for its own session only', () => {
    const { page, admitAll } = stand()
    admitAll('mine')
    expect(page('mine').goesTo('https://example.com/')).toBe(true)
    expect(page('mine').opens('https://example.com/').action).toBe('allow')
    expect(page('other').goesTo('https://example.com/')).toBe(false)
  })

  it('gives no permission', () => {
    const { page, admitAll } = stand()
    admitAll('mine')
    const { session } = page('mine')
    const check = session.permissionCheck
    expect(check?.(null, 'media', 'https://example.com', {} as never)).toBe(false)
  })
})
