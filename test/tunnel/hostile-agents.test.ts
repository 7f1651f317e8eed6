/** Agents that mean harm: what they can claim, and what of their answers reaches a caller. */
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proofMaker } from '#tunnel/agent/carrier/proof.ts'
import type { LinkedDevice } from '#tunnel/agent/link.ts'
import { createAnswerReader } from '#tunnel/http1/answer-reader.ts'
import {
  atEnd,
  call,
  codeOf,
  linkMachine,
  makeTunnel,
  online,
  startAgent,
  startAll,
  startRelay,
  through,
  until,
} from './relay-fixture.ts'

type Headers = Record<string, string>

/** An upgrade request with these headers; the socket when it was let in, else the status and the reason. */
async function knock(relay: string, headers: Headers): Promise<Duplex | string> {
  const asked = request(`${relay}/agent/v1`, {
    agent: false,
    headers: { connection: 'Upgrade', upgrade: 'aip-tunnel/1', ...headers },
  })
  asked.end()
  return new Promise((resolve, reject) => {
    asked.once('error', reject)
    asked.once('upgrade', (_answer, socket) => {
      socket.on('error', () => undefined)
      atEnd(() => void socket.destroy())
      resolve(socket)
    })
    asked.once('response', (answer: IncomingMessage) => {
      answer.setEncoding('utf8')
      answer.once('data', (text: string) => {
        resolve((JSON.parse(text) as { refused: { code: string } }).refused.code)
      })
    })
  })
}

async function proofOf(device: LinkedDevice, change: { relay?: string; nonce?: string } = {}) {
  const relay = new URL(device.relay)
  const nonce = change.nonce ?? (await nonceOf(relay.origin))
  const parts = {
    relay: change.relay ?? relay.origin,
    role: 'control',
    session: '',
    nonce,
  } as const
  return proofMaker(device)(parts)
}

async function nonceOf(relay: string): Promise<string> {
  const answer = await call(`${relay}/agent/v1/nonce`)
  return (JSON.parse(answer.body) as { nonce: string }).nonce
}

async function linked() {
  const relay = await startRelay()
  const tunnel = await makeTunnel(relay)
  return { relay, tunnel, device: await linkMachine(tunnel.linkKey) }
}

