/** The channel between app and window over a fake ipcMain: only our own window is heard, and it hears everything. */
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { AppState } from '#contract/app-state.ts'
import type { Reply } from '#contract/reply.ts'
import type { Transport, Update } from '#contract/transport.ts'
import { emptyState } from '#test/contract/empty-state.ts'
import { serveChannel } from '../../src-main/electron-shell/channel.ts'
import { channels } from '../../src-main/electron-shell/channels.ts'
import { windowAddress } from '../../src-main/electron-shell/policy/window-address.ts'
import { createWindowTransport } from '../../src-main/electron-shell/window-transport.ts'
import { createFakeElectron } from './fake-electron.ts'
import { FakeContents, FakeSession } from './fake-window.ts'

function stand() {
  const fake = createFakeElectron()
  const asked: [string, unknown][] = []
  const listeners = new Set<(update: Update) => void>()
  const held: { state: AppState } = { state: emptyState() }
  const transport: Transport = {
    async invoke(name, input) {
      asked.push([name, input])
      return { ok: true, value: 42 }
    },
    watch(listener) {
      listeners.add(listener)
      listener({ status: 'live', state: held.state })
      return () => void listeners.delete(listener)
    },
  }
  const channel = serveChannel(fake.electron.ipcMain, transport)
  const change = (state: AppState) => {
    held.state = state
    for (const listener of listeners) listener({ status: 'live', state })
  }
  return { fake, asked, listeners, channel, change }
}

type Stand = ReturnType<typeof stand>

/** A page in a window, with its end of the channel. */
function page({ fake }: Stand, frame: unknown = { url: windowAddress, parent: null }) {
  const sender = new FakeContents(new FakeSession('window'))
  const inbox = new EventEmitter()
  sender.send = (channel, payload) => void inbox.emit(channel, {}, structuredClone(payload))
  const event = { sender, senderFrame: frame }
  const transport = createWindowTransport({
    invoke: async (channel: string, ...args: unknown[]): Promise<unknown> =>
      fake.handlers.get(channel)?.(event, ...args),
    send: (channel: string) => void fake.ipcMain.emit(channel, event),
    on: ((channel: string, listener: (...args: unknown[]) => void) =>
      inbox.on(channel, listener)) as never,
  })
  return { sender, transport, inbox }
}

describe('the channel', () => {
  it('carries a command and its reply', async () => {
    const here = stand()
    const reply = await page(here).transport.invoke('setup.look', { text: 'x' })
    expect(reply).toEqual({ ok: true, value: 42 })
    expect(here.asked).toEqual([['setup.look', { text: 'x' }]])
  })

  it('tells the state as it is, then every change, to every listener of the page', () => {
    const here = stand()
    const { transport } = page(here)
    const first: string[] = []
    const second: string[] = []
    transport.watch((update) => first.push(versionOf(update)))
    here.change(emptyState({ version: '2' }))
    const stop = transport.watch((update) => second.push(versionOf(update)))
    here.change(emptyState({ version: '3' }))
    stop()
    here.change(emptyState({ version: '4' }))
    expect(first).toEqual(['0.1.0', '2', '3', '4'])
    expect(second).toEqual(['2', '3'])
    expect(here.listeners.size).toBe(1)
  })

  it.each([
    ['another page', { url: 'https://login.example.com/', parent: null }],
    ['a frame in our window', { url: windowAddress, parent: {} }],
    ['a frame that is gone', null],
    ['a page that looks alike', { url: 'aip-app://window.example.com/', parent: null }],
  ])('is deaf to %s', async (_who, frame) => {
    const here = stand()
    const { transport } = page(here, frame)
    const heard: Update[] = []
    transport.watch((update) => heard.push(update))
    const reply: Reply = await transport.invoke('connections.remove', {})
    expect(reply).toMatchObject({ ok: false, problem: { code: 'not-supported' } })
    expect(here.asked).toEqual([])
    expect(heard).toEqual([])
    expect(here.listeners.size).toBe(0)
  })

  it('starts anew for a page that is loaded again, without telling twice', () => {
    const here = stand()
    const { sender, inbox, transport } = page(here)
    const told: unknown[] = []
    transport.watch(() => undefined)
    inbox.on(channels.watch, (_event, update) => told.push(update))
    here.fake.ipcMain.emit(channels.watch, {
      sender,
      senderFrame: { url: windowAddress, parent: null },
    })
    here.change(emptyState({ version: '2' }))
    expect(told).toHaveLength(2)
  })

  it('stops with its window', () => {
    const here = stand()
    const { sender, transport } = page(here)
    transport.watch(() => undefined)
    sender.emit('destroyed')
    expect(here.listeners.size).toBe(0)
  })

  it('gives a name that is no text on as no name at all', async () => {
    const here = stand()
    await page(here).transport.invoke({ toString: () => 'app.quit' } as never, {})
    expect(here.asked).toEqual([['', {}]])
  })

  it('answers with a problem once it is closed', async () => {
    const here = stand()
    const { transport } = page(here)
    transport.watch(() => undefined)
    here.channel.close()
    expect(here.listeners.size).toBe(0)
    expect(here.fake.handlers.size).toBe(0)
  })
})

function versionOf(update: Update): string {
  return update.status === 'live' ? update.state.version : 'lost'
}
