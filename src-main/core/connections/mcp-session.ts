/** One MCP session over HTTP with whatever revision the server speaks: 2026-07-28, the session eras, or the old HTTP+SSE (T6, T13). */
import {
  Client,
  ProtocolError,
  SdkHttpError,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/client'
import type { CallToolResult, Tool, Transport } from '@modelcontextprotocol/client'
import { callFailed, notMcp, problemIn } from './session-problems.ts'

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
/** What `initialize` offers, best first. A server should answer with a revision it knows (T2); some refuse one they do not know instead. */
const offers: readonly (readonly string[])[] = ['2025-11-25', '2025-06-18', '2025-03-26'].map(
  (newest) => SUPPORTED_PROTOCOL_VERSIONS.slice(SUPPORTED_PROTOCOL_VERSIONS.indexOf(newest)),
)
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
      return session(parts, await connectWithOffers(parts, era))
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
  readonly offer: readonly string[] | undefined
}

async function connectWithOffers(parts: McpSessionParts, era: Era): Promise<Live> {
  if (era !== 'legacy') return connect(parts, era)
  for (let tried = 0; ; tried += 1) {
    try {
      return await connect(parts, era, offers[tried])
    } catch (error) {
      parts.signal.throwIfAborted()
      if (tried + 1 === offers.length || !isVersionRefusal(error)) throw error
    }
  }
}

function isVersionRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || problemIn(error)) return false
  const refused = error instanceof SdkHttpError && error.status === 400
  return refused || /protocol.?version/i.test(error.message)
}

async function connect(parts: McpSessionParts, era: Era, offer?: readonly string[]): Promise<Live> {
  const client = new Client(
    { name: 'aip-desktop', title: 'AIP Desktop', version: parts.version },
    {
      capabilities: {},
      ...(offer && { supportedProtocolVersions: [...offer] }),
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
  return { client, transport, offer, era: era === 'sse' ? 'sse' : modern }
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

/** 404 by the specification; some say it with a 400, or with an error whose status is 200. None of them acted on the request. */
function isSessionLost(error: unknown, { transport }: Live): boolean {
  if (transport.sessionId === undefined) return false
  if (error instanceof SdkHttpError) {
    return error.status === 404 || (error.status === 400 && /session/i.test(error.message))
  }
  const words = /session.{0,20}(not found|unknown|expired|invalid|terminated|does not exist)/i
  const denied = /(no|unknown|invalid|expired).{0,20}session/i
  // The codes JSON-RPC leaves to servers; an error of a tool may speak of any session it likes.
  const ofServer = error instanceof ProtocolError && error.code <= -32_000 && error.code > -32_100
  const said = ofServer ? error.message : ''
  return words.test(said) || denied.test(said)
}

async function reopened(parts: McpSessionParts, lost: Live): Promise<Live> {
  // Nothing of the lost session is of any use; how closing it fails does not matter.
  await lost.client.close().catch(() => undefined)
  return connect(parts, lost.era, lost.offer)
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

/** Everything but a lost network may mean "speaks another era"; the network's failures are problems already. */
function mayBeOtherEra(error: unknown): boolean {
  return error instanceof Error && error.name !== 'AbortError'
}
