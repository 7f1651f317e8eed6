/** The MCP side of every sample server: three small tools, served to every protocol revision. */
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'

/** Who is calling, as the access token says; undefined when the server asks for none. */
export interface Caller {
  readonly account: string
  readonly clientId: string
  readonly scopes: readonly string[]
}

export interface McpEndpoint {
  handle(request: Request, caller?: Caller): Promise<Response>
  close(): Promise<void>
}

/** Serves the sample tools over Streamable HTTP, stateless, in the 2025 revisions and in 2026-07-28. */
export function createMcpEndpoint(title: string): McpEndpoint {
  const handler = createMcpHandler(({ authInfo }) =>
    createSampleTools(title, accountOf(authInfo?.extra)),
  )
  return {
    handle: (request, caller) =>
      handler.fetch(
        request,
        caller && {
          authInfo: {
            token: '',
            clientId: caller.clientId,
            scopes: [...caller.scopes],
            extra: { account: caller.account },
          },
        },
      ),
    close: () => handler.close(),
  }
}

/** An MCP server with the tools `who_am_i`, `add` and `shout`. */
export function createSampleTools(title: string, account: string): McpServer {
  const server = new McpServer({ name: title, version: '1.0.0' })
  const readOnly = { readOnlyHint: true }
  server.registerTool(
    'who_am_i',
    { description: 'Says which account the request came from.', annotations: readOnly },
    () => text(account),
  )
  server.registerTool(
    'add',
    {
      description: 'Adds two numbers.',
      inputSchema: z.object({ a: z.number(), b: z.number() }),
      annotations: readOnly,
    },
    ({ a, b }) => text(String(a + b)),
  )
  server.registerTool(
    'shout',
    {
      description: 'Gives a text back in capital letters.',
      inputSchema: z.object({ text: z.string().max(10_000) }),
      annotations: readOnly,
    },
    (input) => text(input.text.toUpperCase()),
  )
  return server
}

function text(value: string): { content: { type: 'text'; text: string }[] } {
  return { content: [{ type: 'text', text: value }] }
}

function accountOf(extra: Record<string, unknown> | undefined): string {
  const account = extra?.['account']
  return typeof account === 'string' ? account : 'nobody (this server asks for no login)'
}
