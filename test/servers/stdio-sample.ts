/** A server over a pipe that knows every revision of the library; its one tool repeats what it gets, after a while where asked. */
import { setTimeout as wait } from 'node:timers/promises'
import { McpServer } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import { z } from 'zod'

serveStdio(() => {
  const server = new McpServer({ name: 'stdio-sample', version: '1' })
  server.registerTool(
    'echo',
    {
      description: 'Repeats it',
      inputSchema: z.object({ text: z.string(), ms: z.number().default(0) }),
    },
    async ({ text, ms }) => {
      await wait(ms)
      return { content: [{ type: 'text', text: `${text} from ${process.pid}` }] }
    },
  )
  return server
})
