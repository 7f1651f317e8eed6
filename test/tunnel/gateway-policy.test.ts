/** Tools that are blocked, or have changed, are not reached by any way of writing the call (R28, G24); what is written down of calls (G27). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAmbiguous } from '#tunnel/agent/gateway/json-keys.ts'
import { judgeBody } from '#tunnel/agent/gateway/policy.ts'
import type { ToolPolicy } from '#tunnel/protocol/exposure.ts'
import { webServer } from '#test/adapters/http/network.ts'
import { failureIn, firstToken, jsonRpc, seen, startGateway } from './gateway-stand.ts'
import type { Seen } from './gateway-stand.ts'

const tools: ToolPolicy = {
  decisions: { read: 'allow', wipe: 'block', mail: 'changed', extra: 'new' },
  others: 'block',
}

async function stand() {
  const got: Seen[] = []
  const port = await webServer((request, response) => {
    void seen(request).then((each) => {
      got.push(each)
      response.end('reached')
    })
  })
  const { url, records } = await startGateway({ server: { port }, exposure: { tools } })
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body, headers })
  return { got, post, records }
}

const call = (name: string) => jsonRpc('tools/call', { name, arguments: {} })

describe('a tool call', () => {
  it('goes through when the tool is allowed, and so does everything that is no call', async () => {
    const { post } = await stand()
    for (const body of [
      call('read'),
      jsonRpc('tools/list'),
      jsonRpc('prompts/get', { name: 'wipe' }),
    ]) {
      expect(await (await post(body)).text()).toBe('reached')
    }
  })

  it.each([
    ['wipe', 'policy_tool_blocked', /blocked/],
    ['mail', 'policy_tool_changed', /has changed/],
    ['extra', 'policy_tool_blocked', /not been approved/],
    ['unheard-of', 'policy_tool_blocked', /not been approved/],
    ['__proto__', 'policy_tool_blocked', /not been approved/],
  ])('of %s is refused before it reaches the server', async (name, code, words) => {
    const { post, got } = await stand()
    const failure = await failureIn(await post(call(name)))
    expect(failure).toMatchObject({ status: 502, origin: 'policy', code, delivered: 'no' })
    expect(failure.message).toMatch(words)
    expect(got).toHaveLength(0)
  })

  it.each([
    ['in a batch', `[${call('read')},${call('wipe')}]`],
    ['with an escaped method', '{"method":"tools\\/c\\u0061ll","params":{"name":"w\\u0069pe"}}'],
    ['named twice', '{"method":"tools/list","method":"tools/call","params":{"name":"wipe"}}'],
    [
      'named twice, harmless last',
      '{"method":"tools/call","method":"ping","params":{"name":"wipe"}}',
    ],
    ['with two tools', '{"method":"tools/call","params":{"name":"wipe","name":"read"}}'],
    [
      'with two params',
      '{"method":"tools/call","params":{"name":"wipe"},"params":{"name":"read"}}',
    ],
    ['in other letters', '{"Method":"tools/call","method":"ping","params":{"name":"wipe"}}'],
    ['in other letters', '{"method":"tools/call","params":{"name":"read","NAME":"wipe"}}'],
    [
      'with a long s',
      '{"method":"tools/call","param\u017f":{"name":"wipe"},"params":{"name":"read"}}',
    ],
    ['escaped twice', '{"method":"ping","m\\u0065thod":"tools/call","params":{"name":"wipe"}}'],
    ['behind a mark', `\ufeff${call('wipe')}`],
    ['as no JSON', `${call('wipe')} // comment`],
    ['as two documents', `${jsonRpc('ping')}\n${call('wipe')}`],
  ])('of a blocked tool %s is refused', async (_how, body) => {
    const { post, got } = await stand()
    expect((await failureIn(await post(body))).code).toMatch(/^policy_/)
    expect(got).toHaveLength(0)
  })

  it.each([{ 'content-encoding': 'gzip' }, { 'content-type': 'application/json; charset=utf-16' }])(
    'that cannot be read for sure is refused: %j',
    async (headers) => {
      const { post, got } = await stand()
      expect((await failureIn(await post(call('read'), headers))).code).toBe('policy_request')
      expect(got).toHaveLength(0)
    },
  )

  it('is judged by its body whatever its headers say (G24)', async () => {
    const { post, got } = await stand()
    const headers = {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'read',
      'content-type': 'application/json; charset="utf-8"',
    }
    expect((await failureIn(await post(call('wipe'), headers))).code).toBe('policy_tool_blocked')
    expect(await (await post(call('read'), headers)).text()).toBe('reached')
    expect(got).toHaveLength(1)
  })

  it('with doubled names deeper in its arguments is none of the policy’s business', () => {
    const body =
      '{"method":"tools/call","params":{"name":"read","arguments":{"a":{"x":1},"b":{"x":1,"X":2}}}}'
    expect(
      judgeBody(tools, Buffer.from(body), { encoding: undefined, type: undefined }).verdict,
    ).toBe('pass')
  })

  it('is never ambiguous as JSON.stringify writes it', () => {
    const field = fc.constantFrom('method', 'params', 'name', 'x', 'y')
    const message = fc.dictionary(field, fc.jsonValue({ maxDepth: 1 }))
    fc.assert(
      fc.property(message, (value) => {
        const text = JSON.stringify(value)
        const names = text.match(/"(?:[^"\\]|\\.)*"(?=:)/g) ?? []
        const odd = names.some((each) => {
          const name = (JSON.parse(each) as string).normalize('NFKC')
          return /^(method|params|name)$/i.test(name) && !/^(method|params|name)$/.test(name)
        })
        expect(isAmbiguous(text)).toBe(odd)
      }),
    )
  })
})

describe('the record of a call', () => {
  it('says who did what and how it went, and nothing of what was said (G27)', async () => {
    const { post, records } = await stand()
    const body = jsonRpc('tools/call', { name: 'read', arguments: { password: 'hunter2' } })
    await post(body, { 'mcp-param-region': 'secret-region', 'test-caller': 'ada', cookie: 'sid=9' })
    await post(call('wipe'))
    expect(records[0]).toMatchObject({
      connection: 'one',
      caller: 'ada',
      method: 'POST',
      operation: 'tools/call',
      name: 'read',
      status: 200,
      bytesIn: body.length,
      bytesOut: 7,
      outcome: 'answered',
    })
    expect(records[1]).toMatchObject({ name: 'wipe', status: 502, failure: 'policy_tool_blocked' })
    expect(JSON.stringify(records)).not.toMatch(
      new RegExp(`hunter2|secret-region|sid=9|${firstToken}`),
    )
  })

  it('takes the name from the headers, decoded, without the query of a resource', async () => {
    const { post, records } = await stand()
    const name = Buffer.from('file:///é?token=1').toString('base64')
    await post('{}', { 'mcp-method': 'resources/read', 'mcp-name': `=?base64?${name}?=` })
    expect(records[0]).toMatchObject({ operation: 'resources/read', name: 'file:///é' })
  })
})
