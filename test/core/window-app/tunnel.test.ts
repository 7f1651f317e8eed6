/** The Edge Tunnel as a window steers it: a real relay, the real agent as a process, a server behind it, and the platform that calls. */
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTraffic } from '#adapters/store/traffic.ts'
import type { AppState } from '#contract/app-state.ts'
import { createTunnel } from '#core/tunnel/create-tunnel.ts'
import { createTunnelControl } from '#core/window-app/tunnel-control.ts'
import type { RunningTunnel } from '#core/window-app/tunnel-control.ts'
import { makeTunnel, startRelay } from '#test/tunnel/relay-fixture.ts'
import { linkMachine } from '../../../src-main/agent-process/link-machine.ts'
import { agentStarter } from '../../../src-main/agent-process/start-agent.ts'
import { startOpenServer } from '../../../src-main/sample-servers/open-server.ts'
import { openWindow } from './window.ts'

const agentFile = join(import.meta.dirname, '../../../src-main/agent-process/agent.ts')

async function stand() {
  const relay = await makeTunnel(await startRelay())
  const held: { tunnel?: RunningTunnel } = {}
  const window = await openWindow({
    tunnel: (ports, { database, sockets }) => {
      const tunnel = createTunnel(ports, {
        startAgent: agentStarter(agentFile, process.env),
        linkMachine: linkMachine(sockets, 'test'),
        traffic: createTraffic(database),
        process: process.pid,
      })
      held.tunnel = createTunnelControl(tunnel, ports)
      return held.tunnel
    },
  })
  const server = await startOpenServer()
  onTestFinished(() => server.close())
  const { journeyId } = await window.run('setup.connect-now', { url: server.url, name: 'wiki' })
  const { phase } = await window.journeyIn(journeyId, 'done')
  const tunnelIs = (holds: (tunnel: AppState['tunnel']) => boolean) =>
    vi.waitFor(
      () => {
        const { tunnel } = window.app.state()
        if (!holds(tunnel)) throw new Error(JSON.stringify(tunnel))
        return tunnel
      },
      { timeout: 20_000, interval: 50 },
    )
  return { ...window, relay, held, connectionId: phase.connectionId, tunnelIs }
}

/** The platform asks for the tools; resolves with the status. */
async function platformCalls(publicUrl: string, accessKey: string): Promise<number> {
  const { status, body } = await fetch(publicUrl, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${accessKey}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'platform', version: '1' },
      },
    }),
  })
  await body?.cancel()
  return status
}

describe('the tunnel of a window', () => {
  it('is not linked at first, without a look into the vault', async () => {
    const { app } = await stand()
    expect(app.state().tunnel).toEqual({ status: 'not-linked' })
  })

  it('is linked, exposes a connection, runs with it, and is seen to work', async () => {
    const here = await stand()
    const { relay, connectionId, tunnelIs } = here
    await here.run('tunnel.link', { key: relay.linkKey })
    // It was never online, so there is no time since when it is not.
    const linked = await tunnelIs((each) => each.status === 'linked')
    expect(linked).toMatchObject({ agent: { status: 'stopped' } })
    expect('carrier' in linked && linked.carrier).toEqual({ status: 'offline' })
    const { publicUrl } = await here.run('connections.expose', { connectionId })
    await tunnelIs((each) => each.status === 'linked' && each.carrier.status === 'online')
    expect(await platformCalls(publicUrl, relay.accessKey)).toBe(200)
    const seen = await tunnelIs((each) => each.status === 'linked' && each.traffic.length > 0)
    expect(seen).toMatchObject({
      agent: { status: 'running' },
      exposed: [{ connectionId, signIn: 'not-needed', target: { status: 'reachable' } }],
      traffic: [{ connectionId, status: 200 }],
    })
  })

  it('is paused and resumed, and stops when it is told to', async () => {
    const here = await stand()
    const { relay, connectionId, tunnelIs } = here
    await here.run('tunnel.link', { key: relay.linkKey })
    const { publicUrl } = await here.run('connections.expose', { connectionId })
    await tunnelIs((each) => each.status === 'linked' && each.carrier.status === 'online')
    await here.run('tunnel.pause', {})
    await vi.waitFor(async () => {
      expect(await platformCalls(publicUrl, relay.accessKey)).toBeGreaterThanOrEqual(500)
    })
    await here.run('tunnel.resume', {})
    await vi.waitFor(async () => {
      expect(await platformCalls(publicUrl, relay.accessKey)).toBe(200)
    })
    await here.run('tunnel.stop', {})
    await tunnelIs((each) => each.status === 'linked' && each.agent.status === 'stopped')
    expect(await platformCalls(publicUrl, relay.accessKey)).toBeGreaterThanOrEqual(500)
  })

  it('is taken up again after a start, unless the person stopped it', async () => {
    const here = await stand()
    const { relay, connectionId, tunnelIs, held } = here
    await here.run('tunnel.link', { key: relay.linkKey })
    await here.run('connections.expose', { connectionId })
    await here.run('tunnel.stop', {})
    await held.tunnel?.takeUp()
    expect(await tunnelIs((each) => each.status === 'linked')).toMatchObject({
      agent: { status: 'stopped' },
    })
    await here.run('tunnel.start', {})
    await tunnelIs((each) => each.status === 'linked' && each.agent.status === 'running')
  })

  it('refuses to start before it is linked', async () => {
    const here = await stand()
    expect(await here.refused('tunnel.start', {})).toBe('not-linked')
  })
})
