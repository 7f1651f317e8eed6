/** The keeper of grants: when it refreshes, and what it keeps when that fails (R01, R02, C39, C42). */
import { describe, expect, it } from 'vitest'
import { privateFolder } from '../../adapters/store/private-folder.ts'
import { freePort } from '../../servers/start-process.ts'
import { problemOf } from '../journey.ts'
import { grantAt } from './keeper-bench.ts'
import { fresh, hour, open, signal, start } from './kept-grant.ts'
import { startRotating } from './rotating-server.ts'

describe('a grant', () => {
  it('that is good is handed out without asking anybody', async () => {
    const { ask, server } = await start(fresh())
    expect(await ask()).toMatchObject({ status: 'ready', grant: { accessToken: 'at-0' } })
    expect(server.asked).toEqual([])
  })

  it('R02: is refreshed before it runs out, with its resource (C39)', async () => {
    const { ask, server, store } = await start((issuer) =>
      grantAt(issuer, { obtainedAt: Date.now() - hour, expiresAt: Date.now() + 30_000 }),
    )
    expect(await ask()).toMatchObject({ status: 'ready', grant: { accessToken: 'at-1' } })
    expect(server.asked[0]?.body).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'rt-0',
      resource: `${server.issuer}/mcp`,
    })
    expect(store.listConnections()).toEqual([])
  })

  it('R02: is refreshed once when the server refuses its token', async () => {
    const { ask, server } = await start(fresh())
    const answers = await Promise.all([ask('at-0'), ask('at-0'), ask()])
    expect(answers.slice(0, 2)).toMatchObject([
      { grant: { accessToken: 'at-1' } },
      { grant: { accessToken: 'at-1' } },
    ])
    expect(server.counts).toEqual({ redemptions: 1, revocations: 0 })
    // A late caller that was refused the old token gets the new one.
    expect(await ask('at-0')).toMatchObject({ grant: { accessToken: 'at-1' } })
    expect(server.counts.redemptions).toBe(1)
  })

  it('R02: that the server refuses right after its refresh ends in "sign in again", never in a second refresh', async () => {
    const { ask, server, keeper } = await start(fresh())
    await ask('at-0')
    expect(await ask('at-1')).toMatchObject({
      status: 'needs-sign-in',
      problem: { code: 'sign-in-expired', message: 'The server rejects newly issued tokens.' },
    })
    expect(await ask()).toMatchObject({ status: 'needs-sign-in' })
    expect(server.counts.redemptions).toBe(1)
    // The record stays until a new sign-in succeeded.
    expect(await keeper.read('c1')).toMatchObject({ accessToken: 'at-1', refreshToken: 'rt-1' })
  })

  it('C42: keeps its old refresh token when none comes, and takes a new one when one does', async () => {
    const kept = await start(grantAt, ({ refresh_token: _, ...parts }) => parts)
    expect(await kept.ask()).toMatchObject({ grant: { accessToken: 'at-1', refreshToken: 'rt-0' } })
    const replaced = await start()
    expect(await replaced.ask()).toMatchObject({ grant: { refreshToken: 'rt-1' } })
  })

  it('that is not there asks for a sign-in', async () => {
    const { keeper } = await start()
    expect(await keeper.accessToken('unknown', { signal })).toMatchObject({
      status: 'needs-sign-in',
      problem: { code: 'sign-in-needed' },
    })
  })

  it('that ran out and cannot be renewed asks for a sign-in, without asking anybody else', async () => {
    const { ask, server } = await start((issuer) => grantAt(issuer, { refreshToken: undefined }))
    expect(await ask()).toMatchObject({
      status: 'needs-sign-in',
      problem: { code: 'sign-in-expired' },
    })
    expect(server.asked).toEqual([])
  })
})