describe('an agent that dials', () => {
  it('is let in with its own key, once per challenge', async () => {
    const { relay, device } = await linked()
    const proof = await proofOf(device)
    expect(typeof (await knock(relay.origin, proof))).toBe('object')
    expect(await knock(relay.origin, proof)).toBe('nonce_expired')
  })

  it('is not there for calls before it has said what it offers', async () => {
    const { relay, tunnel, device } = await linked()
    const control = await knock(relay.origin, await proofOf(device))
    if (typeof control === 'string') throw new Error(control)
    control.write('{"type":"hello","version":"1","os":"x"}\n')
    await once(control, 'data')
    // It is on its way, so the call waits, and is not told that nothing is offered.
    expect(codeOf(await through(tunnel))).toBe('tunnel_offline')
    control.write('{"type":"exposed","connections":[]}\n')
    await until(async () => codeOf(await through(tunnel)) === 'not_exposed')
  })

  it.each([
    ['the key of another device', 'proof_wrong'],
    ['a signature for another relay', 'proof_wrong'],
    ['the name of another tunnel', 'device_unknown'],
    ['a device nobody knows', 'device_unknown'],
    ['a challenge of its own', 'nonce_expired'],
    ['a signature for a call socket', 'proof_wrong'],
  ])('is turned away with %s', async (trick, code) => {
    const { relay, device } = await linked()
    const { privateKey } = generateKeyPairSync('ed25519')
    const other = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url')
    const proofs: Record<string, () => Promise<Headers>> = {
      'the key of another device': () => proofOf({ ...device, privateKey: other }),
      'a signature for another relay': () => proofOf(device, { relay: 'https://evil.example' }),
      'the name of another tunnel': () => proofOf({ ...device, tunnelId: 'tun_other' }),
      'a device nobody knows': () => proofOf({ ...device, deviceId: 'dev_other' }),
      'a challenge of its own': () => proofOf(device, { nonce: 'A'.repeat(48) }),
      'a signature for a call socket': async () => {
        const nonce = await nonceOf(device.relay)
        const parts = { relay: device.relay, role: 'call', session: 'ses_x', nonce } as const
        return { ...proofMaker(device)(parts), 'aip-role': 'control' }
      },
    }
    expect(await knock(relay.origin, (await proofs[trick]?.()) ?? {})).toBe(code)
  })

  it('opens no call socket it was not asked for', async () => {
    const { relay, device } = await linked()
    const control = await knock(relay.origin, await proofOf(device))
    if (typeof control === 'string') throw new Error(control)
    control.write('{"type":"hello","version":"1","os":"x"}\n')
    const welcome = await new Promise<string>((resolve) =>
      control.once('data', (part: Buffer) => resolve(String(part).split('\n')[0] ?? '')),
    )
    const { session } = JSON.parse(welcome) as { session: string }
    const parts = { relay: relay.origin, role: 'call', session, nonce: 'invented' } as const
    expect(await knock(relay.origin, proofMaker(device)(parts))).toBe('nonce_expired')
  })

  it('cannot break the handshake whatever it sends', async () => {
    const { relay, device } = await linked()
    const good = await proofOf(device, { nonce: 'A'.repeat(48) })
    const names = [...Object.keys(good), 'aip-session']
    const token = fc.string({ maxLength: 100 }).map((text) => text.replace(/[^!-~]/g, 'x'))
    const headers = fc.dictionary(fc.constantFrom(...names), token)
    await fc.assert(
      fc.asyncProperty(headers, async (changed) => {
        expect(typeof (await knock(relay.origin, { ...good, ...changed }))).toBe('string')
      }),
      { numRuns: 60 },
    )
    expect(typeof (await knock(relay.origin, await proofOf(device)))).toBe('object')
  })

  it.each([
    ['no JSON', 'hello\n'],
    ['an unknown message', '{"type":"admin"}\n'],
    ['a name with a path', '{"type":"exposed","connections":[{"name":"../x","ready":true}]}\n'],
    ['a line without end', 'x'.repeat(300_000)],
    ['a flood', '{"type":"pong","id":1}\n'.repeat(500)],
  ])('is hung up on after %s', async (_, bytes) => {
    const { relay, device } = await linked()
    const control = await knock(relay.origin, await proofOf(device))
    if (typeof control === 'string') throw new Error(control)
    control.resume()
    const closed = new Promise((resolve) => control.once('close', resolve))
    control.write(bytes)
    await closed
  })
})

describe('a link key', () => {
  it('of a personal tunnel works once; a second try is refused and shown to the administrator', async () => {
    const { relay, tunnel, device } = await linked()
    await expect(linkMachine(tunnel.linkKey, 'thief')).rejects.toMatchObject({
      code: 'link_key_used',
    })
    const { body } = await relay.admin('GET', '/devices')
    expect(body).toMatchObject({
      devices: [{ id: device.deviceId, warning: expect.stringContaining('thief') }],
    })
  })

  it('of an organization links several machines', async () => {
    const relay = await startRelay()
    const tunnel = await makeTunnel(relay, { organization: true })
    const [a, b] = [await linkMachine(tunnel.linkKey, 'a'), await linkMachine(tunnel.linkKey, 'b')]
    expect(a.deviceId).not.toBe(b.deviceId)
  })

  it('that is wrong is refused', async () => {
    const { tunnel } = await linked()
    const wrong = tunnel.linkKey.replace(/.{43}$/, 'A'.repeat(43))
    await expect(linkMachine(wrong)).rejects.toMatchObject({ code: 'link_key_unknown' })
  })
})

describe('a machine that is revoked', () => {
  it('is cut at once, calls in flight with it, and does not come back', async () => {
    const { relay, tunnel, device, carrier } = await startAll((_request, response) => {
      response.write('half')
    })
    const cut = through(tunnel)
    const failed = expect(cut).rejects.toThrow()
    await until(async () => (await busyCalls(relay)) === 1)
    await relay.admin('DELETE', `/devices/${device.deviceId}`)
    await failed
    await until(() => carrier.status().status === 'refused')
    expect(codeOf(await through(tunnel))).toBe('tunnel_offline')
    carrier.redial()
    await until(() => carrier.status().status === 'refused')
  })
})

