/** The checks of a stored connection: its token, from the keeper that every call asks, and its tools, in a session like every other. */
import type { Check } from '#contract/check.ts'
import type { Connection } from '#contract/connection.ts'
import { isProblem } from '#core/app-error.ts'
import { inSession } from '#core/app/open-connection.ts'
import { hasAuthorizationHeader } from '#core/app/parts.ts'
import type { AppParts } from '#core/app/parts.ts'
import { failed, passed, skipped, warned } from './check-book.ts'

export interface TokenSubject {
  readonly parts: AppParts
  readonly connection: Connection
  readonly headers: Record<string, string>
  /** The authorization server that the server names today; empty when it was not found. */
  readonly issuer: string
}

/** Refreshes when it is time to, as any call would. */
export async function tokenCheck(
  { parts, connection, headers, issuer }: TokenSubject,
  signal: AbortSignal,
): Promise<Check> {
  if (hasAuthorizationHeader(headers)) {
    return skipped('tokens', 'a header of your own is sent in place of a token')
  }
  try {
    if (connection.mode === 'NoAuth' && !(await parts.keeper.read(connection.id))) {
      return skipped('tokens', 'not needed: the server works without a login')
    }
    const answer = await parts.keeper.accessToken(connection.id, { signal })
    if (answer.status === 'needs-sign-in') return failed('tokens', answer.problem)
    const { grant } = answer
    const facts = [
      `from ${grant.issuer}`,
      grant.expiresAt === undefined ? 'valid until it is refused' : validUntil(grant.expiresAt),
      grant.refreshToken === undefined ? 'cannot be renewed without you' : 'renewed by itself',
    ]
    if (issuer === '' || issuer === grant.issuer) return passed('tokens', facts.join(', '))
    // Credentials are bound to their issuer (C22): these still work, but the next sign-in is a new one.
    const moved = `${facts.join(', ')}; the server now names ${issuer}`
    return warned('tokens', moved, 'Sign in again if you know about the move.', 'you')
  } catch (error) {
    return failureOf('tokens', error, signal)
  }
}

export async function toolsCheck(
  parts: AppParts,
  connection: Connection,
  signal: AbortSignal,
): Promise<Check> {
  try {
    const evidence = await inSession(parts, connection, signal, async (session) => {
      const tools = await session.listTools(signal)
      const count = tools.length === 1 ? '1 tool' : `${tools.length} tools`
      const name = session.serverName === '' ? 'the server' : session.serverName
      return `${name} lists ${count}, revision ${session.protocolVersion}`
    })
    return passed('tools', evidence)
  } catch (error) {
    return failureOf('tools', error, signal)
  }
}

function failureOf(id: 'tokens' | 'tools', error: unknown, signal: AbortSignal): Check {
  signal.throwIfAborted()
  if (isProblem(error)) return failed(id, error.problem)
  throw error
}

function validUntil(expiresAt: number): string {
  return `valid until ${new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
