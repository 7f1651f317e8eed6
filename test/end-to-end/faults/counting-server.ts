/** An MCP server that counts how often each call came to it, and streams events without end: what shows a replay, a loss and a clean end. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'

export interface CountingServer {
  readonly url: string
  /** How often the call of this number came. */
  times(number: number): number
  /** The most calls that were being worked on at once. */
  most(): number
  close(): void
}

const Message = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z
    .object({
      protocolVersion: z.string().optional(),
      arguments: z.object({ number: z.number(), ms: z.number().default(0) }).optional(),
    })
    .optional(),
})
type Message = z.infer<typeof Message>

const everyMs = 50

export async function startCountingServer(host = '127.0.0.1'): Promise<CountingServer> {
  const counts = new Map<number, number>()
  let working = 0
  let most = 0

  async function resultOf({ method, params }: Message): Promise<object | undefined> {
    switch (method) {
      case 'initialize': {
        const { protocolVersion = '2025-11-25' } = params ?? {}
        const serverInfo = { name: 'counting', version: '1' }
        return { protocolVersion, capabilities: { tools: {} }, serverInfo }
      }
      case 'tools/list':
        return { tools: [{ name: 'count', inputSchema: { type: 'object' } }] }
      case 'tools/call': {
        const { number = 0, ms = 0 } = params?.arguments ?? {}
        counts.set(number, (counts.get(number) ?? 0) + 1)
        working += 1
        most = Math.max(most, working)
        await wait(ms)
        working -= 1
        return { content: [{ type: 'text', text: String(number) }] }
      }
      default:
        return undefined
    }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return stream(response)
    const message = Message.parse(JSON.parse(await text(request)))
    if (message.id === undefined) return void response.writeHead(202).end()
    const result = await resultOf(message)
    const error = { code: -32_601, message: 'Method not found' }
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({ jsonrpc: '2.0', id: message.id, ...(result ? { result } : { error }) }),
    )
  }

  const server = createServer((request, response) => {
    response.on('error', () => undefined)
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/mcp`,
    times: (number) => counts.get(number) ?? 0,
    most: () => most,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

function stream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const message = { jsonrpc: '2.0', method: 'notifications/message', params: {} }
  const timer = setInterval(
    () => void response.write(`data: ${JSON.stringify(message)}\n\n`),
    everyMs,
  )
  response.once('close', () => clearInterval(timer))
}
