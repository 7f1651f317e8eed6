/** One MCP session over HTTP with whatever revision the server speaks: 2026-07-28, the session eras, or the old HTTP+SSE (T6, T13). */
import {
  Client,
  SdkHttpError,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client'
import type { CallToolResult, Tool, Transport } from '@modelcontextprotocol/client'
import { AppError, appError, isProblem } from '#core/app-error.ts'

export type Era = 'modern' | 'legacy' | 'sse'

export interface McpSession {
  readonly era: Era
  readonly protocolVersion: string
  readonly serverName: string
  listTools(signal: AbortSignal): Promise<Tool[]>
  callTool(
    name: string,
    input: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<CallToolResult>
  close(): Promise<void>
}

export interface McpSessionParts {
  readonly url: string
  readonly fetch: typeof fetch
  /** The era that worked last time; the others are tried when it no longer fits. */
  readonly era?: Era
  readonly version: string
  readonly signal: AbortSignal
}

/** Silence on the probe is no verdict: after this the session eras are tried (T13). A server known to be modern is only slow. */
const probeLimitMs = 5000
const connectLimitMs = 30_000
const callLimitMs = 10 * 60_000
const leaveLimitMs = 2_000

/**
 * Connects with the remembered era first, then the others. Throws the problem of the most telling attempt: a refusal for the token or for
 * safety ends the search, "not understood" goes on to the next era.
 */
export async function openMcpSession(parts: McpSessionParts): Promise<McpSession> {
  const order: Era[] = parts.era
    ? [parts.era, ...(['modern', 'legacy', 'sse'] as const).filter((each) => each !== parts.era)]
    : ['modern', 'legacy', 'sse']
  let first: unknown
  for (const era of order) {
    try {
      return session(parts, await connect(parts, era))
    } catch (error) {
      parts.signal.throwIfAborted()
      const problem = problemIn(error)
      if (problem) throw problem
      if (!mayBeOtherEra(error)) throw notMcp(error)
      first ??= error
    }
  }
  throw notMcp(first)
}

/** One client with the transport under it; a session may go through several when the server loses its own. */
interface Live {
  readonly client: Client
  readonly transport: Transport
  readonly era: Era
}

async function connect(parts: McpSessionParts, era: Era): Promise<Live> {
  const client = new Client(
    { name: 'aip-desktop', title: 'AIP Desktop', version: parts.version },
    {
      capabilities: {},
      ...(era === 'modern' && {
        versionNegotiation: {
          mode: 'auto' as const,
          probe: { timeoutMs: parts.era === 'modern' ? connectLimitMs : probeLimitMs },
        },
      }),
    },
  )
  const transport = transportFor(parts, era)
  try {
    await client.connect(transport, {
      signal: parts.signal,
      timeout: connectLimitMs,
    })
  } catch (error) {
    // What the failed attempt leaves open must not keep the process alive; how closing fails does not matter any more.
    await client.close().catch(() => undefined)
    throw error
  }
  const modern = client.getProtocolEra() === 'modern' ? 'modern' : 'legacy'
  return { client, transport, era: era === 'sse' ? 'sse' : modern }
}

function transportFor(parts: McpSessionParts, era: Era): Transport {
  const url = new URL(parts.url)
  if (era === 'sse') return new SSEClientTransport(url, { fetch: parts.fetch })
  return new StreamableHTTPClientTransport(url, { fetch: parts.fetch })
}

function session(parts: McpSessionParts, opened: Live): McpSession {
  let live = Promise.resolve(opened)
  const { client, era } = opened

  /** T2: what the server calls an unknown session was not acted on, so it is begun anew and the request repeated, once. */
  async function within<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const current = live
    const used = await current
    try {
      return await work(used.client)
    } catch (error) {
      if (!isSessionLost(error, used)) throw error
      // Of several requests that meet the lost session only the first one opens another.
      if (live === current) live = reopened(parts, used)
      return work((await live).client)
    }
  }

  return {
    era,
    protocolVersion: client.getNegotiatedProtocolVersion() ?? '',
    serverName: client.getServerVersion()?.name ?? '',
    listTools: async (signal) => {
      // Without tools there is nothing to ask for; the library would say so on standard output, which belongs to results.
      if (!client.getServerCapabilities()?.tools) return []
      const { tools } = await translated(within((each) => each.listTools({}, { signal })))
      return tools
    },
    callTool: (name, input, signal) => {
      const limits = { signal, timeout: callLimitMs }
      return translated(within((each) => each.callTool({ name, arguments: input }, limits)))
    },
    close: async () => {
      // A session that could not be begun anew has left nothing open.
      const last = await live.catch(() => undefined)
      if (last) await leave(last)
    },
  }
}

function isSessionLost(error: unknown, { transport }: Live): boolean {
  return error instanceof SdkHttpError && error.status === 404 && transport.sessionId !== undefined
}

async function reopened(parts: McpSessionParts, lost: Live): Promise<Live> {
  // Nothing of the lost session is of any use; how closing it fails does not matter.
  await lost.client.close().catch(() => undefined)
  return connect(parts, lost.era)
}

/** Ends the session at the server, which is a SHOULD (T2): one that refuses, is slow or is gone keeps nobody here. */
async function leave({ client, transport }: Live): Promise<void> {
  if (transport instanceof StreamableHTTPClientTransport && transport.sessionId !== undefined) {
    const limit = AbortSignal.timeout(leaveLimitMs)
    const passed = new Promise<void>((resolve) =>
      limit.addEventListener('abort', () => resolve(), { once: true }),
    )
    await Promise.race([transport.terminateSession().catch(() => undefined), passed])
  }
  await client.close()
}

async function translated<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw problemIn(error) ?? callFailed(error)
  }
}

