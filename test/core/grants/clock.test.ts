/** The time of day is somebody else's: it jumps ahead and back, and no sign-in is lost for it (R01, R02). */
import { describe, expect, it } from 'vitest'
import { createClock } from '#adapters/clock.ts'
import { privateFolder } from '../../adapters/store/private-folder.ts'
import { grantAt } from './keeper-bench.ts'
import { hour, open, signal } from './kept-grant.ts'
import { startRotating } from './rotating-server.ts'

/** A keeper whose clock can be set; the server's own goes right. */
async function keeperWithClock() {
  const server = await startRotating()
  let ahead = 0
  const clock = { ...createClock(), now: () => Date.now() + ahead }
  const bench = await open(privateFolder(), { clock })
  const ask = (rejected?: string) => bench.keeper.accessToken('c1', { rejected, signal })
  return { server, ...bench, ask, setAhead: (ms: number) => (ahead = ms), now: () => clock.now() }
}

describe('a clock that is set back', () => {
  it('after a refresh: a token that is refused later is renewed, and the sign-in is not given up', async () => {
    const { server, keeper, ask, setAhead, now } = await keeperWithClock()
    setAhead(24 * hour)
    await keeper.save(grantAt(server.issuer, { obtainedAt: now(), expiresAt: now() + hour }))
    expect(await ask('at-0')).toMatchObject({ status: 'ready', grant: { accessToken: 'at-1' } })
    setAhead(0)
    // By this clock, the token was renewed tomorrow.
    expect(await ask('at-1')).toMatchObject({ status: 'ready', grant: { accessToken: 'at-2' } })
    expect(server.counts.redemptions).toBe(2)
    // Refused again at once, it is the server that does not take its own tokens.
    expect(await ask('at-2')).toMatchObject({ status: 'needs-sign-in' })
    expect(server.counts.redemptions).toBe(2)
  })
})

describe('a clock that is set ahead', () => {
  it('costs one refresh, and nothing when it is set right again', async () => {
    const { server, keeper, ask, setAhead, now } = await keeperWithClock()
    await keeper.save(grantAt(server.issuer, { obtainedAt: now(), expiresAt: now() + hour }))
    setAhead(365 * 24 * hour)
    expect(await ask()).toMatchObject({ status: 'ready', grant: { accessToken: 'at-1' } })
    expect(await ask()).toMatchObject({ status: 'ready', grant: { accessToken: 'at-1' } })
    setAhead(0)
    expect(await ask()).toMatchObject({ status: 'ready', grant: { accessToken: 'at-1' } })
    expect(server.counts).toEqual({ redemptions: 1, revocations: 0 })
  })
})
