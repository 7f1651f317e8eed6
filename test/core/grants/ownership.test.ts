/** Whose grant it is: signing in and out beside a refresh, and connections that stay apart (R01, R24, C22, C44). */
import { describe, expect, it } from 'vitest'
import { privateFolder } from '../../adapters/store/private-folder.ts'
import { connectionFor } from '../app/connection-for.ts'
import { problemOf } from '../journey.ts'
import { grantAt } from './keeper-bench.ts'
import { fresh, open, signal, start } from './kept-grant.ts'
import { startRotating } from './rotating-server.ts'

describe('signing in and out beside a refresh', () => {
  it('a new sign-in replaces what was there, and makes an ended grant good again', async () => {
    const { ask, keeper, server } = await start((issuer) =>
      grantAt(issuer, { refreshToken: 'never-issued' }),
    )
    expect(await ask()).toMatchObject({ status: 'needs-sign-in' })
    const saved = await keeper.save(fresh({ accessToken: 'signed-in' })(server.issuer))
    expect(saved.version).toBe(2)
    expect(await ask()).toMatchObject({ status: 'ready', grant: { accessToken: 'signed-in' } })
  })

  it('a sign-out waits for a running refresh, and takes exactly what that stored', async () => {
    const { ask, keeper, server } = await start()
    const arrived = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    server.intervene(async () => {
      arrived.resolve()
      await held.promise
      return undefined
    })
    const asking = ask()
    await arrived.promise
    const removing = keeper.remove('c1')
    held.resolve()
    await asking
    expect(await removing).toMatchObject({ accessToken: 'at-1', refreshToken: 'rt-1' })
    expect(await keeper.read('c1')).toBeUndefined()
    expect(await ask()).toMatchObject({ problem: { code: 'sign-in-needed' } })
  })

  it('a refresh that lost its lease does not bring back what was signed out', async () => {
    const server = await startRotating()
    const folder = privateFolder()
    const sleeper = await open(folder, {
      storeOver: (store) => ({ ...store, takeLease: () => true, releaseLease: () => undefined }),
    })
    const other = await open(folder)
    await other.keeper.save(grantAt(server.issuer))
    const arrived = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    server.intervene(async () => {
      arrived.resolve()
      await held.promise
      return undefined
    })
    const asking = sleeper.keeper.accessToken('c1', { signal })
    await arrived.promise
    await other.keeper.remove('c1')
    held.resolve()
    expect(await asking).toMatchObject({ status: 'needs-sign-in' })
    expect(await other.keeper.read('c1')).toBeUndefined()
  })

  it('a caller that gives up does not end the refresh for the others', async () => {
    const { keeper, ask, server } = await start()
    const leave = new AbortController()
    const held = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    server.intervene(async () => {
      arrived.resolve()
      await held.promise
      return undefined
    })
    const leaving = keeper.accessToken('c1', { signal: leave.signal })
    const staying = ask()
    await arrived.promise
    leave.abort(new Error('gone'))
    await expect(leaving).rejects.toThrow('gone')
    held.resolve()
    expect(await staying).toMatchObject({ grant: { accessToken: 'at-1' } })
    expect(server.counts.redemptions).toBe(1)
  })

  it('a person may ask for a refresh that is not due, and learns why there is none', async () => {
    const { keeper, server } = await start(fresh())
    expect(await keeper.refreshNow('c1', signal)).toMatchObject({ grant: { accessToken: 'at-1' } })
    server.intervene(() => Promise.resolve({ status: 503 }))
    expect((await problemOf(keeper.refreshNow('c1', signal))).code).toBe(
      'authorization-server-error',
    )
  })
})

describe('whose token is whose', () => {
  it('R24: two connections to one address with two accounts stay apart through refresh and sign-out', async () => {
    const server = await startRotating()
    server.valid.add('rt-ada')
    server.valid.add('rt-grace')
    const { keeper, store } = await open(privateFolder())
    for (const [id, account] of [
      ['c1', 'ada'],
      ['c2', 'grace'],
    ] as const) {
      store.saveConnection(
        connectionFor({
          id,
          name: id,
          account,
          issuer: server.issuer,
          resource: `${server.issuer}/mcp`,
        }),
      )
      await keeper.save(
        grantAt(server.issuer, {
          connectionId: id,
          account,
          accessToken: `at-${account}`,
          refreshToken: `rt-${account}`,
        }),
      )
    }
    const ask = (id: string) => keeper.accessToken(id, { signal })
    await Promise.all([ask('c1'), ask('c2')])
    expect(server.counts).toEqual({ redemptions: 2, revocations: 0 })
    const sent = server.asked.map(({ body }) => body['refresh_token'])
    expect(new Set(sent)).toEqual(new Set(['rt-ada', 'rt-grace']))
    expect(await keeper.read('c1')).toMatchObject({ account: 'ada' })
    expect(await keeper.read('c2')).toMatchObject({ account: 'grace' })
    const other = await keeper.read('c2')
    expect(await keeper.remove('c1')).toMatchObject({ account: 'ada' })
    expect(await keeper.read('c2')).toEqual(other)
    expect(await ask('c2')).toMatchObject({ status: 'ready', grant: { account: 'grace' } })
  })

  it.each([
    ['another login service', { issuer: 'https://other.example' }, 'issuer-changed'],
    ['another server', { resource: 'https://other.example/mcp' }, 'resource-mismatch'],
  ] as const)(
    'C22 C44: a grant of %s is neither sent nor refreshed for a connection',
    async (_name, parts, code) => {
      const { ask, store, server } = await start()
      store.saveConnection(
        connectionFor({ issuer: server.issuer, resource: `${server.issuer}/mcp`, ...parts }),
      )
      expect(await ask()).toMatchObject({ status: 'needs-sign-in', problem: { code } })
      expect(server.asked).toEqual([])
    },
  )

  it('C22: a grant is not used with the client of another issuer', async () => {
    const { ask, server } = await start((issuer) => {
      const grant = grantAt(issuer)
      return { ...grant, registration: { ...grant.registration, issuer: 'https://other.example' } }
    })
    expect(await ask()).toMatchObject({ problem: { code: 'client-rejected' } })
    expect(server.asked).toEqual([])
  })

  it('R24: a record that lies in the place of another connection is not its grant', async () => {
    const { vault, keeper, server } = await start()
    await vault.write('grant', 'c2', grantAt(server.issuer))
    expect((await problemOf(keeper.accessToken('c2', { signal }))).code).toBe('store-unreadable')
    expect(server.asked).toEqual([])
  })
})
