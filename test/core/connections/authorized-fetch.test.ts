/** The fetch of a connection: its token in a header of every request and nowhere else, and more permissions only where they are asked for (C43, C46 to C48). */
import { describe, expect, it } from 'vitest'
import {
  createAuthorizedFetch,
  type AuthorizedFetchParts,
} from '#core/connections/authorized-fetch.ts'
import { createStepUpGuard } from '#core/sign-in/step-up.ts'
import { problemOf } from '../journey.ts'
import { grantFor } from './grant-for.ts'

const { signal } = new AbortController()
const url = 'https://mcp.example.com/mcp?tenant=1'

interface Sent {
  readonly url: string
  readonly headers: Headers
}

/** A connection whose server gives `answers`, the last one for ever. */
function connection(answers: readonly Response[], parts: Partial<AuthorizedFetchParts> = {}) {
  const sent: Sent[] = []
  const fetch = createAuthorizedFetch({
    connectionId: 'c1',
    signal,
    headers: {},
    tokens: {
      accessToken: () =>
        Promise.resolve({ status: 'ready', grant: grantFor({ scopes: ['read'] }) }),
    },
    fetch: (address, init) => {
      const answer = answers[Math.min(sent.length, answers.length - 1)]
      sent.push({ url: address, headers: new Headers(init?.headers) })
      return Promise.resolve(answer?.clone() ?? new Response())
    },
    ...parts,
  })
  const call = (name: string, method = 'tools/call') =>
    fetch(url, {
      method: 'POST',
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { name } }),
    })
  return { sent, call, fetch }
}

const fine = new Response('{}')
function demand(scope: string): Response {
  const challenge = `Bearer error="insufficient_scope", scope="${scope}"`
  return new Response(null, { status: 403, headers: { 'www-authenticate': challenge } })
}

describe('the token', () => {
  it('C43: is in the header of every request, never in the address', async () => {
    const { sent, call, fetch } = connection([fine])
    await call('a')
    await fetch(url, { method: 'GET' })
    await fetch(new Request(url, { method: 'DELETE' }))
    expect(sent.map((each) => each.headers.get('authorization'))).toEqual([
      'Bearer access-1',
      'Bearer access-1',
      'Bearer access-1',
    ])
    expect(sent.map((each) => each.url)).toEqual([url, url, url])
  })

  it('C43: takes the place of an authorization header that came along', async () => {
    const { sent, fetch } = connection([fine], { headers: { authorization: 'Basic abc' } })
    await fetch(url, { headers: { authorization: 'Bearer from-the-caller' } })
    expect(sent[0]?.headers.get('authorization')).toBe('Bearer access-1')
  })

  it('S11: is not carried along by a redirect: that is handed over as it came', async () => {
    const away = new Response(null, { status: 307, headers: { location: 'https://evil.example/' } })
    const { sent, call } = connection([away])
    expect((await call('a')).status).toBe(307)
    expect(sent).toHaveLength(1)
  })
})

describe('more permissions', () => {
  it('C46: are asked for on insufficient_scope, for the operation at hand, and the request is repeated', async () => {
    const asked: string[] = []
    const { call, sent } = connection([demand('write'), fine], {
      stepUp: (challenge, operation) => {
        asked.push(`${operation}: ${challenge}`)
        return Promise.resolve(true)
      },
    })
    expect((await call('send_mail')).status).toBe(200)
    expect(asked).toEqual([
      'tools/call send_mail: Bearer error="insufficient_scope", scope="write"',
    ])
    expect(sent).toHaveLength(2)
  })

  it('C46: are not asked for where nobody can answer, after a no, or for another refusal', async () => {
    const unattended = connection([demand('write')])
    expect((await unattended.call('a')).status).toBe(403)
    const refused = connection([demand('write')], { stepUp: () => Promise.resolve(false) })
    expect((await refused.call('a')).status).toBe(403)
    const other = connection([new Response('no', { status: 403 })], {
      stepUp: () => Promise.reject(new Error('not to be asked')),
    })
    expect((await other.call('a')).status).toBe(403)
  })

  it('C48: are asked for twice for one request at most, then the refusal stands', async () => {
    const { call, sent } = connection([demand('a'), demand('b'), demand('c')], {
      stepUp: () => Promise.resolve(true),
    })
    expect((await call('send_mail')).status).toBe(403)
    expect(sent).toHaveLength(3)
  })

  it('C48: that several tools need in turn are no endless demand', async () => {
    const guard = createStepUpGuard()
    const tools = ['one', 'two', 'three', 'four', 'five']
    for (const tool of tools) {
      const { call } = connection([demand(tool), fine], {
        stepUp: (_challenge, operation) =>
          Promise.resolve(guard.next(operation, tool, []).includes(tool)),
      })
      expect((await call(tool)).status).toBe(200)
    }
  })

  it('C48: demanded again right after they were given end in a loop that is named', async () => {
    const guard = createStepUpGuard()
    const { call } = connection([demand('write')], {
      stepUp: async (_challenge, operation) => guard.next(operation, 'write', []).length > 0,
    })
    expect(await problemOf(call('send_mail'))).toMatchObject({
      code: 'sign-in-loop',
      details: { operation: 'tools/call send_mail' },
    })
  })

  it('are named by the address of a resource, or by the method alone', async () => {
    const asked: string[] = []
    const stepUp: AuthorizedFetchParts['stepUp'] = (_challenge, operation) => {
      asked.push(operation)
      return Promise.resolve(false)
    }
    const { fetch } = connection([demand('x')], { stepUp })
    const bodies = [
      '{"method":"resources/read","params":{"uri":"file:///a"}}',
      '{"method":"tools/list"}',
      'no json',
      '[]',
    ]
    for (const body of bodies) await fetch(url, { method: 'POST', body })
    expect(asked).toEqual(['resources/read file:///a', 'tools/list', '', ''])
  })
})
