/** What a session puts on the wire, seen from a server that says what a test makes it say. */
import { openMcpSession, type Era, type McpSession } from '#core/connections/mcp-session.ts'
import { onTestFinished } from 'vitest'
import { startLogin, type Answer, type Asked } from '../login-server.ts'

export interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly params?: Record<string, unknown>
}

/** Answers one request; undefined: the usual answer. */
export type Talk = (
  message: Message,
  asked: Asked,
) => Answer | undefined | Promise<Answer | undefined>

export interface Wire {
  readonly session: McpSession
  /** Requests with the headers and JSON bodies they came with, in order. */
  readonly asked: Asked[]
  /** The abort signal of the last request. */
  readonly lastSignal: () => AbortSignal | undefined
}

export const { signal } = new AbortController()

export const someTool = {
  name: 'report',
  inputSchema: { type: 'object', properties: { region: { type: 'string' } } },
}

/** The answer with this result, in the shape of 2026-07-28 (older clients ignore the rest). */
export function result(message: Message, parts: Record<string, unknown>): Answer {
  return {
    body: { jsonrpc: '2.0', id: message.id, result: { resultType: 'complete', ...parts } },
  }
}

export function failure(message: Message, code: number, data?: unknown): Answer {
  const error = { code, message: 'no', ...(data !== undefined && { data }) }
  return { status: 400, body: { jsonrpc: '2.0', id: message.id, error } }
}

/** The same as an event stream, after whatever comes before it. */
export function streamed(answer: Answer, before = ''): Answer {
  return {
    headers: { 'content-type': 'text/event-stream' },
    body: `${before}event: message\ndata: ${JSON.stringify(answer.body)}\n\n`,
  }
}

export function usual(message: Message, asked: Asked): Answer {
  if (asked.method !== 'POST') return { status: 405 }
  if (message.id === undefined) return { status: 202 }
  switch (message.method) {
    case 'server/discover':
      return result(message, {
        supportedVersions: ['2026-07-28'],
        capabilities: { tools: {} },
        ttlMs: 0,
        cacheScope: 'private',
      })
    case 'initialize':
      return result(message, {
        protocolVersion: message.params?.['protocolVersion'],
        capabilities: { tools: {} },
        serverInfo: { name: 'wire', version: '1' },
      })
    case 'tools/list':
      return result(message, { tools: [someTool], ttlMs: 0, cacheScope: 'private' })
    default:
      return result(message, { content: [{ type: 'text', text: 'done' }] })
  }
}

/** Opens a session with the server, of which `era` is remembered unless it is `unknown`; closes with the test. */
export async function openWire(era: Era | 'unknown', talk: Talk = () => undefined): Promise<Wire> {
  const server = await startLogin({
    '/mcp': async (asked) => (await talk(asked.body, asked)) ?? usual(asked.body, asked),
  })
  const signals: (AbortSignal | null | undefined)[] = []
  const watched: typeof fetch = (input, init) => {
    signals.push(init?.signal)
    return fetch(input, init)
  }
  const session = await openMcpSession({
    url: `${server.origin}/mcp`,
    fetch: watched,
    version: '1',
    signal,
    ...(era !== 'unknown' && { era }),
  })
  onTestFinished(() => session.close())
  return { session, asked: server.asked, lastSignal: () => signals.at(-1) ?? undefined }
}
