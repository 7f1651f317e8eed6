/** The reference server answers over both of its HTTP transports. */
import { describe, expect, it } from 'vitest'
import { startEverythingServer } from './everything-server.ts'
import { useTools } from './oauth-walk.ts'

describe('the reference server', () => {
  it.each([
    ['streamableHttp', 'legacy'],
    ['sse', 'sse'],
  ] as const)('echoes over %s', async (transport, era) => {
    const server = await startEverythingServer(transport)
    try {
      const call = { tool: 'echo', input: { message: 'hello' } }
      const seen = await useTools(server.url, call, { era })
      expect(seen.text).toContain('hello')
      expect(seen.tools.length).toBeGreaterThan(5)
    } finally {
      await server.close()
    }
  })
})
