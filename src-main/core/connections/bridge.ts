/** Carries JSON-RPC messages between a local MCP client and a connection's server, unread but for what the transport must know. */
import {
  SSEClientTransport,
  StreamableHTTPClientTransport,
  isInitializeRequest,
  isJSONRPCErrorResponse,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
} from '@modelcontextprotocol/client'
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/client'
import { problemIn } from './session-problems.ts'
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
  /** Resolves when every request was answered, or the signal aborts: an answer may come long after its request was sent. */
  answered(signal: AbortSignal): Promise<void>
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
  const unanswered = createCountdown()
  transport.onmessage = (message) => {
    if (isJSONRPCResultResponse(message) || isJSONRPCErrorResponse(message)) {
      unanswered.remove(message.id)
    }
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
      if (isJSONRPCRequest(message)) unanswered.add(message.id)
      try {
        await transport.send(message)
      } catch (error) {
        parts.complain(wordsOf(error))
        if (!isJSONRPCRequest(message)) return
        unanswered.remove(message.id)
        parts.deliver(failure(message.id, error))
      }
    },
    answered: (signal) => unanswered.empty(signal),
    close: async () => {
      if (transport instanceof StreamableHTTPClientTransport) {
        // Leaving politely is a SHOULD (T2); a server that refuses or is gone changes nothing for us.
        await transport.terminateSession().catch(() => undefined)
      }
      await transport.close()
    },
  }
}

/** Requests under way, and the moment none is left. */
function createCountdown() {
  const open = new Set<RequestId | undefined>()
  const waiting = new Set<() => void>()
  return {
    add: (id: RequestId) => void open.add(id),
    remove(id: RequestId | undefined): void {
      open.delete(id)
      if (open.size === 0) for (const done of waiting) done()
    },
    empty: (signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (open.size === 0 || signal.aborted) return resolve()
        waiting.add(resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      }),
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
