/** Tokens over many processes and restarts: one redemption, nothing thrown away, no tab by itself (R01, R02, R16). */
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openHome, type Home } from './aip.ts'
import { shapes } from './shapes.ts'
import { until } from './until.ts'
import { changed, startWatchedServer, type WatchedServer } from './watched-server.ts'

/** Tokens that run out within seconds, until `last` is called: from then on they last. */
function shortLived(server: WatchedServer) {
  let seconds = 5
  server.habit = (seen, answer) =>
    seen.path === '/token' ? changed(answer, { expires_in: seconds }) : undefined
  return { last: () => (seconds = 3600) }
}

async function connect(home: Home, server: WatchedServer): Promise<void> {
  const { code, stderr } = await home.run(['connect', server.url, '--name', 'work'])
  expect(code, stderr).toBe(0)
}

async function accessToken(home: Home): Promise<string> {
  return (await home.run(['token', 'work', '--reveal'])).stdout
}

describe('twelve processes at the moment of expiry', () => {
  it('redeem the refresh token once, and all of them succeed (R01)', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    const life = shortLived(server)
    await connect(home, server)
    const status = shapes.token.parse((await home.run(['token', 'work', '--json'])).json())
    await until('the token runs out', () => Date.now() > (status.expiresAt ?? 0))
    life.last()
    const before = server.to('/token', 'refresh_token').length

    const habit = server.habit
    server.habit = async (seen, answer) => {
      // Long enough for the others to meet the one that refreshes.
      if (seen.form.get('grant_type') === 'refresh_token') await wait(3000)
      return (await habit(seen, answer)) ?? answer()
    }
    const first = home.run(['refresh', 'work'])
    await until(
      'the first one refreshes',
      () => server.to('/token', 'refresh_token').length > before,
    )
    const list = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}\n'
    const others = [
      ...Array.from({ length: 4 }, () => home.run(['tools', 'work'])),
      ...Array.from({ length: 3 }, () => home.run(['call', 'work', 'who_am_i'])),
      ...Array.from({ length: 3 }, () => home.run(['stdio', 'work'], { input: list })),
      home.run(['token', 'work']),
    ]
    const ended = await Promise.all([first, ...others])
    expect(ended.map(({ code }) => code)).toEqual(Array.from({ length: 12 }, () => 0))
    expect(ended.slice(8, 11).every(({ stdout }) => stdout.includes('who_am_i'))).toBe(true)

    const redemptions = server.to('/token', 'refresh_token').slice(before)
    expect(redemptions.map(({ status: answered }) => answered)).toEqual([200])
    expect(home.tabs()).toHaveLength(1)
    expect((await home.run(['tools', 'work'])).code).toBe(0)
  })

  it('go on when the one that refreshes is killed in the middle of it (R01)', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    await connect(home, server)
    server.expireTokens()
    let hold = true
    server.habit = (seen) => {
      if (seen.form.get('grant_type') !== 'refresh_token' || !hold) return undefined
      hold = false
      return new Promise<Response>(() => undefined)
    }
    const victim = home.start(['tools', 'work'])
    await until('the first one refreshes', () => server.to('/token', 'refresh_token').length === 1)
    const survivor = home.run(['tools', 'work'])
    victim.child.kill('SIGKILL')
    // The lease alone would keep it waiting for half a minute.
    const late = wait(20_000, { code: 'too late', stderr: '' }, { ref: false })
    const { code, stderr } = await Promise.race([survivor, late])
    expect(code, stderr).toBe(0)
    expect(server.to('/token', 'refresh_token')).toHaveLength(2)
  })
})

describe('a refresh that fails', () => {
  it('with 503 leaves the sign-in as it was, and the next one works (R01)', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    await connect(home, server)
    const before = await accessToken(home)
    server.habit = (seen) =>
      seen.path === '/token' ? new Response('busy', { status: 503 }) : undefined
    const failed = await home.run(['refresh', 'work', '--json'])
    expect([failed.code, failed.problem().code]).toEqual([7, 'authorization-server-error'])
    expect(await accessToken(home)).toBe(before)
    const sent = new Set(
      server.to('/token', 'refresh_token').map(({ form }) => form.get('refresh_token')),
    )
    expect(sent.size).toBe(1)
    server.habit = () => undefined
    expect((await home.run(['refresh', 'work'])).code).toBe(0)
    expect(await accessToken(home)).not.toBe(before)
  })

  it('for good ends in "sign in again", opens no tab, and keeps what is stored (R02, R16)', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    await connect(home, server)
    server.expireTokens()
    server.habit = (seen) =>
      seen.path === '/token'
        ? Response.json({ error: 'invalid_grant' }, { status: 400 })
        : undefined
    for (let restart = 0; restart < 3; restart += 1) {
      const ended = await home.run(['tools', 'work', '--json'])
      expect([ended.code, ended.problem().code]).toEqual([3, 'sign-in-expired'])
    }
    expect(server.to('/token', 'refresh_token')).toHaveLength(1)
    expect(home.tabs()).toHaveLength(1)
    expect((await home.run(['token', 'work'])).code).toBe(0)
  })
})

describe('restarts', () => {
  it('use a token without an end and without a refresh token until it is refused (R02)', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    server.habit = (seen, answer) =>
      seen.path === '/token'
        ? changed(answer, { expires_in: undefined, refresh_token: undefined })
        : undefined
    await connect(home, server)
    for (let restart = 0; restart < 3; restart += 1) {
      expect((await home.run(['tools', 'work'])).code).toBe(0)
    }
    expect(server.to('/token')).toHaveLength(1)
    server.expireTokens()
    const refused = await home.run(['tools', 'work', '--json'])
    expect([refused.code, home.tabs().length]).toEqual([3, 1])
  })

  it('do not refresh in a circle when the server rejects tokens that are new (R02)', async () => {
    await using server = await startWatchedServer()
    await using home = openHome()
    await connect(home, server)
    server.habit = async (seen, answer) => {
      if (seen.path === '/mcp') server.expireTokens()
      return answer()
    }
    for (let restart = 0; restart < 3; restart += 1) {
      expect((await home.run(['tools', 'work'])).code).toBe(3)
    }
    expect(server.to('/token', 'refresh_token')).toHaveLength(1)
    const { connection } = shapes.show.parse((await home.run(['show', 'work', '--json'])).json())
    expect(connection.status).toBe('needs-sign-in')
    expect(connection.reason).toMatch(/new/)
    expect(home.tabs()).toHaveLength(1)
  })
})
