/** The whole journey from an address to a stored connection: discover, register, sign in, list the tools, save. */
import type { Connection, ConnectionSettings } from '#contract/connection.ts'
import { AppError, isProblem } from '#core/app-error.ts'
import type { Found } from '#core/found.ts'
import type { Guide } from '#core/guide.ts'
import type { Connected, ConnectRequest, Timings } from './app.ts'
import { discoverWithPerson } from './discover-with-person.ts'
import { checkedName, nameFrom } from './names.ts'
import { obtainGrant } from './obtain-grant.ts'
import { inSession } from './open-connection.ts'
import { hasAuthorizationHeader, newConnectionId, rememberZone } from './parts.ts'
import type { AppParts, AppPorts } from './parts.ts'
import { nextOf, say } from '#core/say.ts'

/**
 * Before the sign-in succeeded nothing is stored but the registration, which the next attempt uses again. From then on the connection is kept
 * even when the server fails to list its tools: the person need not sign in twice.
 */
export async function connect(
  parts: AppParts,
  request: ConnectRequest,
  guide: Guide,
  signal: AbortSignal,
): Promise<Connected> {
  const { store, clock } = parts
  const chosen =
    request.name === undefined ? undefined : checkedName(request.name, store.listConnections())
  const start = clock.now()
  const { found, settings } =
    request.agreed ??
    (await discoverWithPerson(parts, { ...request, preferLogin: false }, guide, signal))
  const discovered = clock.now()
  const names = store.listConnections().map((each) => each.name)
  const made = draftOf(found, settings, chosen ?? nameFrom(request.url, names), parts)
  const draft = { ...made, id: request.connectionId ?? made.id }

  if (Object.keys(request.headers).length > 0) {
    await parts.vault.write('headers', draft.id, request.headers)
  }
  try {
    const { connection, timings } = await signInIfNeeded(
      parts,
      request,
      draft,
      found,
      guide,
      signal,
    )
    const timing = { discover: discovered - start, ...timings }
    return await verifyAndSave(parts, connection, timing, guide, signal)
  } catch (error) {
    const kept = await parts.keeper.read(draft.id)
    if (!kept) {
      store.removeConnection(draft.id)
      await parts.vault.delete('headers', draft.id)
    }
    throw error
  }
}

/** The connection as it will be stored, before anybody signed in. */
export function draftOf(
  found: Found,
  settings: ConnectionSettings,
  name: string,
  { random, clock }: AppPorts,
): Connection {
  const { discovery } = found
  return {
    id: newConnectionId(random),
    name,
    url: discovery.url,
    mode: discovery.mode,
    account: '',
    status: 'new',
    issuer: discovery.issuer,
    resource: discovery.resource,
    settings,
    createdAt: clock.now(),
  }
}

async function signInIfNeeded(
  parts: AppParts,
  request: ConnectRequest,
  draft: Connection,
  found: Found,
  guide: Guide,
  signal: AbortSignal,
): Promise<{ connection: Connection; timings: Omit<Timings, 'discover' | 'verify'> }> {
  rememberZone(parts.store, draft.id, found.zone)
  if (draft.mode === 'NoAuth' || hasAuthorizationHeader(request.headers)) {
    parts.store.saveConnection(draft)
    return { connection: draft, timings: { register: 0, signIn: 0 } }
  }
  const { client, patienceMs, survival } = request
  const { grant, registerMs, signInMs } = await obtainGrant(
    {
      connection: draft,
      found,
      guide,
      signal,
      patienceMs,
      ...(client && { client }),
      ...(survival && { survival }),
    },
    parts,
  )
  const connection = { ...draft, account: grant.account }
  // First the connection, then its grant: a kill in between leaves one that needs a sign-in, never a grant that belongs to nothing.
  parts.store.saveConnection({ ...connection, status: 'needs-sign-in' })
  await parts.keeper.save(grant, signal)
  parts.store.audit('signed-in', connection.id, { issuer: grant.issuer })
  return { connection, timings: { register: registerMs, signIn: signInMs } }
}

/** Lists the tools and says how it went; a failure leaves the connection with its status. */
export async function verifyAndSave(
  parts: AppParts,
  connection: Connection,
  timings: Omit<Timings, 'verify'>,
  guide: Guide,
  signal: AbortSignal,
): Promise<Connected> {
  guide.tell({ type: 'verifying' })
  const before = parts.clock.now()
  try {
    const tools = await inSession(parts, connection, signal, (session) => session.listTools(signal))
    const verify = parts.clock.now() - before
    const ready = parts.store.listConnections().find((each) => each.id === connection.id)
    return {
      connection: ready ?? connection,
      tools: tools.length,
      timings: { ...timings, verify },
    }
  } catch (error) {
    const signedIn = isProblem(error) && connection.mode !== 'NoAuth'
    throw signedIn ? keptAnyway(error, connection) : error
  }
}

function keptAnyway(error: AppError, connection: Connection): Error {
  const { problem } = error
  const next = say('kept-anyway.next', { next: nextOf(problem), name: connection.name })
  const says = { ...problem.says, next: next.says }
  return new AppError({ ...problem, next: next.english, says }, error)
}
