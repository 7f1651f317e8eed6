/** Waiting for a person: busy ports, several logins at once, pasted addresses, cancelling and giving up (R05, R15, R22). */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { registerAndSignIn } from '#core/sign-in/register-and-sign-in.ts'
import { browse, journey, options, problemOf } from '../journey.ts'
import { startLogin } from '../login-server.ts'

async function occupy(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.close()
    await once(server, 'close')
  })
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  const free = await once(server, 'listening').then(
    () => true,
    () => false,
  )
  if (free) server.close()
  return free
}

function stateOf(url: string): string {
  return new URL(url).searchParams.get('state') ?? ''
}

/** Where a browser that is signed in already ends, without going there. */
async function lastAddress(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' })
  await response.body?.cancel()
  return response.headers.get('location') ?? ''
}

describe('the callback port', () => {
  it('R05: that is busy is replaced by a free one for a client that registered itself', async () => {
    const login = await startLogin()
    const deps = await journey()
    const asked = await options()
    await occupy(asked.ports[0])
    await registerAndSignIn(login.found(), deps, asked)
    const redirect = new URL(deps.opened[0] ?? '').searchParams.get('redirect_uri') ?? ''
    expect(new URL(redirect).port).not.toBe(String(asked.ports[0]))
    expect(redirect).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
  })

  it('R05: the second of several is taken when the first is busy', async () => {
    const login = await startLogin({}, { registration_endpoint: undefined })
    login.clients.set('typed', [])
    const deps = await journey({ client: { clientId: 'typed' } })
    const [one, two] = [await options(), await options()]
    await occupy(one.ports[0])
    await registerAndSignIn(login.found(), deps, { ...one, ports: [one.ports[0], two.ports[0]] })
    expect(deps.opened[0]).toContain(encodeURIComponent(`:${two.ports[0]}/callback`))
  })

  it('R05: that is busy stops a client made by hand, which is registered with that port', async () => {
    const login = await startLogin({}, { registration_endpoint: undefined })
    const deps = await journey({ client: { clientId: 'typed' } })
    const asked = await options()
    await occupy(asked.ports[0])
    const problem = await problemOf(registerAndSignIn(login.found(), deps, asked))
    expect(problem).toMatchObject({ code: 'callback-port-busy', whoseTurn: 'you' })
    expect(problem.message).toContain(String(asked.ports[0]))
    expect(deps.opened).toEqual([])
  })

  it('R05: is shared by three logins to three servers that are answered in reverse order', async () => {
    const logins = [await startLogin(), await startLogin(), await startLogin()]
    const urls: string[] = []
    const all = Promise.withResolvers<void>()
    const deps = await journey({
      browser: (url) => {
        urls.push(url)
        if (urls.length === logins.length) all.resolve()
      },
    })
    const asked = await options()
    const works = logins.map((login) => registerAndSignIn(login.found(), deps, asked))
    await all.promise
    const ports = urls.map(
      (url) => new URL(new URL(url).searchParams.get('redirect_uri') ?? '').port,
    )
    expect(new Set(ports)).toEqual(new Set([String(asked.ports[0])]))
    const order: string[] = []
    works.forEach((work, index) => void work.then(() => order.push(logins[index]?.origin ?? '')))
    for (const url of urls.toReversed()) {
      await browse(url)
      const { origin } = new URL(url)
      await expect.poll(() => order).toContain(origin)
    }
    expect(order).toEqual(urls.toReversed().map((url) => new URL(url).origin))
    for (const [index, work] of works.entries()) {
      const { result } = await work
      expect(result.registration.issuer).toBe(logins[index]?.origin)
      expect(logins[index]?.to('/token')).toHaveLength(1)
    }
    expect(await isFree(asked.ports[0])).toBe(true)
  })
})

