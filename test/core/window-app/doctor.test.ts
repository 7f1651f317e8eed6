/** The doctor behind a window: checks as they come, one examination at a time, and a report without secrets. */
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppState } from '#contract/app-state.ts'
import type { Check } from '#contract/check.ts'
import { startRegistrationServer } from '../../../src-main/sample-servers/registration-server.ts'
import { startHabit } from '../discovery/habit-server.ts'
import { openWindow, type TestWindow } from './window.ts'

describe('the doctor of a window', () => {
  it('checks this computer, and the state shows it', async () => {
    const window = await openWindow()
    expect(window.app.state().examination).toEqual({ status: 'none' })
    await window.run('doctor.examine', { kind: 'machine' })
    const checks = await doneIn(window)
    expect(checks.map((each) => each.id)).toEqual([
      'versions',
      'store',
      'keychain',
      'callback-port',
      'tunnel',
    ])
  })

  it('finds nothing wrong with a connection that works', async () => {
    const server = await startRegistrationServer()
    onTestFinished(() => server.close())
    const window = await openWindow()
    const { journeyId } = await window.run('setup.look', { text: server.url })
    await window.journeyIn(journeyId, 'found')
    await window.run('setup.connect', { journeyId, name: 'notes' })
    const { connectionId } = (await window.journeyIn(journeyId, 'done')).phase
    await window.run('doctor.examine', { kind: 'connection', connectionId })
    const checks = await doneIn(window)
    expect(checks.filter((each) => each.status === 'fail')).toEqual([])
    expect(checks.find((each) => each.id === 'tools')).toMatchObject({ status: 'pass' })
    // What the person chose in the window counts, not what a new process would open.
    expect(checks.find((each) => each.id === 'keychain')?.evidence).toContain('memory')
  })

  it('names the check that fails, with its code and whose turn it is', async () => {
    const { origin } = await startHabit(() => ({ '/mcp': { status: 500 } }))
    const url = `${origin}/mcp`
    const window = await openWindow()
    await window.run('doctor.examine', { kind: 'address', url })
    const failed = (await doneIn(window)).filter((each) => each.status === 'fail')
    expect(failed).toMatchObject([{ id: 'http', code: 'server-error', whoseTurn: 'server-owner' }])
    const { text } = await window.run('doctor.report', {})
    expect(text).toContain('## Checks')
    expect(text).toContain('server-error, turn: server-owner')
    expect(text).toContain(`500 POST ${url}`)
  })

  it('ends when it is cancelled, and keeps what it saw', async () => {
    const { url } = await silentServer()
    const window = await openWindow()
    await window.run('doctor.examine', { kind: 'address', url })
    await vi.waitFor(() => expect(checksIn(window).length).toBeGreaterThan(3))
    await window.run('doctor.cancel', {})
    const { examination } = window.app.state()
    expect(examination).toMatchObject({ status: 'cancelled', subject: { kind: 'address', url } })
    expect(checksIn(window).at(-1)?.id).toBe('callback-port')
    expect((await window.run('doctor.report', {})).text).toContain('Callback port')
  })

  it('gives way to a new one, which the old one does not disturb', async () => {
    const { url, hangUp } = await silentServer()
    const window = await openWindow()
    await window.run('doctor.examine', { kind: 'address', url })
    await vi.waitFor(() => expect(checksIn(window).length).toBeGreaterThan(3))
    await window.run('doctor.examine', { kind: 'machine' })
    hangUp()
    await doneIn(window)
    expect(window.app.state().examination).toMatchObject({ subject: { kind: 'machine' } })
  })

  it('reports no token, and nothing of where the person lives', async () => {
    const environment = { HTTPS_PROXY: 'http://ada:secret@proxy.example.com' }
    const window = await openWindow({ environment })
    await window.run('doctor.examine', { kind: 'machine' })
    await doneIn(window)
    const { text } = await window.run('doctor.report', {})
    expect(text).toContain('proxy.example.com')
    expect(text).not.toContain('secret')
  })

  it('knows only connections that exist', async () => {
    const window = await openWindow()
    const subject = { kind: 'connection', connectionId: 'gone' } as const
    expect(await window.refused('doctor.examine', subject)).toBe('no-such-connection')
    expect(window.app.state().examination).toEqual({ status: 'none' })
  })
})

function checksIn(window: TestWindow): readonly Check[] {
  const { examination } = AppState.parse(window.app.state())
  return 'checks' in examination ? examination.checks : []
}

async function doneIn(window: TestWindow): Promise<readonly Check[]> {
  await vi.waitFor(() => expect(window.app.state().examination.status).toBe('done'), 15_000)
  return checksIn(window)
}

/** Takes connections and says nothing. */
async function silentServer(): Promise<{ readonly url: string; readonly hangUp: () => void }> {
  const sockets = new Set<Socket>()
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    hangUp()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, hangUp }
}
