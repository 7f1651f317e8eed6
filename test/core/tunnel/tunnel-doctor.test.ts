/** The doctor's look at the tunnel names the hop that fails: link, agent, line, relay, gateway, sign-in, server (R21). */
import { describe, expect, it } from 'vitest'
import type { ExposedView, TunnelView } from '#contract/tunnel-view.ts'
import { appError } from '#core/app-error.ts'
import type { LinkRecord } from '#core/tunnel/link-record.ts'
import type { Probed } from '#core/tunnel/ports.ts'
import { afterEvent, startState } from '#core/tunnel/tunnel-state.ts'
import { createTunnelDoctor } from '#core/tunnel/tunnel-doctor.ts'
import { connectionFor } from '#test/core/app/connection-for.ts'

type Linked = Extract<TunnelView, { status: 'linked' }>

const never = new AbortController().signal
const connection = connectionFor({})

const publicUrl = 'https://relay.example.com/t/ada/example'
const link: LinkRecord = {
  relay: 'https://relay.example.com',
  tunnelId: 'tun_1',
  tunnel: 'ada',
  deviceId: 'dev_1',
  privateKey: 'k',
  publicUrl: 'https://relay.example.com/t/ada',
}

function linked(parts: Partial<Linked> = {}, one: Partial<ExposedView> = {}): Linked {
  return {
    status: 'linked',
    tunnel: 'ada',
    kind: 'personal',
    relay: link.relay,
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

const answered: Probed = { status: 'answered', httpStatus: 200 }

function failedAt(origin: Extract<Probed, { status: 'failed' }>['origin'], code: string): Probed {
  return { status: 'failed', origin, code, message: 'It did not.', next: 'Do something.' }
}

interface Scene {
  readonly at?: typeof connection | undefined
  readonly probed?: Probed
  readonly readLink?: () => Promise<LinkRecord | undefined>
}

/** The doctor over a call through the relay that ends as the scene says. */
function look(view: TunnelView, scene: Scene = {}) {
  const { at = connection, probed = answered, readLink = () => Promise.resolve(link) } = scene
  const clock = { now: () => 5000, wait: () => Promise.resolve() }
  const probe = () => Promise.resolve(probed)
  return createTunnelDoctor({ view: () => view, probe, readLink, clock })(at, never)
}

describe('the doctor', () => {
  it('passes a tunnel whose every hop answers, with the times', async () => {
    const check = await look(linked())
    expect(check).toMatchObject({ id: 'tunnel', status: 'pass' })
    expect(check.evidence).toMatch(/relay-1 in 12 ms, proven 5 s ago; .*example answers 200 in/)
  })

  it('skips what is not there, and says why', async () => {
    expect(await look({ status: 'not-linked' })).toMatchObject({ status: 'skip' })
    expect(await look(linked({ exposed: [] }))).toMatchObject({
      status: 'skip',
      evidence: 'the connection is not offered: aip tunnel expose',
    })
  })

  it('names what fails on this side', async () => {
    const offline = { status: 'offline', since: 1 } as const
    const stopped = await look(linked({ agent: { status: 'stopped' } }))
    expect(stopped).toMatchObject({ status: 'fail', code: 'agent-not-running' })
    expect(await look(linked({ carrier: offline }))).toMatchObject({ code: 'tunnel-offline' })
  })

  it.each([
    ['relay', 'tunnel_offline', 'tunnel-offline', 'at the relay'],
    ['relay', 'not_exposed', 'not-exposed', 'at the relay'],
    ['carrier', 'carrier_lost', 'tunnel-offline', 'between relay and agent'],
    ['policy', 'policy_address_forbidden', 'address-forbidden', 'at a rule of the tunnel'],
    ['policy', 'policy_access_denied', 'relay-refused', 'The relay does not accept the proof'],
    ['sign-in', 'sign_in_needed', 'sign-in-needed', 'at the sign-in'],
    ['dns', 'upstream_name_unknown', 'host-not-found', 'looking up the server'],
    ['tls', 'upstream_certificate', 'tls-failed', 'at the certificate of the server'],
    ['connect', 'upstream_refused', 'unreachable', 'connecting to the server'],
    ['upstream', 'upstream_broken', 'server-error', 'at the server'],
    ['timeout', 'upstream_timeout', 'timed-out', 'waiting for the server'],
  ] as const)('names the hop of a call that fails: %s, %s', async (origin, code, named, words) => {
    const check = await look(linked(), { probed: failedAt(origin, code) })
    expect(check).toMatchObject({ status: 'fail', code: named })
    expect(check.evidence).toContain(words)
  })

  it('tells a stranger at the public address from the relay', async () => {
    const check = await look(linked(), { probed: { status: 'stranger', address: publicUrl } })
    expect(check).toMatchObject({ status: 'fail', code: 'relay-unreachable' })
    expect(check.evidence).toContain('Something else than the relay')
  })

  it('warns when the vault is closed, because no call can be made without it', async () => {
    const readLink = () =>
      Promise.reject(
        appError('passphrase-needed', {
          step: 'vault',
          whoseTurn: 'you',
          message: 'None was given.',
          next: 'Give one.',
        }),
      )
    const check = await look(linked(), { readLink })
    expect(check).toMatchObject({ status: 'warn', next: 'Give one.' })
    expect(check.evidence).toContain('no call was made through the relay: None was given.')
  })

  it('looks no further than the line over a localtunnel, which knows no machines', async () => {
    const check = await look(linked(), { readLink: () => Promise.resolve(undefined) })
    expect(check).toMatchObject({ status: 'pass' })
    expect(check.evidence).toMatch(/proven 5 s ago; 1 offered$/)
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
      return afterEvent(startState(0), { type: 'calls', calls: [line] }, 20).targets['example']
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
