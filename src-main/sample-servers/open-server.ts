/** Sample: a server anybody may use, without a login. */
import { createMcpEndpoint } from './mcp-endpoint.ts'
import type { SampleServer } from './sample-server.ts'
import { startWebServer } from './web-server.ts'

/** Starts it; the MCP endpoint is at `url`. */
export async function startOpenServer(): Promise<SampleServer> {
  const web = await startWebServer()
  const endpoint = createMcpEndpoint('Open sample')
  web.serve(async (request) =>
    new URL(request.url).pathname === '/mcp'
      ? endpoint.handle(request)
      : new Response('Not here', { status: 404 }),
  )
  return {
    url: `${web.origin}/mcp`,
    description: 'an open server: no login',
    async close() {
      await endpoint.close()
      await web.close()
    },
  }
}