describe('a pasted address (R22)', () => {
  const forms: readonly [string, (address: string) => string][] = [
    ['the whole address', (address) => address],
    ['the address in quotes and blanks', (address) => `  "${address}"\n`],
    ['only its query', (address) => new URL(address).search],
    ['the query without the question mark', (address) => new URL(address).search.slice(1)],
    [
      'the code and the state',
      (address) => {
        const { searchParams } = new URL(address)
        return `${searchParams.get('code')}#${searchParams.get('state')}`
      },
    ],
  ]

  it.each(forms)('completes a sign-in without a browser: %s', async (_name, paste) => {
    const login = await startLogin()
    const pasted: string[] = []
    const deps = await journey({ opensBrowser: false, pastes: () => pasted })
    const asked = await options()
    // What the person pastes is where another computer's browser ended.
    const { guide } = deps
    const waiting: typeof guide = {
      ...guide,
      async *pasted(signal) {
        await Promise.resolve()
        const shown = deps.told.findLast((each) => each.type === 'sign-in-waiting')
        pasted.push(paste(await lastAddress(shown?.url ?? '')))
        yield* guide.pasted(signal)
      },
    }
    const { result } = await registerAndSignIn(login.found(), { ...deps, guide: waiting }, asked)
    expect(result.tokens.accessToken).toMatch(/^at-/)
    expect(deps.opened).toEqual([])
    expect(await isFree(asked.ports[0])).toBe(true)
  })

  it('with a wrong state is refused with words, and the callback still completes', async () => {
    const login = await startLogin()
    const deps = await journey({
      pastes: () => ['http://127.0.0.1/callback?code=forged&state=wrong'],
    })
    await registerAndSignIn(login.found(), deps, await options())
    expect(notesOf(deps.told)).toContain('reply-state-mismatch')
    expect(login.to('/token').map(({ body }) => body['code'])).not.toContain('forged')
  })

  it.each(['hello', 'https://login.example.com/', 'code=only-a-code', 'x'.repeat(30_000), ''])(
    'that is no reply (%#) is refused with words, and the callback still completes',
    async (text) => {
      const login = await startLogin()
      const deps = await journey({ pastes: () => [text] })
      await registerAndSignIn(login.found(), deps, await options())
      expect(notesOf(deps.told)).toEqual(['pasted-address-unusable'])
    },
  )

  it('that is first drops the callback: what comes there later goes nowhere', async () => {
    const login = await startLogin()
    const asked = await options()
    const pasted: string[] = []
    const deps = await journey({
      pastes: ({ url }) => [`code=${pasted.join('')}&state=${stateOf(url)}`],
    })
    // A second login keeps the port open, so that the late callback meets somebody.
    const other = await deps.callback.listen({
      spelling: '127.0.0.1',
      ports: asked.ports,
      path: '/callback',
    })
    onTestFinished(() => other.close())
    let late = ''
    login.habits['/authorize'] = ({ query, headers }, usual) => {
      const answer = usual()
      const target = new URL(answer.headers?.['location'] ?? '')
      pasted.splice(0, 1, target.searchParams.get('code') ?? '')
      late = `http://127.0.0.1:${asked.ports[0]}/callback?code=late&state=${query.get('state')}`
      return headers['user-agent']?.startsWith('AIP') === true ? { body: 'page' } : answer
    }
    const never = { ...deps, signInWindow: { show: () => new Promise<never>(() => undefined) } }
    const url = Promise.withResolvers<string>()
    const guide: typeof deps.guide = {
      ...deps.guide,
      async *pasted(signal) {
        await Promise.resolve()
        const shown = deps.told.findLast((each) => each.type === 'sign-in-waiting')
        await lastAddress(shown?.url ?? '')
        url.resolve(shown?.url ?? '')
        yield* deps.guide.pasted(signal)
      },
    }
    await registerAndSignIn(login.found(), { ...never, guide }, asked)
    expect(stateOf(late)).toBe(stateOf(await url.promise))
    const response = await fetch(late, { headers: { connection: 'close' } })
    expect(response.status).toBe(400)
    expect(login.to('/token').map(({ body }) => body['code'])).not.toContain('late')
  })
})

describe('a sign-in nobody finishes (R15)', () => {
  it('that is cancelled frees the port at once, also with a browser still connected', async () => {
    const login = await startLogin()
    const cancel = new AbortController()
    const asked = await options()
    const deps = await journey({
      browser: async () => {
        const idle = connect(asked.ports[0], '127.0.0.1')
        idle.on('error', () => undefined)
        await once(idle, 'connect')
        idle.write('GET /callback HTTP/1.1\r\n')
        setTimeout(() => cancel.abort(), 20)
      },
    })
    let cancelledAt = 0
    cancel.signal.addEventListener('abort', () => (cancelledAt = performance.now()))
    const work = registerAndSignIn(login.found(), deps, { ...asked, signal: cancel.signal })
    expect(await problemOf(work)).toMatchObject({ code: 'cancelled', whoseTurn: 'you' })
    // One second is the promise made to the person, not a measurement.
    expect(performance.now() - cancelledAt).toBeLessThan(1000)
    expect(await isFree(asked.ports[0])).toBe(true)
  })

  it('that was cancelled before it began opens nothing', async () => {
    const login = await startLogin()
    const deps = await journey()
    const asked = { ...(await options()), client: { clientId: 'c1' }, signal: AbortSignal.abort() }
    expect((await problemOf(registerAndSignIn(login.found(), deps, asked))).code).toBe('cancelled')
    expect(deps.opened).toEqual([])
    expect(login.asked).toEqual([])
  })

  it('ends by itself, and says that it was not completed', async () => {
    const login = await startLogin()
    const deps = await journey({ browser: () => undefined })
    const asked = { ...(await options()), timeLimit: 50 }
    expect(await problemOf(registerAndSignIn(login.found(), deps, asked))).toMatchObject({
      code: 'not-completed',
      whoseTurn: 'you',
    })
    expect(await isFree(asked.ports[0])).toBe(true)
  })

  it('waits ten minutes for a person when nothing else was said', async () => {
    const login = await startLogin()
    const deps = await journey({ browser: () => undefined })
    const waits: number[] = []
    const clock = { ...deps.clock, wait: (ms: number) => Promise.resolve(void waits.push(ms)) }
    await problemOf(registerAndSignIn(login.found(), { ...deps, clock }, await options()))
    expect(waits).toContain(600_000)
  })

  it('a browser that cannot be opened is no reason to stop: the link can be opened elsewhere', async () => {
    const login = await startLogin()
    const deps = await journey()
    const signInWindow = { show: () => Promise.reject(new Error('no display')) }
    const work = registerAndSignIn(login.found(), { ...deps, signInWindow }, await options())
    const link = await expect
      .poll(() => deps.told.find((each) => each.type === 'sign-in-waiting')?.url)
      .toBeDefined()
      .then(() => deps.told.find((each) => each.type === 'sign-in-waiting')?.url ?? '')
    await browse(link)
    await work
    expect(notesOf(deps.told)).toContain('browser-not-opened')
  })
})

function notesOf(told: Awaited<ReturnType<typeof journey>>['told']): string[] {
  return told.flatMap((each) => (each.type === 'note' ? [each.note.code] : []))
}
