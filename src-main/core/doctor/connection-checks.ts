/** The checks of a stored connection: its token, from the keeper that every call asks, and its tools, in a session like every other. */
import type { Check } from '#contract/check.ts'
import type { Connection } from '#contract/connection.ts'
import { isProblem } from '#core/app-error.ts'
import { inSession } from '#core/app/open-connection.ts'
import { hasAuthorizationHeader } from '#core/app/parts.ts'
import type { AppParts } from '#core/app/parts.ts'
import { failed, passed, skipped, warned } from './check-book.ts'
import { say, type Sentence } from '#core/say.ts'

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
    return skipped('tokens', say('doctor.token.header'))
  }
  try {
    if (connection.mode === 'NoAuth' && !(await parts.keeper.read(connection.id))) {
      return skipped('tokens', say('doctor.no-login'))
    }
    const answer = await parts.keeper.accessToken(connection.id, { signal })
    if (answer.status === 'needs-sign-in') return failed('tokens', answer.problem)
    const { grant } = answer
    const facts = {
      issuer: grant.issuer,
      validity:
        grant.expiresAt === undefined
          ? say('doctor.token.until-refused')
          : validUntil(grant.expiresAt),
      renewal:
        grant.refreshToken === undefined
          ? say('doctor.token.not-renewed')
          : say('doctor.token.by-itself'),
    }
    if (issuer === '' || issuer === grant.issuer) {
      return passed('tokens', say('doctor.token', facts))
    }
    // Credentials are bound to their issuer (C22): these still work, but the next sign-in is a new one.
    const moved = say('doctor.token.moved', { ...facts, other: issuer })
    return warned('tokens', moved, say('doctor.token.moved.next'), 'you')
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
      const facts = {
        name: session.serverName === '' ? say('doctor.tools.server') : session.serverName,
        revision: session.protocolVersion,
      }
      return tools.length === 1
        ? say('doctor.tools.one', facts)
        : say('doctor.tools', { ...facts, count: tools.length })
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

function validUntil(expiresAt: number): Sentence {
  return say('doctor.token.until', {
    time: new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' '),
  })
}
