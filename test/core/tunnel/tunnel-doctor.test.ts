/** The doctor's look at the tunnel names the hop that fails: link, agent, line, relay, sign-in, server (R21). */
import { describe, expect, it } from 'vitest'
import type { ExposedView, TunnelView } from '#contract/tunnel-view.ts'
import { afterEvent, startState } from '#core/tunnel/tunnel-state.ts'
import { createTunnelDoctor } from '#core/tunnel/tunnel-doctor.ts'
import { connectionFor } from '#test/core/app/connection-for.ts'
import { closedPort, httpFor, webServer } from '#test/adapters/http/network.ts'

type Linked = Extract<TunnelView, { status: 'linked' }>

const never = new AbortController().signal
const connection = connectionFor({})

async function relay(headers: Record<string, string> = { 'aip-tunnel-failure': 'policy; x' }) {
  const port = await webServer((_request, response) => response.writeHead(403, headers).end())
  return `http://127.0.0.1:${port}/t/ada/example`
}

function linked(
  publicUrl: string,
  parts: Partial<Linked> = {},
  one: Partial<ExposedView> = {},
): Linked {
  return {
    status: 'linked',
    tunnel: 'ada',
    kind: 'personal',
    relay: new URL(publicUrl).origin,
    paused: false,
    agent: { status: 'running', since: 1 },
    carrier: {
      status: 'online',
      provenAt: 0,
      connections: [{ node: 'relay-1', rttMs: 12, since: 1 }],
    },
    exposed: [
      {
        connectionId: connection.id,
        publicUrl,
        target: { status: 'unknown' },
        signIn: 'ready',
        heldBackTools: [],
        ...one,
      },
    ],
    traffic: [],
    accessKeyHeader: '',
    ...parts,
  }
}

function look(view: TunnelView, at: typeof connection | undefined = connection) {
  const clock = { now: () => 5000, wait: () => Promise.resolve() }
  return createTunnelDoctor({ view: () => view, http: httpFor(), clock })(at, never)
}

describe('the doctor', () => {
  it('passes a tunnel whose every hop answers, with the times', async () => {
    const check = await look(linked(await relay()))
    expect(check).toMatchObject({ id: 'tunnel', status: 'pass' })
    expect(check.evidence).toMatch(/relay-1 in 12 ms, proven 5 s ago; .* 1 offered/)
  })

  it('skips what is not there, and says why', async () => {
    const url = await relay()
    expect(await look({ status: 'not-linked' })).toMatchObject({ status: 'skip' })
    expect(await look(linked(url, { exposed: [] }))).toMatchObject({
      status: 'skip',
      evidence: 'the connection is not offered: aip tunnel expose',
    })
  })

  it('names each hop that fails', async () => {
    const url = await relay()
    const stranger = await relay({})
    const gone = `http://127.0.0.1:${await closedPort()}/t/ada/example`
    const offline = { status: 'offline', since: 1 } as const
    const unreachable = {
      status: 'unreachable',
      problem: {
        code: 'unreachable',
        step: 'tunnel',
        whoseTurn: 'server-owner',
        message: 'x',
        next: 'y',
      },
    } as const
    const codes = await Promise.all(
      [
        linked(url, { agent: { status: 'stopped' } }),
        linked(url, { carrier: offline }),
        linked(stranger),
        linked(gone),
        linked(url, {}, { signIn: 'needed' }),
        linked(url, {}, { target: unreachable }),
      ].map(async (view) => {
        const check = await look(view)
        return check.status === 'fail' ? check.code : check.status
      }),
    )
    expect(codes).toEqual([
      'agent-not-running',
      'tunnel-offline',
      'relay-unreachable',
      'connection-refused',
      'sign-in-needed',
      'unreachable',
    ])
  })
})

describe('the state of a running tunnel', () => {
  const online = {
    status: 'online',
    since: 1,
    rttMs: 3,
    relay: 'r',
    publicUrl: 'https://r/t/ada',
  } as const
  const call = {
    at: 10,
    connection: 'example',
    caller: '',
    method: 'POST',
    operation: '',
    name: '',
    bytesIn: 0,
    bytesOut: 0,
    ms: 5,
  }

  it('is online while one line is, and remembers since when none was', () => {
    let state = startState(1)
    state = afterEvent(state, { type: 'lines', lines: [{ status: 'connecting' }, online] }, 2)
    expect(state).toMatchObject({
      offlineSince: undefined,
      provenAt: 2,
      publicUrl: online.publicUrl,
    })
    state = afterEvent(state, { type: 'lines', lines: [{ status: 'connecting' }] }, 3)
    state = afterEvent(state, { type: 'ended', why: 'killed', retryAt: 9 }, 4)
    expect(state).toMatchObject({
      offlineSince: 3,
      lines: [],
      agent: { status: 'failed', why: 'killed', retryAt: 9 },
      // The address stays the same, and is known before the line is back.
      publicUrl: online.publicUrl,
    })
  })

  it('learns about servers from calls that reached them, or did not', () => {
    const after = (status: number, failure?: string) => {
      const outcome = failure === undefined ? 'answered' : 'failed'
      const line = { ...call, status, outcome, ...(failure && { failure }) } as const
      return afterEvent(startState(0), { type: 'call', call: line }, 20).targets['example']
    }
    expect(after(200)).toEqual({ status: 'reachable', provenAt: 15 })
    expect(after(500)).toEqual({ status: 'reachable', provenAt: 15 })
    expect(after(502, 'upstream_refused')).toEqual({
      status: 'unreachable',
      failure: 'upstream_refused',
    })
    expect(after(502, 'policy_tool_blocked')).toBeUndefined()
  })
})
