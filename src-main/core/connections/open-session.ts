/** Opens an MCP session. The library is loaded with the first one: a program that only carries calls, or only looks, starts without it. */
import type { McpSession, McpSessionParts } from './mcp-session.ts'

/** As `openMcpSession`. */
export async function openSession(parts: McpSessionParts): Promise<McpSession> {
  const { openMcpSession } = await import('./mcp-session.ts')
  return openMcpSession(parts)
}