async function busyCalls(relay: { admin(m: string, p: string): Promise<{ body: unknown }> }) {
  const { body } = await relay.admin('GET', '/devices')
  const { devices } = body as { devices: { live: { calls: number } | null }[] }
  return devices[0]?.live?.calls
}

describe('an answer that breaks the rules', () => {
  /** An agent whose machine answers calls with raw bytes. */
  async function answeringWith(bytes: string) {
    const { tunnel, device } = await linked()
    const carrier = await startAgent(device, (req) => req.socket.write(bytes, 'latin1'), {
      dial: async (url) => connect(Number(url.port), '127.0.0.1'),
    })
    await online(carrier)
    return through(tunnel)
  }

  it.each([
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    [
      'a length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    ],
    ['no length', 'HTTP/1.1 200 OK\r\n\r\nabc'],
    [
      'a bare line feed in a header',
      'HTTP/1.1 200 OK\r\nx: a\nset: b\r\ncontent-length: 0\r\n\r\n',
    ],
    ['a carriage return in a header', 'HTTP/1.1 200 OK\r\nx: a\rb\r\ncontent-length: 0\r\n\r\n'],
    ['a folded header', 'HTTP/1.1 200 OK\r\nx: a\r\n b\r\ncontent-length: 0\r\n\r\n'],
    ['a head of 100 KB', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`],
    ['a second answer behind the first', `HTTP/1.1 204 No\r\n\r\nHTTP/1.1 200 OK\r\n\r\n`],
    ['another protocol', 'HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n'],
    ['an upgrade', 'HTTP/1.1 101 Switching\r\n\r\n'],
  ])('does not reach the caller: %s', async (_, bytes) => {
    const outcome = await answeringWith(bytes).then(
      (answer) => `${answer.status} ${String(answer.headers['aip-tunnel-failure'])}`,
      () => 'broken off',
    )
    expect(['502 carrier; carrier_unusable_answer', 'broken off']).toContain(outcome)
  })

  it('loses what would hold for the whole host of the relay', async () => {
    const { tunnel } = await startAll((_request, response) => {
      response.writeHead(200, {
        'set-cookie': 'a=b',
        'strict-transport-security': 'max-age=1',
        'clear-site-data': '"*"',
        'content-type': 'text/html',
        'aip-caller': 'x',
      })
      response.end('<script>1</script>')
    })
    const { headers } = await through(tunnel)
    for (const name of ['set-cookie', 'strict-transport-security', 'clear-site-data', 'aip-caller'])
      expect(headers, name).not.toHaveProperty(name)
    expect(headers['content-security-policy']).toBe('sandbox')
  })
})

describe('the reader of answers', () => {
  it('understands an answer in whatever pieces it arrives', () => {
    const body = fc.array(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 6 })
    fc.assert(
      fc.property(body, fc.array(fc.nat(60), { maxLength: 40 }), (parts, cuts) => {
        const chunks = parts.map((part) => Buffer.from(part))
        const framed = chunks.map((chunk) =>
          Buffer.concat([
            Buffer.from(`${chunk.length.toString(16)}\r\n`),
            chunk,
            Buffer.from('\r\n'),
          ]),
        )
        const head = 'HTTP/1.1 200 OK\r\nx: y\r\ntransfer-encoding: chunked\r\n\r\n'
        const bytes = Buffer.concat([Buffer.from(head), ...framed, Buffer.from('0\r\n\r\n')])
        const seen: Buffer[] = []
        let ended = 0
        const reader = createAnswerReader(
          { head: () => undefined, data: (part) => void seen.push(part), end: () => (ended += 1) },
          false,
        )
        let at = 0
        for (const cut of [...cuts, bytes.length]) {
          const part = bytes.subarray(at, at + cut + 1)
          at += cut + 1
          if (part.length > 0) reader.read(part)
        }
        expect(Buffer.concat(seen)).toEqual(Buffer.concat(chunks))
        expect(ended).toBe(1)
      }),
    )
  })
})
