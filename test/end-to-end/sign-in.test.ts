/** Signing in where no browser is, where nobody comes back, and where somebody else answers (R05, R15, R22, R25). */
import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { openHome, type Running } from './aip.ts'
import { shapes } from './shapes.ts'
import { until } from './until.ts'
import { startWatchedServer } from './watched-server.ts'

/** The sign-in link of a running `aip connect`, and the callback it names. */
async function linkOf(running: Running): Promise<{ link: URL; callback: URL }> {
  const [, text = ''] = await running.said(/^ {2}(http\S+authorize\S+)$/m)
  const link = new URL(text)
  return { link, callback: new URL(link.searchParams.get('redirect_uri') ?? '') }
}

/** Signs in as a person on another machine does, and returns the address their browser ends at. */
async function addressAfterSignIn(link: URL): Promise<string> {
  const form = { request: link.search.slice(1), account: 'ada@example.com', decision: 'allow' }
  const answer = await fetch(new URL('/authorize', link), {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
  })
  return answer.headers.get('location') ?? ''
}

/** What the callback answers to a request with these parameters and this Host. */
function callBack(callback: URL, query: string, host = callback.host): Promise<number> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: callback.port, headers: { host } }
    request({ ...options, path: `${callback.pathname}?${query}` }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

const nobodyListens = (callback: URL) =>
  callBack(callback, '').then(
    () => false,
    () => true,
  )

const withoutScreen = {
  BROWSER: undefined,
  DISPLAY: undefined,
  WAYLAND_DISPLAY: undefined,
  SSH_CONNECTION: '10.0.0.7 50000 10.0.0.8 22',
}

describe('without a browser on this machine (R22)', () => {
  it.each([
    ['the whole address', (address: string) => address],
    ['its query', (address: string) => new URL(address).search],
    [
      'the code with its state',
      (address: string) => {
        const { searchParams } = new URL(address)
        return `${searchParams.get('code')}#${searchParams.get('state')}`
      },
    ],
  ])('pasting %s signs in, what belongs to another sign-in does not', async (_, pasted) => {
    // A code alone cannot say who it comes from; where the server promises that, the address is needed.
    await using server = await startWatchedServer({ issuerInReply: false })
    await using home = openHome(withoutScreen)
    const running = home.start(['connect', server.url, '--json'])
    const { link } = await linkOf(running)
    const address = await addressAfterSignIn(link)
    const foreign = new URL(address)
    foreign.searchParams.set('state', 'somebody-else')
    running.child.stdin.write(`${foreign.href}\n`)
    await running.said(/belongs to another sign-in/)
    expect(server.to('/token')).toHaveLength(0)
    running.child.stdin.write(`${pasted(address)}\n`)
    const ended = await running.ended
    expect(ended.code, ended.stderr).toBe(0)
    expect(shapes.connect.parse(ended.json()).connection.status).toBe('ready')
  })

  it('--no-browser only prints the link, and the listener is there all the same', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    const running = home.start(['connect', server.url, '--no-browser'])
    const { link } = await linkOf(running)
    await fetch(await addressAfterSignIn(link))
    expect((await running.ended).code).toBe(0)
    expect(home.tabs()).toEqual([])
  })
})

describe('a sign-in nobody finishes (R15)', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'is cancelled by %s, and its port is free',
    async (signal) => {
      await using server = await startWatchedServer()
      await using home = openHome()
      const running = home.start(['connect', server.url, '--no-browser', '--json'])
      const { callback } = await linkOf(running)
      running.child.kill(signal)
      await until('the port is free', () => nobodyListens(callback), 5000)
      const ended = await running.ended
      expect([ended.code, ended.problem().code]).toEqual([8, 'cancelled'])
      expect((await home.run(['list', '--json'])).stdout).toBe('{"connections":[]}\n')
    },
  )

  it('is over after its time, stores nothing half, and the next attempt registers nothing anew', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    const ended = await home.run([
      'connect',
      server.url,
      '--no-browser',
      '--timeout',
      '1',
      '--json',
    ])
    expect([ended.code, ended.problem().code]).toEqual([8, 'not-completed'])
    expect((await home.run(['list', '--json'])).stdout).toBe('{"connections":[]}\n')
    expect((await home.run(['connect', server.url])).code).toBe(0)
    expect(server.to('/register')).toHaveLength(1)
  })

  it('that was killed is no obstacle to the next one (R05)', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    const running = home.start(['connect', server.url, '--no-browser'])
    await linkOf(running)
    running.child.kill('SIGKILL')
    await running.ended
    expect((await home.run(['connect', server.url])).code).toBe(0)
  })

  it('that the person refused is named so', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    const ended = await home.run(['connect', server.url, '--json'], { decision: 'deny' })
    expect([ended.code, ended.problem().code]).toEqual([7, 'sign-in-refused'])
    expect((await home.run(['list', '--json'])).stdout).toBe('{"connections":[]}\n')
  })
})

describe('the callback (R25)', () => {
  it('answers a wrong state with 400, a foreign Host with 400, and the real sign-in still completes', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    const running = home.start(['connect', server.url, '--no-browser'])
    const { link, callback } = await linkOf(running)
    const state = link.searchParams.get('state') ?? ''
    expect(await callBack(callback, 'code=stolen&state=guessed')).toBe(400)
    expect(await callBack(callback, 'code=stolen')).toBe(400)
    expect(await callBack(callback, `code=stolen&state=${state}`, 'evil.example')).toBe(400)
    await fetch(await addressAfterSignIn(link))
    expect((await running.ended).code).toBe(0)
    expect(server.to('/token').map(({ form }) => form.get('code'))).not.toContain('stolen')
  })

  it('uses no code from an answer that names another issuer', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    const running = home.start(['connect', server.url, '--no-browser', '--json'])
    const { link } = await linkOf(running)
    const address = new URL(await addressAfterSignIn(link))
    address.searchParams.set('iss', 'https://attacker.example')
    await fetch(address)
    const ended = await running.ended
    expect([ended.code, ended.problem().code]).toEqual([5, 'reply-issuer-mismatch'])
    expect(server.to('/token')).toHaveLength(0)
  })

  it('keeps three sign-ins of three processes apart, whichever is answered first (R05)', async () => {
    await using home = openHome()
    await using one = await startWatchedServer()
    await using two = await startWatchedServer()
    await using three = await startWatchedServer()
    const servers = [one, two, three]
    const running = servers.map(({ url }, index) =>
      home.start(['connect', url, '--name', `server-${index}`, '--no-browser', '--json']),
    )
    const links = await Promise.all(running.map(linkOf))
    for (const { link } of links.toReversed()) await fetch(await addressAfterSignIn(link))
    const ended = await Promise.all(running.map((each) => each.ended))
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
    for (const server of servers) expect(server.to('/token')).toHaveLength(1)
  })
})
