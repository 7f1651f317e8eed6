/** What a server says about its tools does not reach the terminal as it came, not even through a library. */
import { expect, it, onTestFinished } from 'vitest'
import { result, usual } from '../core/connections/wire.ts'
import { startLogin } from '../core/login-server.ts'
import { createAipHome } from './run-aip.ts'

/** A tool whose marking the library refuses, with the words of the marking in its warning. */
const tool = {
  name: 'broken',
  inputSchema: {
    type: 'object',
    properties: { a: { type: 'string', 'x-mcp-header': '\u001b]0;owned\u0007\u001b[2J' } },
  },
}

it.each([
  ['nothing', {}],
  ['one harmless line, when diagnostics are wanted', { AIP_DEBUG: '1' }],
])('shows %s', async (_name, environment) => {
  const server = await startLogin({
    '/mcp': (asked) =>
      asked.body['method'] === 'tools/list'
        ? result(asked.body, { tools: [tool], ttlMs: 0, cacheScope: 'private' })
        : usual(asked.body, asked),
    '/.well-known/oauth-authorization-server': () => ({ status: 404 }),
  })
  const home = createAipHome(environment)
  onTestFinished(() => home.close())
  const { code, stdout, stderr } = await home.run('connect', `${server.origin}/mcp`, '--name', 'x')
  expect(code, stderr).toBe(0)
  // oxlint-disable-next-line no-control-regex -- these are what must not come
  expect(stdout + stderr).not.toMatch(/[\u001b\u0007]/)
  expect(stderr.includes('excluding tool')).toBe('AIP_DEBUG' in environment)
})