describe('a refresh that comes to nothing', () => {
  it.each([
    ['503', { status: 503, body: 'busy' }],
    ['429', { status: 429, headers: { 'retry-after': '60' } }],
    ['500 with invalid_grant in it', { status: 500, body: { error: 'invalid_grant' } }],
    ['the page of a hotel', { status: 200, body: '<html>Welcome</html>' }],
  ])('R01: %s leaves the stored record byte for byte as it was', async (_name, answer) => {
    const { ask, server, sealed } = await start()
    const before = sealed()
    server.intervene(() => Promise.resolve(answer))
    await problemOf(ask())
    expect(sealed()).toEqual(before)
    expect(before).toBeInstanceOf(Uint8Array)
    server.intervene(() => Promise.resolve(undefined))
    expect(await ask()).toMatchObject({ status: 'ready', grant: { accessToken: 'at-1' } })
  })

  it('R01: no network leaves it as it was, too', async () => {
    const port = await freePort()
    const { ask, sealed } = await start(() => grantAt(`http://127.0.0.1:${port}`))
    const before = sealed()
    expect((await problemOf(ask())).code).toBe('connection-refused')
    expect(sealed()).toEqual(before)
  })

  it('R02: in passing, lets a token that still works be used, and tries again later', async () => {
    let ahead = 0
    const clock = { now: () => Date.now() + ahead, wait: () => Promise.resolve() }
    const server = await startRotating()
    const { keeper } = await open(privateFolder(), { clock })
    await keeper.save(
      grantAt(server.issuer, { obtainedAt: Date.now() - hour, expiresAt: Date.now() + 50_000 }),
    )
    const ask = () => keeper.accessToken('c1', { signal })
    server.intervene(() => Promise.resolve({ status: 503 }))
    expect(await ask()).toMatchObject({ status: 'ready', grant: { accessToken: 'at-0' } })
    expect(await ask()).toMatchObject({ status: 'ready', grant: { accessToken: 'at-0' } })
    expect(server.asked).toHaveLength(1)
    ahead = 11_000
    await ask()
    expect(server.asked).toHaveLength(2)
  })

  it('R02: for good, is not repeated, keeps the record, and lets a token that still works be used', async () => {
    const { ask, server, keeper } = await start((issuer) =>
      grantAt(issuer, {
        obtainedAt: Date.now() - hour,
        expiresAt: Date.now() + 30_000,
        refreshToken: 'never-issued',
      }),
    )
    expect(await ask()).toMatchObject({ status: 'ready', grant: { accessToken: 'at-0' } })
    expect(await ask()).toMatchObject({ status: 'ready' })
    expect(await ask('at-0')).toMatchObject({ status: 'needs-sign-in' })
    expect(server.asked).toHaveLength(1)
    expect(await keeper.read('c1')).toMatchObject({ refreshToken: 'never-issued' })
  })

  it('R01: for good, does not touch what another has stored meanwhile', async () => {
    const server = await startRotating()
    const folder = privateFolder()
    // One whose lease was lost, so that nothing keeps it from refreshing beside the other.
    const loser = await open(folder, {
      storeOver: (store) => ({ ...store, takeLease: () => true }),
    })
    const winner = await open(folder)
    await winner.keeper.save(grantAt(server.issuer))
    const arrived = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    server.intervene(async () => {
      if (server.asked.length > 1) return undefined
      arrived.resolve()
      await held.promise
      return { status: 400, body: { error: 'invalid_grant' } }
    })
    const losing = loser.keeper.accessToken('c1', { signal })
    await arrived.promise
    expect(await winner.keeper.accessToken('c1', { signal })).toMatchObject({
      grant: { accessToken: 'at-1' },
    })
    held.resolve()
    expect(await losing).toMatchObject({ status: 'ready', grant: { accessToken: 'at-1' } })
    expect(await winner.keeper.read('c1')).toMatchObject({
      accessToken: 'at-1',
      refreshToken: 'rt-1',
    })
    expect(await winner.keeper.accessToken('c1', { signal })).toMatchObject({ status: 'ready' })
  })
})
