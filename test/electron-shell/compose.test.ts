/** The whole app in the Electron shell, with the real adapters and a real server; only Electron itself is played. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createRecentLog } from '#adapters/recent-log.ts'
import type { AppState } from '#contract/app-state.ts'
import { Preferences } from '#contract/preferences.ts'
import { createClient } from '#contract/transport.ts'
import { findRunningApp } from '#adapters/running-app.ts'
import { openWindow } from '../../src-main/browser-shell/open-window.ts'
import { runThere } from '../../src-main/program-door/door-client.ts'
import { composeShellApp } from '../../src-main/electron-shell/compose.ts'
import { lockDown } from '../../src-main/electron-shell/lockdown.ts'
import { textsFor } from '../../src-main/electron-shell/policy/texts.ts'
import { approveLikeAPerson } from '../../src-main/sample-servers/approve-like-a-person.ts'
import { startRegistrationServer } from '../../src-main/sample-servers/registration-server.ts'
import { createFakeElectron } from './fake-electron.ts'

async function stand() {
  const folder = mkdtempSync(join(tmpdir(), 'aip-electron-'))
  const fake = createFakeElectron()
  const quits: string[] = []
  const shown = { windows: 0 }
  const app = await composeShellApp(
    fake.electron,
    {
      env: { AIP_HOME: join(folder, 'data'), AIP_VAULT: 'session', XDG_CONFIG_HOME: folder },
      platform: 'linux',
      execPath: '/opt/AIP Desktop/aip-desktop',
      pid: process.pid,
      cwd: () => folder,
    },
    createRecentLog(false),
    {
      lockdown: lockDown(fake.electron),
      preferences: () => Preferences.parse({}),
      texts: () => textsFor('en', []),
      showWindow: () => void (shown.windows += 1),
      quit: () => void quits.push('quit'),
    },
  )
  onTestFinished(async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const held: { state?: AppState } = {}
  const client = createClient(app.transport)
  client.watch((update) => {
    if (update.status === 'live') held.state = update.state
  })
  const stateIs = (holds: (state: AppState) => boolean) =>
    vi.waitFor(
      () => {
        if (held.state && holds(held.state)) return held.state
        throw new Error(JSON.stringify(held.state?.journeys))
      },
      { timeout: 15_000, interval: 20 },
    )
  return { fake, app, client, stateIs, quits, folder, shown }
}

describe('the app in Electron', () => {
  it('signs in through a popup of its own, which closes when the answer is there', async () => {
    const { fake, client, stateIs } = await stand()
    const server = await startRegistrationServer()
    onTestFinished(() => server.close())
    await client.run('setup.connect-now', { url: server.url, name: 'notes' })
    const popup = await vi.waitFor(
      () => {
        const window = fake.windows[0]
        if (!window || window.loaded.length === 0) throw new Error('no popup yet')
        return window
      },
      { timeout: 15_000 },
    )
    await approveLikeAPerson(popup.loaded[0] ?? '')
    const state = await stateIs(({ connections }) => connections[0]?.chip === 'ready')
    expect(state.connections[0]?.name).toBe('notes')
    await vi.waitFor(() => expect(popup.destroyed).toBe(true))
    expect(state.shell).toMatchObject({ name: 'electron', can: { popup: true, hideToTray: true } })
  })

  it('goes on when the person closes the popup and finishes elsewhere', async () => {
    const { fake, client, stateIs } = await stand()
    const server = await startRegistrationServer()
    onTestFinished(() => server.close())
    await client.run('setup.connect-now', { url: server.url, name: 'notes' })
    await vi.waitFor(() => expect(fake.windows[0]?.loaded).toHaveLength(1), { timeout: 15_000 })
    const url = fake.windows[0]?.loaded[0] ?? ''
    fake.windows[0]?.close()
    await approveLikeAPerson(url)
    await stateIs(({ connections }) => connections[0]?.chip === 'ready')
  })

  it('starts with the session when the person wants it', async () => {
    const { client, folder } = await stand()
    const entry = join(folder, 'autostart', 'aip-desktop.desktop')
    await client.run('preferences.change', { launchAtLogin: true })
    expect(readFileSync(entry, 'utf8')).toContain('Exec="/opt/AIP Desktop/aip-desktop" --hidden')
    await client.run('preferences.change', { launchAtLogin: false })
    expect(existsSync(entry)).toBe(false)
  })

  it('is the one app of its data folder, for the command line and for a start without Electron', async () => {
    const { app, folder, shown } = await stand()
    const running = await findRunningApp(join(folder, 'data'))
    if (!running) throw new Error('it did not announce itself')
    const never = new AbortController().signal
    const failed = runThere(running, 'token', { name: 'nobody' }, never)
    await expect(failed).rejects.toMatchObject({ problem: { code: 'no-such-connection' } })
    const said: string[] = []
    await openWindow({
      environment: { AIP_HOME: join(folder, 'data'), AIP_VAULT: 'session', PATH: '/nowhere' },
      platform: 'linux',
      userId: undefined,
      workingFolder: folder,
      version: 'test',
      files: folder,
      printLink: false,
      signal: never,
      say: (line) => void said.push(line),
    })
    expect([said.join(' '), shown.windows]).toEqual([
      'AIP Desktop runs already. It opens one more window.',
      1,
    ])
    await app.close()
    expect(await findRunningApp(join(folder, 'data'))).toBeUndefined()
  })

  it('ends when the window says so', async () => {
    const { client, quits } = await stand()
    expect(await client.run('app.quit', { evenWithTunnel: false })).toMatchObject({ ok: true })
    await vi.waitFor(() => expect(quits).toEqual(['quit']))
  })
})
