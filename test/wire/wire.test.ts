/** One suite for every way between a window and the app: a transport is done when it passes. */
import { EventEmitter } from 'node:events'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createRandom } from '#adapters/random.ts'
import { loopbackTransport } from '#contract/loopback-transport.ts'
import { createClient, type Transport, type Update } from '#contract/transport.ts'
import { inProcessTransport } from '#core/window-app/in-process-transport.ts'
import {
  startLoopbackServer,
  type LoopbackServer,
} from '../../src-main/browser-shell/loopback-server.ts'
import { serveChannel } from '../../src-main/electron-shell/channel.ts'
import { windowAddress } from '../../src-main/electron-shell/policy/window-address.ts'
import { createWindowTransport } from '../../src-main/electron-shell/window-transport.ts'
import { createFakeElectron } from '../electron-shell/fake-electron.ts'
import { FakeContents, FakeSession } from '../electron-shell/fake-window.ts'
import { openWindow, type TestWindow } from '../core/window-app/window.ts'

const ways: readonly (readonly [string, (window: TestWindow) => Promise<Transport>])[] = [
  ['in process', async ({ app, dispatch }) => inProcessTransport(app, dispatch)],
  ['over loopback', overLoopback],
  ['over the channel of Electron, on a typed fake', overChannel],
]

describe.each(ways)('%s', (_name, way) => {
  it('gives a command its answer', async () => {
    const window = await openWindow()
    const client = createClient(await way(window))
    const reply = await client.run('import.export', {})
    expect(reply.ok && JSON.parse(reply.value.text)).toEqual({ mcpServers: {} })
  })

  it('gives a failure as a problem with its code and words', async () => {
    const client = createClient(await way(await openWindow()))
    const reply = await client.run('setup.look', { text: 'ftp://example.com' })
    expect(reply).toMatchObject({ ok: false, problem: { code: 'bad-address', whoseTurn: 'you' } })
  })

  it.each([
    ['no.such-command', {}],
    ['import.read', { text: 7 }],
    ['import.read', null],
    ['../state', {}],
    ['constructor', {}],
  ])('refuses %s with %j', async (name, input) => {
    const transport = await way(await openWindow())
    const reply = await transport.invoke(name, input)
    expect(reply).toMatchObject({ ok: false, problem: { code: 'bad-usage' } })
  })

  it('delivers the state as it is first, then its changes', async () => {
    const window = await openWindow()
    const updates = watched(await way(window))
    await vi.waitFor(() => expect(themes(updates)[0]).toBe('system'))
    await window.run('preferences.change', { theme: 'dark' })
    await vi.waitFor(() => expect(themes(updates).at(-1)).toBe('dark'))
    await window.run('preferences.change', { theme: 'light' })
    await vi.waitFor(() => expect(themes(updates).at(-1)).toBe('light'))
  })

  it('ends with the newest state, however fast the changes come', async () => {
    const window = await openWindow()
    const updates = watched(await way(window))
    for (let count = 0; count < 200; count += 1) {
      const theme = count % 2 === 0 ? 'dark' : 'light'
      await window.run('preferences.change', { theme, caFile: `/${count}` })
    }
    await vi.waitFor(() => {
      const last = updates.at(-1)
      expect(last?.status === 'live' && last.state.preferences.caFile).toBe('/199')
    })
  })

  it('brings large texts through unharmed', async () => {
    const transport = await way(await openWindow())
    const name = 'ünï-名前'
    const text = JSON.stringify({
      mcpServers: { [name]: { url: 'https://mcp.example.com/mcp', note: 'x'.repeat(500_000) } },
    })
    const reply = await createClient(transport).run('import.read', { text })
    expect(reply.ok && reply.value.servers[0]?.name).toBe(name)
  })

  it('serves several watchers, and stops the one that stops', async () => {
    const window = await openWindow()
    const transport = await way(window)
    const staying = watched(transport)
    const leaving: Update[] = []
    const stop = transport.watch((update) => void leaving.push(update))
    await vi.waitFor(() => expect(leaving.length).toBe(1))
    stop()
    await window.run('preferences.change', { theme: 'dark' })
    await vi.waitFor(() => expect(themes(staying).at(-1)).toBe('dark'))
    expect(leaving.length).toBe(1)
  })

  it('shows an examination by the doctor as it goes on', async () => {
    const transport = await way(await openWindow())
    const updates = watched(transport)
    expect(await transport.invoke('doctor.examine', { kind: 'machine' })).toMatchObject({
      ok: true,
    })
    await vi.waitFor(() => {
      const last = updates.at(-1)
      expect(last?.status === 'live' && last.state.examination).toMatchObject({ status: 'done' })
    })
    const report = await transport.invoke('doctor.report', {})
    expect(report).toMatchObject({ ok: true, value: { text: expect.stringContaining('Versions') } })
  })

  it('answers commands that run side by side', async () => {
    const client = createClient(await way(await openWindow()))
    const texts = ['https://a.example.com/mcp', 'https://b.example.com/mcp']
    const replies = await Promise.all(texts.map((text) => client.run('import.read', { text })))
    expect(replies.map((each) => each.ok && each.value.servers[0])).toMatchObject([
      { url: texts[0] },
      { url: texts[1] },
    ])
  })
})

