/** The agent as a utility process: what it is told, what it tells, how it ends; nothing secret in its environment. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AgentEvent } from '#core/tunnel/ports.ts'
import { utilityAgentStarter } from '../../src-main/electron-shell/agent-utility.ts'
import { createFakeElectron } from './fake-electron.ts'

afterEach(() => {
  vi.useRealTimers()
})

function stand() {
  const fake = createFakeElectron()
  const events: AgentEvent[] = []
  const ends: string[] = []
  const start = utilityAgentStarter(fake.electron, '/app/dist/node/agent.mjs', {
    HTTPS_PROXY: 'http://proxy:3128',
    AIP_VAULT_PASSPHRASE_FILE: '/home/ada/passphrase',
    NODE_OPTIONS: '--inspect',
    ELECTRON_RUN_AS_NODE: '1',
    EMPTY: undefined,
  })
  const agent = start({
    event: (event) => events.push(event),
    ended: (why) => ends.push(why),
  })
  const child = fake.forks[0]
  if (!child) throw new Error('nothing was started')
  return { agent, child, events, ends }
}

describe('the agent in Electron', () => {
  it('starts with the proxy of this computer and without our own settings', () => {
    const { child } = stand()
    expect(child.file).toBe('/app/dist/node/agent.mjs')
    expect(child.options.env).toEqual({ HTTPS_PROXY: 'http://proxy:3128' })
    expect(child.options.execArgv).toEqual([])
  })

  it('is told orders, and tells events; what is none is dropped', () => {
    const { agent, child, events } = stand()
    agent.send({ type: 'redial' })
    child.emit('message', { type: 'ready' })
    child.emit('message', { type: 'run', command: 'calc' })
    expect(child.received).toEqual([{ type: 'redial' }])
    expect(events).toEqual([{ type: 'ready' }])
  })

  it('says that it ended, and is told nothing afterwards', () => {
    const { agent, child, ends } = stand()
    child.emit('exit', 9)
    agent.send({ type: 'redial' })
    expect(ends).toEqual(['ended with code 9'])
    expect(child.received).toEqual([])
  })

  it('names a fatal error of its engine', () => {
    const { child, ends } = stand()
    child.emit('error', 'FatalError', 'v8::OOM', '{}')
    child.emit('exit', 5)
    expect(ends).toEqual(['fatal error in v8::OOM'])
  })

  it('gets time for its calls before it is ended', async () => {
    vi.useFakeTimers()
    const { agent, child } = stand()
    const stopped = agent.stop(30_000)
    expect(child.received).toEqual([{ type: 'drain', ms: 30_000 }])
    await vi.advanceTimersByTimeAsync(31_000)
    expect(child.killed).toBe(false)
    await vi.advanceTimersByTimeAsync(1_500)
    await stopped
    expect(child.killed).toBe(true)
  })
})
