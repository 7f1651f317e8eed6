/** Opens a stored connection: an MCP session, or the fetch below it, with its token, its headers and its reach. */
import type { Connection, ConnectionStatus } from '#contract/connection.ts'
import { isProblem } from '#core/app-error.ts'
import { createAuthorizedFetch } from '#core/connections/authorized-fetch.ts'
import type { AuthorizedFetchParts } from '#core/connections/authorized-fetch.ts'
import { openSession } from '#core/connections/open-session.ts'
import type { McpSession } from '#core/connections/mcp-session.ts'
import type { ProblemCode } from '#contract/problem.ts'
import { dpopProof } from '#core/tokens/dpop.ts'
import { aboutConnection } from './about-connection.ts'
import { commandAddress, commandOf } from './command.ts'
import { hasAuthorizationHeader, headersOf, serverReach } from './parts.ts'
import type { AppParts } from './parts.ts'
import { messageOf, type Sentence } from '#core/say.ts'

export type StepUp = NonNullable<AuthorizedFetchParts['stepUp']>

/** The fetch of a connection; tokens are asked for per request, so it stays good over refreshes. */
export async function fetchFor(
  parts: AppParts,
  connection: Connection,
  signal: AbortSignal,
  stepUp?: StepUp,
): Promise<typeof fetch> {
  const headers = await headersOf(parts.vault, connection)
  const command = await commandOf(parts.vault, connection)
  const send = command
    ? parts.commandFetch(connection.id, command)
    : parts.http.fetchWithin({ ...serverReach(parts.store, connection), limits: 'stream' })
  const signsIn =
    !hasAuthorizationHeader(headers) &&
    (connection.mode !== 'NoAuth' || (await parts.keeper.read(connection.id)) !== undefined)
  return createAuthorizedFetch({
    connectionId: connection.id,
    fetch: send,
    headers,
    signal,
    ...(signsIn && { tokens: parts.keeper }),
    ...(stepUp && { stepUp }),
    proof: (grant, method, url, nonce) =>
      dpopProof(
        { key: grant.dpopKey ?? {}, method, url, nonce, accessToken: grant.accessToken },
        parts,
      ),
  })
}

/**
 * Does `work` in a session of the connection, and remembers what the server showed: the era that worked, and whether the connection is ready,
 * needs a sign-in or cannot be reached.
 */
export async function inSession<T>(
  parts: AppParts,
  connection: Connection,
  signal: AbortSignal,
  work: (session: McpSession) => Promise<T>,
  stepUp?: StepUp,
): Promise<T> {
  let session: McpSession | undefined
  try {
    session = await openSession({
      url: connection.command ? commandAddress : connection.url,
      fetch: await fetchFor(parts, connection, signal, stepUp),
      version: parts.version,
      signal,
      // Programs that read a pipe are known to hang or end on a question they do not expect: they are met as they always were.
      ...eraOf(connection),
    })
    const result = await work(session)
    noteStatus(parts, connection.id, { status: 'ready', era: session.era })
    return result
  } catch (error) {
    const status = isProblem(error) ? statusAfter(error.problem.code) : undefined
    if (status && isProblem(error)) {
      noteStatus(parts, connection.id, { status, reason: messageOf(error.problem) })
    }
    throw aboutConnection(error, connection)
  } finally {
    // A server that fails to say goodbye changes nothing about the work done.
    await session?.close().catch(() => undefined)
  }
}

function eraOf({ era, command }: Connection): { era?: McpSession['era'] } {
  if (era) return { era }
  return command ? { era: 'legacy' } : {}
}

interface Seen {
  readonly status: ConnectionStatus
  readonly reason?: Sentence
  readonly era?: McpSession['era']
}

/** Writes only what changed, on top of what is stored now: another process may have renamed the connection meanwhile. */
function noteStatus({ store }: AppParts, id: string, seen: Seen): void {
  const stored = store.listConnections().find((each) => each.id === id)
  if (!stored) return
  const next: Connection = { ...stored, status: seen.status, ...(seen.era && { era: seen.era }) }
  delete next.reason
  delete next.says
  if (seen.reason) Object.assign(next, { reason: seen.reason.english, says: seen.reason.says })
  if (JSON.stringify(next) !== JSON.stringify(stored)) store.saveConnection(next)
}

const unreachableCodes: readonly ProblemCode[] = [
  'host-not-found',
  'name-lookup-failed',
  'connection-refused',
  'unreachable',
  'offline',
  'captive-portal',
  'timed-out',
  'proxy-failed',
  'proxy-login-needed',
  'local-network-blocked',
  'server-error',
  'not-an-mcp-server',
]

function statusAfter(code: ProblemCode): ConnectionStatus | undefined {
  if (code === 'sign-in-needed' || code === 'sign-in-expired') return 'needs-sign-in'
  return unreachableCodes.includes(code) ? 'unreachable' : undefined
}