describe('a window that lost its app', () => {
  it('is told, and its commands say so', async () => {
    const window = await openWindow()
    const { server, transport } = await loopback(window)
    const updates = watched(transport)
    await vi.waitFor(() => expect(updates).toHaveLength(1))
    await server.close()
    await vi.waitFor(() => expect(updates.at(-1)?.status).toBe('lost'), { timeout: 10_000 })
    const reply = await transport.invoke('import.export', {})
    expect(reply).toMatchObject({ ok: false, problem: { code: 'app-closed' } })
  })
})

async function overLoopback(window: TestWindow): Promise<Transport> {
  return (await loopback(window)).transport
}

/** Both ends of the channel, with what Electron does in between: values are copied, never shared. */
async function overChannel({ app, dispatch }: TestWindow): Promise<Transport> {
  const fake = createFakeElectron()
  const channel = serveChannel(fake.electron.ipcMain, inProcessTransport(app, dispatch))
  onTestFinished(() => channel.close())
  const sender = new FakeContents(new FakeSession('window'))
  const inbox = new EventEmitter()
  sender.send = (name, payload) => void inbox.emit(name, {}, structuredClone(payload))
  const event = { sender, senderFrame: { url: windowAddress, parent: null } }
  return createWindowTransport({
    invoke: async (name: string, ...given: unknown[]): Promise<unknown> =>
      structuredClone(await fake.handlers.get(name)?.(event, ...structuredClone(given))),
    send: (name: string) => void fake.ipcMain.emit(name, event),
    on: ((name: string, listener: (...args: unknown[]) => void) =>
      inbox.on(name, listener)) as never,
  })
}

async function loopback(window: TestWindow) {
  const server = await startLoopbackServer({
    dispatch: window.dispatch,
    watch: (listener) => window.app.watch(listener),
    files: () => undefined,
    random: createRandom(),
    clock: { now: () => Date.now() },
    log: { write: () => undefined },
  })
  onTestFinished(() => server.close())
  return { server, transport: loopbackTransport(server.origin, await sessionKey(server)) }
}

/** What the page of a window does with the code in its address. */
async function sessionKey(server: LoopbackServer): Promise<string> {
  const answer = await fetch(`${server.origin}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: new URL(server.newLink()).hash.slice(1) }),
  })
  return ((await answer.json()) as { key: string }).key
}

function watched(transport: Transport): Update[] {
  const updates: Update[] = []
  onTestFinished(transport.watch((update) => void updates.push(update)))
  return updates
}

function themes(updates: readonly Update[]): string[] {
  return updates.flatMap((each) => (each.status === 'live' ? each.state.preferences.theme : []))
}
