/** Stored connections from the window: details, tools, calls, tokens, sign-out, notices. */
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Details } from '#contract/details.ts'
import { openDatabase } from '#adapters/store/database.ts'
import { createStore } from '#adapters/store/store.ts'
import { startRegistrationServer } from '../../../src-main/sample-servers/registration-server.ts'
import { openWindow, type Script, type TestWindow } from './window.ts'

describe('an opened connection', () => {
  it('shows its token with everything but the token', async () => {
    const { window, connectionId } = await connected()
    await window.run('connections.open', { connectionId })
    const { token, trace } = detailsOf(window, connectionId)
    expect(token).toMatchObject({ status: 'stored', refreshable: true, vault: 'session' })
    expect(trace.status).toBe('found')
    const before = token.status === 'stored' ? token.expiresAt : 0
    await new Promise((resolve) => setTimeout(resolve, 5))
    await window.run('token.refresh', { connectionId })
    const after = detailsOf(window, connectionId).token
    expect(after.status === 'stored' && Number(after.expiresAt)).toBeGreaterThan(Number(before))
  })

  it('lists tools with their risk and calls one', async () => {
    const { window, connectionId } = await connected()
    await window.run('connections.open', { connectionId })
    await window.run('tools.list', { connectionId })
    const { tools } = detailsOf(window, connectionId)
    const listed = tools.status === 'listed' ? tools.tools : []
    expect(listed.map(({ name, change }) => [name, change.status])).toContainEqual([
      'add',
      'approved',
    ])

    const input = { a: 2, b: 40 }
    const { callId } = await window.run('tools.call', { connectionId, tool: 'add', input })
    const call = await callEnded(window, connectionId, callId)
    expect(call).toMatchObject({ status: 'done', isError: false, parts: [{ text: '42' }] })
    const { json } = await window.run('tools.result', { callId })
    expect(JSON.parse(json)).toHaveProperty('content')
  })

  it('says what is wrong with a call in the call itself', async () => {
    const { window, connectionId } = await connected()
    await window.run('connections.open', { connectionId })
    const { callId } = await window.run('tools.call', { connectionId, tool: 'nothing', input: {} })
    const call = await callEnded(window, connectionId, callId)
    expect(call).toMatchObject({ status: 'failed', problem: { code: 'no-such-tool' } })
  })

  it('calls no tool that was blocked, and asks before one that wants to be asked (R28)', async () => {
    const { window, connectionId } = await connected()
    const call = { connectionId, tool: 'add', input: { a: 1, b: 1 } }
    await window.run('tools.set-policy', { connectionId, tool: 'add', policy: 'block' })
    expect(await window.refused('tools.call', { ...call, confirmed: true })).toBe('tool-blocked')
    await window.run('tools.set-policy', { connectionId, tool: 'add', policy: 'ask' })
    expect(await window.refused('tools.call', call)).toBe('tool-blocked')
    expect(await window.refused('tools.call', { ...call, confirmed: true })).toBe('not refused')
  })

  it('is renamed, changed and changed back', async () => {
    const { window, connectionId } = await connected()
    await window.run('connections.rename', { connectionId, name: 'work' })
    const settings = { description: 'for work', scope: 'tools.read' }
    const { before } = await window.run('connections.change', { connectionId, settings })
    expect(before).toEqual({ description: null, scope: null })
    expect(window.app.state().connections[0]).toMatchObject({ name: 'work', settings })
    await window.run('connections.change', { connectionId, settings: before })
    expect(window.app.state().connections[0]?.settings).not.toHaveProperty('scope')
  })
})

describe('leaving', () => {
  it('signs out with a receipt, and the token is gone from the details (R25)', async () => {
    const { window, connectionId } = await connected()
    await window.run('connections.open', { connectionId })
    const receipt = await window.run('connections.sign-out', { connectionId })
    expect(receipt.refreshToken.result).toBe('revoked')
    expect(detailsOf(window, connectionId).token).toEqual({ status: 'none', why: 'not-signed-in' })
    await vi.waitFor(() => expect(window.app.state().connections[0]?.chip).toBe('needs-sign-in'))
    // The person did it: nobody has to be told.
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(window.notices).toEqual([])
  })

  it('forgets everything about a removed connection', async () => {
    const { window, connectionId } = await connected()
    await window.run('connections.open', { connectionId })
    await window.run('connections.remove', { connectionId, confirmed: true })
    expect(window.app.state().connections).toEqual([])
    expect(window.app.state().details).toEqual([])
    expect(await window.refused('connections.open', { connectionId })).toBe('no-such-connection')
  })

  it('signs in again with another account', async () => {
    const { window, connectionId } = await connected()
    await window.run('connections.sign-out', { connectionId })
    const again = { connectionId, accountSwitch: true }
    const { journeyId } = await window.run('connections.sign-in', again)
    await window.journeyIn(journeyId, 'done')
    expect(window.opened.at(-1)).toContain('prompt=select_account')
    await vi.waitFor(() => expect(window.app.state().connections[0]?.chip).toBe('ready'))
  })
})

describe('work nobody watches', () => {
  it('tells once a day that a connection needs a sign-in, and opens nothing (R16)', async () => {
    let now = Date.now()
    const clock = { now: () => now, wait: () => new Promise<void>(() => undefined) }
    const { window } = await connected()
    await window.close()
    const quiet = await openWindow({ folder: window.folder, ports: { clock } })
    const database = await openDatabase(window.folder)
    onTestFinished(() => database.close())
    const store = createStore(database)
    const [connection] = store.listConnections()
    if (!connection) throw new Error('nothing is stored')
    const become = async (status: 'ready' | 'needs-sign-in') => {
      store.saveConnection({ ...connection, status })
      await vi.waitFor(() => expect(quiet.app.state().connections[0]?.status).toBe(status), 3000)
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    await become('needs-sign-in')
    await become('ready')
    await become('needs-sign-in')
    expect(quiet.notices).toEqual([connection.id])
    await become('ready')
    now += 25 * 3_600_000
    await become('needs-sign-in')
    expect(quiet.notices).toEqual([connection.id, connection.id])
    expect(quiet.opened).toEqual([])
  })
})

async function connected(
  script: Script = {},
): Promise<{ window: TestWindow; connectionId: string }> {
  const server = await startRegistrationServer()
  onTestFinished(() => server.close())
  const window = await openWindow(script)
  const { journeyId } = await window.run('setup.connect-now', { url: server.url, name: 'notes' })
  const { phase } = await window.journeyIn(journeyId, 'done')
  return { window, connectionId: phase.connectionId }
}

function detailsOf(window: TestWindow, connectionId: string): Details {
  const found = window.app.state().details.find((each) => each.connectionId === connectionId)
  if (!found) throw new Error('the connection is not open')
  return found
}

function callEnded(window: TestWindow, connectionId: string, callId: string) {
  return vi.waitFor(
    () => {
      const call = detailsOf(window, connectionId).calls.find((each) => each.id === callId)
      expect(call?.status).not.toBe('running')
      return call
    },
    { timeout: 10_000 },
  )
}
