/** Setting up servers from the window, with real servers and a scripted browser. */
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { approveLikeAPerson } from '../../../src-main/sample-servers/approve-like-a-person.ts'
import { startLoginHostServer } from '../../../src-main/sample-servers/login-host-server.ts'
import { startOpenServer } from '../../../src-main/sample-servers/open-server.ts'
import { startRegistrationServer } from '../../../src-main/sample-servers/registration-server.ts'
import type { SampleServer } from '../../../src-main/sample-servers/sample-server.ts'
import { openWindow } from './window.ts'

describe('the setup', () => {
  it('looks, stops for the form, signs in and lists the tools (R06, R20)', async () => {
    const server = await started(startRegistrationServer())
    const window = await openWindow()
    const { journeyId } = await window.run('setup.look', { text: server.url })
    const { found, probes } = await window.journeyIn(journeyId, 'found')
    expect(found).toMatchObject({ verdict: 'registers-itself', zone: 'loopback' })
    expect(found?.tunnelAdvised).toBe(true)
    expect(probes.length).toBeGreaterThan(2)
    expect(window.opened).toEqual([])

    await window.run('setup.connect', { journeyId, name: 'notes', description: 'mine' })
    const { phase, signedIn } = await window.journeyIn(journeyId, 'done')
    expect(phase.tools).toBe(3)
    expect(signedIn?.scopes).toContain('tools.read')
    const [connection] = window.app.state().connections
    expect(connection).toMatchObject({ name: 'notes', chip: 'ready', id: phase.connectionId })
    expect(connection?.settings.description).toBe('mine')
  })

  it('does not discover twice for one setup', async () => {
    const server = await started(startOpenServer())
    const window = await openWindow()
    const { journeyId } = await window.run('setup.look', { text: server.url })
    await window.journeyIn(journeyId, 'found')
    await window.run('setup.connect', { journeyId, name: 'open' })
    const { probes } = await window.journeyIn(journeyId, 'done')
    expect(probes).toEqual([])
  })

  it('says that the tunnel did not work and keeps the connection', async () => {
    const server = await started(startOpenServer())
    const window = await openWindow()
    const { journeyId } = await window.run('setup.look', { text: server.url })
    await window.journeyIn(journeyId, 'found')
    await window.run('setup.connect', { journeyId, name: 'open', useTunnel: true })
    const { phase } = await window.journeyIn(journeyId, 'done')
    expect(phase.tunnelProblem?.message).toBe('There is no tunnel in this test.')
    expect(window.app.state().connections).toHaveLength(1)
  })

  it('asks for the client by hand, with everything to copy, and checks it ahead', async () => {
    const server = await started(startLoginHostServer())
    const window = await openWindow()
    const { journeyId } = await window.run('setup.look', { text: server.url })
    await window.journeyIn(journeyId, 'found')
    const settings = { loginHost: server.loginHost }
    await window.run('setup.connect', { journeyId, name: 'force', settings })
    const { phase } = await window.journeyIn(journeyId, 'client-needed')
    const { questionId, form } = phase
    expect(form.callbackUrls.localhost[0]).toMatch(/^http:\/\/localhost:\d+\/callback$/)
    expect(form.callbackUrls['127.0.0.1'][0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    const { spelling } = form

    const check = { journeyId, questionId, spelling }
    const wrong = await window.run('journeys.check-client', { ...check, clientId: 'nobody' })
    expect(wrong.verdict).toBe('client-unknown')
    const right = { ...check, clientId: server.clientId }
    expect((await window.run('journeys.check-client', right)).verdict).not.toBe('client-unknown')

    const { clientId, clientSecret } = server
    await window.run('journeys.give-client', {
      ...right,
      clientId,
      clientSecret,
      spelling: 'localhost',
    })
    await window.journeyIn(journeyId, 'done')
    expect(JSON.stringify(window.app.state())).not.toContain(clientSecret)
  })

  it('keeps the connection for later when the person has no client id yet (R06)', async () => {
    const server = await started(startLoginHostServer())
    const window = await openWindow()
    const { journeyId } = await window.run('setup.look', { text: server.url })
    await window.journeyIn(journeyId, 'found')
    const settings = { loginHost: server.loginHost }
    await window.run('setup.connect', { journeyId, name: 'force', settings })
    const { phase } = await window.journeyIn(journeyId, 'client-needed')
    const { questionId } = phase
    await window.run('journeys.give-client', {
      journeyId,
      questionId,
      clientId: '',
      spelling: 'localhost',
    })
    const failed = await window.journeyIn(journeyId, 'failed')
    expect(failed.phase.problem.code).toBe('client-id-needed')
    expect(window.app.state().connections).toMatchObject([
      { name: 'force', chip: 'needs-client-id' },
    ])

    // Trying again signs in to the one that waits and makes no second one.
    await window.run('journeys.retry', { journeyId })
    const again = await window.journeyIn(journeyId, 'client-needed')
    const { clientId, clientSecret } = server
    await window.run('journeys.give-client', {
      journeyId,
      questionId: again.phase.questionId,
      clientId,
      clientSecret,
      spelling: 'localhost',
    })
    await window.journeyIn(journeyId, 'done')
    await vi.waitFor(() =>
      expect(window.app.state().connections).toMatchObject([{ name: 'force', chip: 'ready' }]),
    )
  })

  it('refuses a name that is taken before anything happens', async () => {
    const server = await started(startOpenServer())
    const window = await openWindow()
    const { journeyId } = await window.run('setup.connect-now', { url: server.url, name: 'one' })
    await window.journeyIn(journeyId, 'done')
    const second = await window.run('setup.look', { text: server.url })
    await window.journeyIn(second.journeyId, 'found')
    const input = { journeyId: second.journeyId, name: 'One' }
    expect(await window.refused('setup.connect', input)).toBe('name-taken')
    await window.journeyIn(second.journeyId, 'found')
  })

  it.each([
    ['nothing', '', 'bad-address'],
    ['another scheme', 'ftp://mcp.example.com', 'bad-address'],
    ['a login in the address', 'https://a:b@mcp.example.com/', 'credentials-in-address'],
    ['prose', 'please connect me to something', 'import-not-understood'],
    [
      'several servers',
      '{"mcpServers":{"a":{"url":"https://a.example.com"},"b":{"url":"https://b.example.com"}}}',
      'bad-usage',
    ],
  ])('refuses %s', async (_what, text, code) => {
    const window = await openWindow()
    expect(await window.refused('setup.look', { text })).toBe(code)
    expect(window.app.state().journeys).toEqual([])
  })

  it('takes the headers of a pasted command line and never shows their values (R29)', async () => {
    const server = await started(startOpenServer())
    const window = await openWindow()
    const text = `claude mcp add --transport http notes ${server.url} --header "X-Key: hush-hush"`
    const { journeyId } = await window.run('setup.look', { text })
    const { understood, found } = await window.journeyIn(journeyId, 'found')
    expect(understood?.headers).toEqual(['X-Key'])
    expect(found?.suggestedName).toBe('notes')
    await window.run('setup.connect', { journeyId, name: 'notes' })
    await window.journeyIn(journeyId, 'done')
    expect(window.app.state().connections[0]?.settings.headers).toEqual(['X-Key'])
    expect(JSON.stringify(window.app.state())).not.toContain('hush-hush')
  })

  it('connects every sample server with nothing but what the window shows', async () => {
    const window = await openWindow()
    await window.run('samples.start', {})
    const { samples } = window.app.state()
    const servers = samples.status === 'running' ? samples.servers : []
    expect(servers).toHaveLength(5)
    for (const [index, { url, enter }] of servers.entries()) {
      const { journeyId } = await window.run('setup.look', { text: url })
      await window.journeyIn(journeyId, 'found')
      await window.run('setup.connect', {
        journeyId,
        name: `sample ${index}`,
        settings: enter ? { loginHost: enter.loginHost } : {},
        ...(enter && { client: enter }),
      })
      await window.journeyIn(journeyId, 'done')
    }
    await window.run('samples.stop', {})
    expect(window.app.state().samples.status).toBe('off')
  })
})

describe('waiting for the sign-in', () => {
  it('is cancelled in under a second, with the port free again (R15)', async () => {
    const server = await started(startRegistrationServer())
    const window = await openWindow({ browser: () => undefined })
    const { journeyId } = await window.run('setup.connect-now', { url: server.url })
    const { phase } = await window.journeyIn(journeyId, 'waiting-for-sign-in')
    const before = Date.now()
    await window.run('journeys.cancel', { journeyId })
    expect(Date.now() - before).toBeLessThan(1000)
    await window.journeyIn(journeyId, 'cancelled')
    await expect(fetch(phase.redirectUri)).rejects.toThrow()
    expect(window.app.state().connections).toEqual([])
  })

  it('takes the address the person ended at (R22)', async () => {
    const server = await started(startRegistrationServer())
    const window = await openWindow()
    const input = { url: server.url, opensBrowser: false }
    const { journeyId } = await window.run('setup.connect-now', input)
    const { phase } = await window.journeyIn(journeyId, 'waiting-for-sign-in')
    expect(phase.browserOpened).toBe(false)
    await window.run('journeys.paste', { journeyId, text: 'http://127.0.0.1/?code=a&state=b' })
    await vi.waitFor(() => {
      const notes = window.app.state().journeys[0]?.notes ?? []
      expect(notes.map((each) => each.code)).toContain('reply-state-mismatch')
    })
    const { url: text } = await approveLikeAPerson(phase.url, { endsAt: phase.redirectUri })
    await window.run('journeys.paste', { journeyId, text })
    await window.journeyIn(journeyId, 'done')
    expect(window.opened).toEqual([])
  })

  it('opens the page once more', async () => {
    const server = await started(startRegistrationServer())
    let times = 0
    const window = await openWindow({
      browser: (url) => (++times === 2 ? approveLikeAPerson(url) : undefined),
    })
    const { journeyId } = await window.run('setup.connect-now', { url: server.url })
    await window.journeyIn(journeyId, 'waiting-for-sign-in')
    await window.run('journeys.open-again', { journeyId })
    await window.journeyIn(journeyId, 'done')
    expect(window.opened).toHaveLength(2)
  })

  it('keeps three sign-ins apart that end in reverse order (R05)', async () => {
    const window = await openWindow({ browser: () => undefined })
    const servers = await Promise.all([1, 2, 3].map(() => started(startRegistrationServer())))
    const journeys: { id: string; url: string }[] = []
    for (const { url } of servers) {
      const { journeyId } = await window.run('setup.connect-now', { url })
      const { phase } = await window.journeyIn(journeyId, 'waiting-for-sign-in')
      journeys.push({ id: journeyId, url: phase.url })
    }
    for (const { url } of journeys.toReversed()) await approveLikeAPerson(url)
    for (const { id } of journeys) await window.journeyIn(id, 'done')
    const urls = window.app.state().connections.map((each) => each.url)
    expect([...urls].sort()).toEqual(servers.map((each) => each.url).toSorted())
  })
})

async function started<Server extends SampleServer>(starting: Promise<Server>): Promise<Server> {
  const server = await starting
  onTestFinished(() => server.close())
  return server
}
