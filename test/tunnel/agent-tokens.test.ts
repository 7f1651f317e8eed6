/** The agent's memory of tokens: asked for once however many wait, kept as long as allowed, not thrown away for one refusal (G20, G21). */
import { describe, expect, it } from 'vitest'
import { createTokenMemory } from '#tunnel/agent/token-memory.ts'
import type { AuthorizationAnswer } from '#tunnel/protocol/agent-messages.ts'

function stand(keepMs = 30_000) {
  const asked: { refused?: string; url: string }[] = []
  let now = 1_000_000
  let number = 0
  let issuedAt = now - 3_600_000
  const answers: AuthorizationAnswer[] = []
  const memory = createTokenMemory(
    async (_connectionId, ask) => {
      asked.push(ask)
      await new Promise((resolve) => setTimeout(resolve, 5))
      number++
      const token = `token-${number}`
      return answers.shift() ?? { status: 'ready', token, headers: [], issuedAt, keepMs }
    },
    () => now,
  )
  const ask = (refused?: string, signal = new AbortController().signal) =>
    memory.authorize('c1', {
      method: 'POST',
      url: 'http://x/',
      signal: () => signal,
      ...(refused && { refused }),
    })
  return {
    memory,
    ask,
    asked,
    answers,
    pass: (ms: number) => (now += ms),
    issueNow: () => (issuedAt = now),
  }
}

const tokenOf = (answer: { status: string; token?: string }) => answer.token ?? answer.status

describe('tokens in the agent', () => {
  it('are asked for once by all who wait, and then kept', async () => {
    const { ask, asked } = stand()
    const all = await Promise.all([ask(), ask(), ask()])
    expect([...all, await ask()].map(tokenOf)).toEqual(Array(4).fill('token-1'))
    expect(asked).toHaveLength(1)
  })

  it('are asked for again when the time they may be kept is over', async () => {
    const { ask, pass } = stand()
    await ask()
    pass(30_001)
    expect(tokenOf(await ask())).toBe('token-2')
  })

  it('are renewed once when several requests had the same one refused', async () => {
    const { ask, asked } = stand()
    await ask()
    const renewed = await Promise.all([ask('token-1'), ask('token-1'), ask('token-1')])
    expect(renewed.map(tokenOf)).toEqual(Array(3).fill('token-2'))
    expect(tokenOf(await ask('token-1'))).toBe('token-2')
    expect(asked.map((each) => each.refused)).toEqual([undefined, 'token-1'])
  })

  it('are not renewed when they were issued a moment ago', async () => {
    const { ask, asked, issueNow, pass } = stand(120_000)
    issueNow()
    await ask()
    pass(59_000)
    expect(tokenOf(await ask('token-1'))).toBe('still-fresh')
    expect(asked).toHaveLength(1)
    pass(2_000)
    expect(tokenOf(await ask('token-1'))).toBe('token-2')
  })

  it('that come back the same are known to be refused', async () => {
    const { ask, answers } = stand()
    const same: AuthorizationAnswer = {
      status: 'ready',
      token: 'same',
      headers: [],
      issuedAt: 0,
      keepMs: 1,
    }
    answers.push(same, same)
    await ask()
    expect(tokenOf(await ask('same'))).toBe('still-fresh')
  })

  it('bound to a proof are for one request each', async () => {
    const { ask, asked } = stand(0)
    const all = await Promise.all([ask(), ask(), ask()])
    expect(new Set(all.map(tokenOf)).size).toBe(3)
    expect(asked).toHaveLength(3)
  })

  it('are forgotten after a sign-out', async () => {
    const { ask, memory, answers } = stand()
    await ask()
    memory.forget('c1')
    answers.push({ status: 'sign-in-needed', message: 'Signed out.', next: 'Sign in.' })
    expect(await ask()).toEqual({
      status: 'sign-in-needed',
      message: 'Signed out.',
      next: 'Sign in.',
    })
  })

  it('are not waited for by a caller who left, while the others go on', async () => {
    const { ask } = stand()
    const leaving = new AbortController()
    const left = ask(undefined, leaving.signal)
    const staying = ask()
    leaving.abort(new Error('left'))
    await expect(left).rejects.toThrow('left')
    expect(tokenOf(await staying)).toBe('token-1')
  })
})
