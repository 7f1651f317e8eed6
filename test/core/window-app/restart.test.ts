/** A sign-in under way when the app ends: the next start takes it up where it was (R15). */
import { randomBytes } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Journey } from '#contract/journey.ts'
import { approveLikeAPerson } from '../../../src-main/sample-servers/approve-like-a-person.ts'
import { startLoginHostServer } from '../../../src-main/sample-servers/login-host-server.ts'
import { startRegistrationServer } from '../../../src-main/sample-servers/registration-server.ts'
import { privateFolder } from '../../adapters/store/private-folder.ts'
import { openWindow, type Script, type TestWindow } from './window.ts'

it('is finished by the browser that comes back after the restart', async () => {
  const { folder, vault, phase, journeyId } = await endedWhileWaiting()
  const after = await openWindow({ folder, vault })
  const { resumed, phase: again } = await after.journeyIn(journeyId, 'waiting-for-sign-in')
  expect(resumed).toBe(true)
  expect(again.url).toBe(phase.url)
  // Nothing opens by itself (R16).
  expect(after.opened).toEqual([])
  await approveLikeAPerson(phase.url)
  const done = await after.journeyIn(journeyId, 'done')
  expect(done.phase.tools).toBe(3)
  const [connection] = after.app.state().connections
  expect(connection).toMatchObject({ name: 'notes', chip: 'ready' })
  expect(connection?.settings.headers).toEqual(['X-Key'])
})

it('is finished by an address pasted after the restart', async () => {
  const { folder, vault, phase, journeyId } = await endedWhileWaiting()
  const { url: text } = await approveLikeAPerson(phase.url, { endsAt: phase.redirectUri })
  const after = await openWindow({ folder, vault })
  await after.journeyIn(journeyId, 'waiting-for-sign-in')
  await after.run('journeys.paste', { journeyId, text })
  await after.journeyIn(journeyId, 'done')
})

it('goes on with the client typed by hand before the restart', async () => {
  const server = await startLoginHostServer()
  onTestFinished(() => server.close())
  const script = sealed()
  const before = await openWindow({ ...script, browser: () => undefined })
  const settings = { loginHost: server.loginHost }
  const input = { url: server.url, name: 'force', settings }
  const { journeyId } = await before.run('setup.connect-now', input)
  const asked = await before.journeyIn(journeyId, 'client-needed')
  await before.run('journeys.give-client', {
    journeyId,
    questionId: asked.phase.questionId,
    clientId: server.clientId,
    clientSecret: server.clientSecret,
    spelling: 'localhost',
  })
  const { phase } = await before.journeyIn(journeyId, 'waiting-for-sign-in')
  await before.close()
  const after = await openWindow(script)
  await after.journeyIn(journeyId, 'waiting-for-sign-in')
  await approveLikeAPerson(phase.url)
  await after.journeyIn(journeyId, 'done')
})

it('is taken up again when it was a sign-in to a stored connection', async () => {
  const server = await startRegistrationServer()
  onTestFinished(() => server.close())
  const script = sealed()
  const first = await openWindow(script)
  const connecting = await first.run('setup.connect-now', { url: server.url, name: 'notes' })
  const { connectionId } = (await first.journeyIn(connecting.journeyId, 'done')).phase
  await first.close()
  const before = await openWindow({ ...script, browser: () => undefined })
  const { journeyId } = await before.run('connections.sign-in', { connectionId })
  const { phase } = await before.journeyIn(journeyId, 'waiting-for-sign-in')
  await before.close()
  const after = await openWindow(script)
  await after.journeyIn(journeyId, 'waiting-for-sign-in')
  await approveLikeAPerson(phase.url)
  await after.journeyIn(journeyId, 'done')
  expect(after.app.state().connections).toHaveLength(1)
})

it('is not taken up by a second app while the first one runs', async () => {
  const { script, journeyId, window } = await waiting()
  const second = await openWindow(script)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(second.app.state().journeys).toEqual([])
  await window.journeyIn(journeyId, 'waiting-for-sign-in')
})

it.each([
  [
    'cancelled',
    (window: TestWindow, journeyId: string) => window.run('journeys.cancel', { journeyId }),
  ],
  [
    'finished',
    async (window: TestWindow, journeyId: string, url: string) => {
      await approveLikeAPerson(url)
      await window.journeyIn(journeyId, 'done')
    },
  ],
] as const)('is not taken up after it was %s', async (_how, end) => {
  const { script, journeyId, phase, window } = await waiting()
  await end(window, journeyId, phase.url)
  await window.close()
  const after = await openWindow(script)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(after.app.state().journeys).toEqual([])
})

it('is forgotten when its time is over', async () => {
  const { folder, vault } = await endedWhileWaiting()
  const now = () => Date.now() + 11 * 60_000
  const clock = { now, wait: () => new Promise<void>(() => undefined) }
  const late = await openWindow({ folder, vault, ports: { clock } })
  await vi.waitFor(() => expect(late.app.state().vault.status).toBe('open'), 10_000)
  expect(late.app.state().journeys).toEqual([])
})

it('leaves nothing readable on the disk while it is under way', async () => {
  const { folder, phase } = await endedWhileWaiting()
  const state = new URL(phase.url).searchParams.get('state') ?? 'none'
  for (const file of readdirSync(folder).filter((each) => each.startsWith('aip.db'))) {
    const bytes = readFileSync(join(folder, file))
    expect(bytes.includes(state)).toBe(false)
    expect(bytes.includes('hush-hush')).toBe(false)
  }
})

type Sealed = Required<Pick<Script, 'folder' | 'vault'>>
type Waiting = Journey & { phase: Extract<Journey['phase'], { status: 'waiting-for-sign-in' }> }

async function waiting(): Promise<{
  script: Sealed
  window: TestWindow
  journeyId: string
  phase: Waiting['phase']
}> {
  const server = await startRegistrationServer()
  onTestFinished(() => server.close())
  const script = sealed()
  const window = await openWindow({ ...script, browser: () => undefined })
  const headers = [{ name: 'X-Key', value: 'hush-hush' }]
  const input = { url: server.url, name: 'notes', headers }
  const { journeyId } = await window.run('setup.connect-now', input)
  const { phase } = await window.journeyIn(journeyId, 'waiting-for-sign-in')
  return { script, window, journeyId, phase }
}

async function endedWhileWaiting() {
  const { script, window, journeyId, phase } = await waiting()
  await window.close()
  return { ...script, journeyId, phase }
}

/** A vault that outlives its process. */
function sealed(): Sealed {
  const folder = privateFolder()
  const passphraseFile = join(folder, 'passphrase')
  writeFileSync(passphraseFile, randomBytes(12).toString('hex'), { mode: 0o600 })
  return { folder, vault: { kind: 'passphrase', passphraseFile } }
}
