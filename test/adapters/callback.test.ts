/** The callback listener: reached by both loopback addresses and by nobody else's name, each login by its own state (R04, R05, R25). */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { createCallback } from '#adapters/callback.ts'
import { isProblem } from '#core/app-error.ts'
import type { CallbackListener } from '#core/ports.ts'
import { freePort } from '../servers/start-process.ts'

const { signal } = new AbortController()
const open: CallbackListener[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

const callback = createCallback()

async function listen(parts: Partial<Parameters<typeof callback.listen>[0]> = {}) {
  const listener = await callback.listen({
    spelling: '127.0.0.1',
    ports: [0],
    path: '/callback',
    ...parts,
  })
  open.push(listener)
  return listener
}

/** The whole answer to exactly these bytes. */
async function send(port: number, request: string, host = '127.0.0.1'): Promise<string> {
  const socket = connect(port, host)
  socket.write(request)
  return text(socket)
}

function get(port: number, target: string, host = `127.0.0.1:${port}`, method = 'GET') {
  return send(port, `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
}

async function statusOf(answer: Promise<string>): Promise<number> {
  return Number((await answer).split(' ')[1])
}

/** What a promise has come to so far. */
function settledBy(promise: Promise<URLSearchParams>): { query?: URLSearchParams } {
  const seen: { query?: URLSearchParams } = {}
  promise.then(
    (query) => (seen.query = query),
    () => undefined,
  )
  return seen
}

describe('a callback', () => {
  it.each(['127.0.0.1', '::1'])('R04: arrives at %s', async (address) => {
    const listener = await listen()
    const reply = listener.reply('s1', signal)
    const answer = await send(
      listener.port,
      `GET /callback?code=c1&state=s1 HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n`,
      address,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect((await reply).get('code')).toBe('c1')
  })

  it.each(['127.0.0.1', 'localhost'] as const)(
    'R04: has %s in its address when that was asked for',
    async (spelling) => {
      const listener = await listen({ spelling, path: '/oauth/done' })
      expect(listener.redirectUri).toBe(`http://${spelling}:${listener.port}/oauth/done`)
      const reply = listener.reply('s1', signal)
      await fetch(`${listener.redirectUri}?code=c&state=s1`)
      expect((await reply).get('code')).toBe('c')
    },
  )

  it('R05: reaches the login whose state it carries, in whatever order', async () => {
    const port = await freePort()
    const logins = [await listen({ ports: [port] }), await listen({ ports: [port] })]
    const [one, two] = logins.map((each, index) => each.reply(`s${index}`, signal))
    expect(new Set(logins.map((each) => each.port))).toEqual(new Set([port]))
    await get(port, '/callback?code=second&state=s1')
    await get(port, '/callback?code=first&state=s0')
    expect((await one)?.get('code')).toBe('first')
    expect((await two)?.get('code')).toBe('second')
  })

  it('R25: with a wrong state is answered 400, and the right one still completes', async () => {
    const listener = await listen()
    const reply = listener.reply('right', signal)
    const seen = settledBy(reply)
    for (const target of [
      '/callback?code=forged&state=wrong',
      '/callback?code=forged',
      '/callback?error=access_denied&state=',
      '/callback?code=forged&state=right&state=right',
      '/other?code=forged&state=right',
      '/callback/?code=forged&state=right',
    ]) {
      expect(await statusOf(get(listener.port, target))).toBe(400)
    }
    expect(seen).toEqual({})
    expect(await statusOf(get(listener.port, '/callback?code=real&state=right'))).toBe(200)
    expect((await reply).get('code')).toBe('real')
  })

  it('R25: counts once: a reload shows the page again and changes nothing', async () => {
    const listener = await listen()
    const reply = listener.reply('s1', signal)
    await get(listener.port, '/callback?code=first&state=s1')
    expect(await statusOf(get(listener.port, '/callback?code=second&state=s1'))).toBe(200)
    expect((await reply).get('code')).toBe('first')
  })

  it('with an error arrives as well, and its page says that it was not completed', async () => {
    const listener = await listen()
    const reply = listener.reply('s1', signal)
    const answer = await get(listener.port, '/callback?error=access_denied&state=s1')
    expect(answer).toContain('not completed')
    expect((await reply).get('error')).toBe('access_denied')
  })

  it('as long as a real one can be arrives whole', async () => {
    const listener = await listen()
    const reply = listener.reply('s1', signal)
    const code = 'c'.repeat(20_000)
    await get(listener.port, `/callback?code=${code}&state=s1`)
    expect((await reply).get('code')).toBe(code)
  })
})