/** The problem inside an error of the library, however deep it was wrapped. */
export function problemIn(error: unknown): AppError | undefined {
  for (
    let each = error, depth = 0;
    each instanceof Error && depth < 8;
    each = each.cause, depth++
  ) {
    if (isProblem(each)) return each
    if (each instanceof UnauthorizedError) return signInNeeded()
    if (each instanceof SdkHttpError && each.status === 401) return signInNeeded()
    if (each instanceof SdkHttpError && each.status === 403) return forbidden()
    if (each instanceof SdkHttpError && each.status === 429) return tooMany()
  }
  return undefined
}

/** Everything but a lost network may mean "speaks another era"; the network's failures are problems already. */
function mayBeOtherEra(error: unknown): boolean {
  return error instanceof Error && error.name !== 'AbortError'
}

function signInNeeded(): AppError {
  return appError('sign-in-needed', {
    step: 'verify',
    whoseTurn: 'you',
    message: 'The server asks for a sign-in.',
    next: 'Sign in to this connection.',
  })
}

function forbidden(): AppError {
  return appError('step-up-needed', {
    step: 'call',
    whoseTurn: 'you',
    message: 'The server knows the account but does not allow it to do this.',
    next: 'Sign in with an account that may, or ask whoever administers the server for access.',
  })
}

function tooMany(): AppError {
  return appError('rate-limited', {
    step: 'call',
    whoseTurn: 'you',
    message: 'The server says that it was asked too often.',
    next: 'Wait a little and try again.',
  })
}

function callFailed(error: unknown): AppError {
  return appError('server-error', {
    step: 'call',
    whoseTurn: 'server-owner',
    message: 'The server answered the request with an error.',
    next: "The server's own words are below; its owner can say what they mean.",
    details: { answer: wordsOf(error) },
    cause: error,
  })
}

function notMcp(error: unknown): AppError {
  return appError('not-an-mcp-server', {
    step: 'verify',
    whoseTurn: 'server-owner',
    message: 'The address answers, but not as an MCP server does.',
    next: 'Check that the address is the one of the MCP endpoint (it often ends in /mcp or /sse).',
    details: { answer: wordsOf(error) },
    cause: error,
  })
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : 'no answer'
}
