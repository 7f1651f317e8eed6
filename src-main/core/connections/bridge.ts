/** Carries JSON-RPC messages between a local MCP client and a connection's server, unread but for what the transport must know. */
import {
  SSEClientTransport,
  StreamableHTTPClientTransport,
  isInitializeRequest,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
} from '@modelcontextprotocol/client'
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client'
import { problemIn } from './mcp-session.ts'
import type { Era } from './mcp-session.ts'

export interface BridgeParts {
  readonly url: string
  readonly fetch: typeof fetch
  readonly era?: Era | undefined
  /** Gets each message for the local client. */
  readonly deliver: (message: JSONRPCMessage) => void
  /** Gets one line about each failure; no secrets. */
  readonly complain: (line: string) => void
}

export interface Bridge {
  /** Sends one message of the local client; failures become JSON-RPC errors for it. Never throws. */
  send(message: JSONRPCMessage): Promise<void>
  close(): Promise<void>
}

/** JSON-RPC error code for "the bridge could not deliver": in the range left to implementations. */
const bridgeFailure = -32050

export async function openBridge(parts: BridgeParts): Promise<Bridge> {
  const transport =
    parts.era === 'sse'
      ? new SSEClientTransport(new URL(parts.url), { fetch: parts.fetch })
      : new StreamableHTTPClientTransport(new URL(parts.url), { fetch: parts.fetch })
  let initializeId: RequestId | undefined
  transport.onmessage = (message) => {
    if (isJSONRPCResultResponse(message) && message.id === initializeId) {
      const version = message.result['protocolVersion']
      if (typeof version === 'string') transport.setProtocolVersion?.(version)
    }
    parts.deliver(message)
  }
  transport.onerror = (error) => parts.complain(wordsOf(error))
  await transport.start()

  return {
    send: async (message) => {
      if (isInitializeRequest(message) && isJSONRPCRequest(message)) initializeId = message.id
      try {
        await transport.send(message)
      } catch (error) {
        parts.complain(wordsOf(error))
        if (isJSONRPCRequest(message)) parts.deliver(failure(message.id, error))
      }
    },
    close: async () => {
      if (transport instanceof StreamableHTTPClientTransport) {
        // Leaving politely is a SHOULD (T2); a server that refuses or is gone changes nothing for us.
        await transport.terminateSession().catch(() => undefined)
      }
      await transport.close()
    },
  }
}

function failure(id: RequestId, error: unknown): JSONRPCMessage {
  return { jsonrpc: '2.0', id, error: { code: bridgeFailure, message: wordsOf(error) } }
}

function wordsOf(error: unknown): string {
  const known = problemIn(error)
  if (known) return `${known.problem.message} ${known.problem.next}`
  return error instanceof Error ? error.message.slice(0, 300) : 'The server did not answer.'
}