describe('a request that is no callback', () => {
  it.each([
    'attacker.example',
    'localhost.attacker.example',
    '127.0.0.1.nip.io',
    '[::]',
    '0.0.0.0',
    '',
  ])('R25 S3: under the name %j (DNS rebinding) is refused', async (name) => {
    const listener = await listen()
    const seen = settledBy(listener.reply('s1', signal))
    const host = name === '' ? '' : `${name}:${listener.port}`
    expect(await statusOf(get(listener.port, '/callback?code=c&state=s1', host))).toBe(400)
    expect(seen).toEqual({})
  })

  it('R25: under our name with another port is refused', async () => {
    const listener = await listen()
    const answer = get(listener.port, '/callback?code=c&state=s1', '127.0.0.1:1')
    expect(await statusOf(answer)).toBe(400)
  })

  it.each([
    ['GET', '//attacker.example/callback?code=c&state=s1', 400],
    ['GET', 'http://attacker.example/callback?code=c&state=s1', 400],
    ['OPTIONS', '*', 400],
    ['POST', '/callback?code=c&state=s1', 405],
    ['HEAD', '/callback?code=c&state=s1', 405],
    ['GET', '/favicon.ico', 404],
    ['GET', '/', 400],
  ])('%s %s is answered %i and %i', async (method, target, status) => {
    const listener = await listen()
    const seen = settledBy(listener.reply('s1', signal))
    expect(await statusOf(get(listener.port, target, undefined, method))).toBe(status)
    expect(seen).toEqual({})
  })

  it('that is no HTTP at all does not disturb the one that waits', async () => {
    const listener = await listen()
    const reply = listener.reply('s1', signal)
    await send(listener.port, '\u0016\u0003\u0001 hello\r\n\r\n')
    await get(listener.port, '/callback?code=c&state=s1')
    expect((await reply).get('code')).toBe('c')
  })
})

it('S3: its pages repeat nothing of the request, run nothing, and are kept by nobody', async () => {
  const listener = await listen()
  void listener.reply('s1', signal)
  const inject = encodeURIComponent('<script>alert(1)</script>')
  for (const target of [
    `/callback?code=c&state=s1&error_description=${inject}`,
    `/callback?code=${inject}&state=unknown`,
  ]) {
    const answer = await get(listener.port, target)
    expect(answer).not.toMatch(/<script|alert\(1\)|state=|unknown/)
    expect(answer).toMatch(/content-security-policy: default-src 'none'; style-src 'sha256-/)
    expect(answer).toMatch(/cache-control: no-store/)
    expect(answer).toMatch(/referrer-policy: no-referrer/)
    expect(answer).not.toMatch(/access-control/i)
  }
})

describe('closing', () => {
  it('R15: frees the port at once, even with connections that say nothing', async () => {
    const listener = await listen()
    const idle = connect(listener.port, '127.0.0.1')
    idle.on('error', () => undefined)
    await once(idle, 'connect')
    idle.write('GET /callback?state=')
    const before = performance.now()
    await listener.close()
    // One second is the promise made to the person, not a measurement.
    expect(performance.now() - before).toBeLessThan(1000)
    const again = await listen({ ports: [listener.port] })
    expect(again.port).toBe(listener.port)
    idle.destroy()
  })

  it('ends the wait of its own login, and of no other on the same port', async () => {
    const port = await freePort()
    const [one, two] = [await listen({ ports: [port] }), await listen({ ports: [port] })]
    const ended = one.reply('s1', signal)
    const waiting = two.reply('s2', signal)
    await Promise.all([
      expect(ended).rejects.toSatisfy((error) => isProblem(error, 'cancelled')),
      one.close(),
    ])
    expect(await statusOf(get(port, '/callback?code=late&state=s1'))).toBe(400)
    await get(port, '/callback?code=c2&state=s2')
    expect((await waiting).get('code')).toBe('c2')
  })

  it('twice does no harm', async () => {
    const listener = await listen()
    await listener.close()
    await listener.close()
    await expect(listener.reply('s1', signal)).rejects.toSatisfy((error) =>
      isProblem(error, 'cancelled'),
    )
  })

  it('a cancelled wait ends with its reason, and the port stays for the next one', async () => {
    const listener = await listen()
    const cancel = new AbortController()
    const reply = listener.reply('s1', cancel.signal)
    cancel.abort(new Error('the person cancelled'))
    await expect(reply).rejects.toThrow('the person cancelled')
    expect(await statusOf(get(listener.port, '/callback?code=late&state=s1'))).toBe(400)
    const next = listener.reply('s2', signal)
    await get(listener.port, '/callback?code=c&state=s2')
    expect((await next).get('code')).toBe('c')
  })
})

describe('a busy port', () => {
  async function occupy(host: string): Promise<{ port: number; free(): Promise<void> }> {
    const port = await freePort()
    const server = createServer().listen(port, host)
    await once(server, 'listening')
    return {
      port,
      async free() {
        server.close()
        await once(server, 'close')
      },
    }
  }

  it.each(['127.0.0.1', '::1'])(
    'R05: taken at %s is not used; the next of the list is',
    async (host) => {
      const busy = await occupy(host)
      const other = await freePort()
      const listener = await listen({ ports: [busy.port, other] })
      expect(listener.port).toBe(other)
      await busy.free()
    },
  )

  it('R05: when all are taken, the problem names ports and the program that holds them', async () => {
    const busy = await occupy('127.0.0.1')
    const outcome: unknown = await listen({ ports: [busy.port] }).catch((error: unknown) => error)
    await busy.free()
    if (!isProblem(outcome, 'callback-port-busy')) throw outcome
    const { message, details } = outcome.problem
    expect(message).toContain(String(busy.port))
    if (process.platform === 'linux') {
      expect(details?.['holders']).toMatch(new RegExp(`^\\S.* \\(process ${process.pid}\\)$`))
    }
    // Who waits behind a failure does not share it.
    expect((await listen()).port).toBeGreaterThan(0)
  })
})
