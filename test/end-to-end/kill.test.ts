/** kill -9 at any moment loses nothing that was confirmed. */
import { expect, it } from 'vitest'
import { killLoop } from './kill-loop.ts'

it('loses no connection and no sign-in to kill -9 at random moments', async () => {
  const { killed, confirmed } = await killLoop(10)
  expect(killed).toBeGreaterThan(3)
  expect(confirmed).toBeGreaterThan(0)
}, 300_000)
