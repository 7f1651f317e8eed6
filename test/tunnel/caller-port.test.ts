/** The relay's second port: callers of the same computer use it, agents and administrators do not. */
import { expect, it } from 'vitest'
import { call, startRelay } from './relay-fixture.ts'

it('takes calls and nothing else', async () => {
  const relay = await startRelay({ callerPort: 0 })
  const origin = `http://127.0.0.1:${relay.callerPort}`
  const authorization = `Bearer ${relay.adminKey}`
  const refused = await call(`${origin}/t/nobody/server`, { method: 'POST' })
  expect(refused.status).toBe(403)
  for (const path of ['/admin', '/admin/v1/tunnels', '/agent/v1', '/metrics', '/healthz']) {
    const answer = await call(origin + path, { headers: { authorization } })
    expect([path, answer.status]).toEqual([path, 404])
  }
  expect((await call(`${relay.origin}/healthz`, {})).status).toBe(200)
})
