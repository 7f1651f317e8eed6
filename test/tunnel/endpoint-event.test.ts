/** The first event of an old HTTP+SSE server, however its lines are ordered and cut up (G18). */
import { expect, it } from 'vitest'
import { rewriteEndpoint } from '#tunnel/agent/gateway/endpoint-event.ts'

const rewrite = () => rewriteEndpoint('https://server.example/sse', (path) => `?to=${path}`)

/** What comes out of the pieces; undefined: broken off. */
function through(...pieces: string[]): string | undefined {
  const filter = rewrite()
  let out = ''
  for (const piece of pieces) {
    const passed = filter.pass(Buffer.from(piece))
    if (!passed) return undefined
    out += passed.toString()
  }
  return out + filter.rest().toString()
}

it.each([
  [['event: endpoint\ndata: /messages\n\n']],
  [['data: /messages\nevent: endpoint\n\n']],
  [['id: 1\r\nunknown: x\r\nda', 'ta:/messages\r\nevent:end', 'point\r\n\r\n']],
])('names an address that leads back here: %j', (pieces) => {
  expect(through(...pieces)).toBe('event: endpoint\ndata: ?to=/messages\n\n')
})

it('is broken off when it names another server, also with the address first', () => {
  expect(through('event: endpoint\ndata: https://elsewhere.example/\n\n')).toBeUndefined()
  expect(through('data: https://elsewhere.example/\nevent: endpoint\n\n')).toBeUndefined()
})

it('that never ends is not handed on', () => {
  expect(through('event: endpoint\ndata: https://elsewhere.example/\n')).toBe('')
})

it('leaves messages as they are, without waiting for their end', () => {
  const filter = rewrite()
  expect(filter.pass(Buffer.from('data: {"jsonrpc"'))?.toString()).toBe('data: {"jsonrpc"')
  expect(through('event: message\ndata: x\n\nevent: endpoint\n')).toBe(
    'event: message\ndata: x\n\nevent: endpoint\n',
  )
})
