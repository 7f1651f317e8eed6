/** What the agent is answered when it asks for a token; nothing here can open a browser (R16). */
import { describe, expect, it } from 'vitest'
import { appError } from '#core/app-error.ts'
import type { GrantAnswer } from '#core/grants/grant-keeper.ts'
import { newDpopKey } from '#core/tokens/dpop.ts'
import { authorize } from '#core/tunnel/authorize.ts'
import { connectionFor } from '#test/core/app/connection-for.ts'
import { grantFor } from '#test/core/connections/grant-for.ts'
import { memoryStore } from './memory-store.ts'

const now = 1_000_000
const question = { id: 1, connectionId: 'c1', method: 'POST', url: 'https://mcp.example.com/mcp' }
const never = new AbortController().signal

function parts(answer: GrantAnswer | Error) {
  const store = memoryStore()
  store.saveConnection(connectionFor({}))
  const asked: (string | undefined)[] = []
  return {
    store,
    asked,
    keeper: {
      accessToken: (_id: string, options: { readonly rejected?: string | undefined }) => {
        asked.push(options.rejected)
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
      },
    },
    clock: { now: () => now, wait: () => Promise.resolve() },
    random: { bytes: (length: number) => new Uint8Array(length) },
  }
}

describe('a question for a token', () => {
  it('is answered with the header to send, for half a minute', async () => {
    const grant = grantFor({ obtainedAt: 5, expiresAt: now + 3_600_000 })
    const given = parts({ status: 'ready', grant })
    expect(await authorize(given, { ...question, refused: 'old' }, never)).toEqual({
      status: 'ready',
      token: 'access-1',
      headers: [['authorization', 'Bearer access-1']],
      issuedAt: 5,
      keepMs: 2_000,
    })
    expect(given.asked).toEqual(['old'])
  })

  it.each([
    [now + 6_000, 1_000],
    [now + 3_000, 1],
    [undefined, 2_000],
  ])('is not answered for longer than the token lives: %s', async (expiresAt, keepMs) => {
    const grant = grantFor(expiresAt === undefined ? {} : { expiresAt })
    const answer = await authorize(parts({ status: 'ready', grant }), question, never)
    expect(answer).toMatchObject({ keepMs })
  })

  it('is answered with a proof for this one request when the token is bound to a key', async () => {
    const grant = grantFor({ tokenType: 'DPoP', dpopKey: await newDpopKey() })
    const ready = parts({ status: 'ready', grant })
    const answer = await authorize(ready, { ...question, nonce: 'n-1' }, never)
    if (answer.status !== 'ready') throw new Error('not ready')
    const [, proof] = answer.headers[1] ?? []
    const claims: unknown = JSON.parse(
      Buffer.from(String(proof).split('.')[1] ?? '', 'base64url').toString(),
    )
    expect(claims).toMatchObject({ htm: 'POST', htu: question.url, nonce: 'n-1' })
    expect(answer).toMatchObject({
      keepMs: 0,
      headers: [
        ['authorization', 'DPoP access-1'],
        ['dpop', proof],
      ],
    })
  })

  it('without a live grant is answered in words, and the list shows it', async () => {
    const problem = appError('sign-in-expired', {
      step: 'token',
      whoseTurn: 'you',
      message: 'The sign-in is over.',
      next: 'Sign in again.',
    }).problem
    const given = parts({ status: 'needs-sign-in', problem })
    expect(await authorize(given, question, never)).toEqual({
      status: 'sign-in-needed',
      message: 'The sign-in is over.',
      next: 'Sign in again.',
    })
    expect(given.store.listConnections()[0]).toMatchObject({
      status: 'needs-sign-in',
      reason: 'The sign-in is over.',
    })
  })

  it('that fails in passing changes nothing', async () => {
    const given = parts(
      appError('timed-out', {
        step: 'token',
        whoseTurn: 'server-owner',
        message: 'Late.',
        next: 'Wait.',
      }),
    )
    expect(await authorize(given, question, never)).toEqual({
      status: 'failed',
      message: 'Late.',
      next: 'Wait.',
    })
    expect(given.store.listConnections()[0]?.status).toBe('ready')
  })
})
