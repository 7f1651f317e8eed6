/** What is stored for a connection, without the tokens; and a refresh because a person asked. */
import type { Connection } from '#contract/connection.ts'
import { AppError, appError } from '#core/app-error.ts'
import type { Grant } from '#core/records.ts'
import type { TokenStatus } from './app.ts'
import { aboutConnection } from './about-connection.ts'
import type { AppParts } from './parts.ts'
import { say } from '#core/say.ts'

export async function tokenStatus(parts: AppParts, connection: Connection): Promise<TokenStatus> {
  return statusOf(parts, connection, await grantOf(parts, connection))
}

/** The access token itself: only for a person who asked for it. */
export async function revealToken(parts: AppParts, connection: Connection): Promise<string> {
  const grant = await grantOf(parts, connection)
  parts.store.audit('token-revealed', connection.id)
  return grant.accessToken
}

/** Refreshes now. Throws the problem when the issuer refuses, or when there is nothing to refresh with. */
export async function refreshNow(
  parts: AppParts,
  connection: Connection,
  signal: AbortSignal,
): Promise<TokenStatus> {
  await grantOf(parts, connection)
  const answer = await parts.keeper.refreshNow(connection.id, signal)
  if (answer.status === 'ready') return statusOf(parts, connection, answer.grant)
  throw aboutConnection(new AppError(answer.problem), connection)
}

async function grantOf(parts: AppParts, connection: Connection): Promise<Grant> {
  const grant = await parts.keeper.read(connection.id)
  if (grant) return grant
  const open = connection.mode === 'NoAuth'
  const problem = appError('sign-in-needed', {
    step: 'token',
    whoseTurn: 'you',
    message: open
      ? `${connection.name} needs no sign-in, so there is no token.`
      : `You are not signed in to ${connection.name}.`,
    next: open ? 'Nothing has to be done.' : say('grant.nobody.next'),
  })
  throw open ? problem : aboutConnection(problem, connection)
}

function statusOf(parts: AppParts, { name }: Connection, grant: Grant): TokenStatus {
  return {
    name,
    issuer: grant.issuer,
    clientId: grant.clientId,
    scopes: grant.scopes,
    expiresAt: grant.expiresAt ?? null,
    refreshable: grant.refreshToken !== undefined,
    account: grant.account,
    vault: parts.vault.kind,
  }
}
