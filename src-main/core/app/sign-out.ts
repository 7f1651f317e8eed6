/** Signs out of a connection: revoked at the issuer, deleted here in any case (C45, R25). */
import type { Connection } from '#contract/connection.ts'
import type { Grant } from '#core/records.ts'
import { revokeGrant } from '#core/tokens/revoke-grant.ts'
import type { Revocation } from '#core/tokens/revoke-grant.ts'
import type { RevocationResult, SignOutReceipt } from './app.ts'
import { forgetRegistration } from './obtain-grant.ts'
import { forgetClient } from './pending-client.ts'
import { storedReach } from './parts.ts'
import type { AppParts } from './parts.ts'
import { say } from '#core/say.ts'

export async function signOut(
  parts: AppParts,
  connection: Connection,
  signal: AbortSignal,
): Promise<SignOutReceipt> {
  const { receipt } = await revokeAndDelete(parts, connection, signal)
  const stored = parts.store.listConnections().find((each) => each.id === connection.id)
  if (stored && stored.mode !== 'NoAuth') {
    const { english: reason, says } = say('reason.signed-out')
    parts.store.saveConnection({ ...stored, status: 'needs-sign-in', reason, says, account: '' })
  }
  return receipt
}

/** Signs out and forgets everything: headers, grant, connection, and the OAuth client when nobody else uses it (R27). */
export async function removeConnection(
  parts: AppParts,
  connection: Connection,
  signal: AbortSignal,
): Promise<SignOutReceipt> {
  const { receipt, grant } = await revokeAndDelete(parts, connection, signal)
  const registrationDeleted =
    grant !== undefined && (await giveBackRegistration(parts, connection, grant, signal))
  await parts.vault.delete('headers', connection.id)
  if (connection.command) await parts.vault.delete('variables', connection.id)
  await forgetClient(parts.vault, connection.id)
  parts.store.removeConnection(connection.id)
  parts.store.remember('zone', connection.id, undefined)
  parts.store.audit('removed', connection.id)
  return { ...receipt, registrationDeleted }
}

async function revokeAndDelete(
  parts: AppParts,
  connection: Connection,
  signal: AbortSignal,
): Promise<{ receipt: SignOutReceipt; grant: Grant | undefined }> {
  const { name } = connection
  const grant = await parts.keeper.remove(connection.id, signal)
  if (!grant) {
    const none = { result: 'none' } as const
    return {
      grant,
      receipt: { name, refreshToken: none, accessToken: none, registrationDeleted: false },
    }
  }
  const reach = storedReach(parts.store, connection.id, connection.settings)
  const revoked = await revokeGrant(grant, { ...parts, reach }, signal)
  parts.store.audit('signed-out', connection.id, { issuer: grant.issuer })
  return {
    grant,
    receipt: {
      name,
      refreshToken: resultOf(revoked.refreshToken),
      accessToken: resultOf(revoked.accessToken),
      registrationDeleted: false,
    },
  }
}

async function giveBackRegistration(
  parts: AppParts,
  connection: Connection,
  { registration }: Grant,
  signal: AbortSignal,
): Promise<boolean> {
  if (registration.source !== 'dcr') return false
  const others = parts.store.listConnections().filter((each) => each.id !== connection.id)
  for (const other of others) {
    const used = await parts.keeper.read(other.id)
    if (used?.clientId === registration.clientId && used.issuer === registration.issuer)
      return false
  }
  const reach = storedReach(parts.store, connection.id, connection.settings)
  return forgetRegistration(registration, parts, reach, signal)
}

function resultOf(revocation: Revocation): RevocationResult {
  if (typeof revocation === 'string') return { result: revocation }
  const { english, says } = revocation.failed
  return { result: 'failed', reason: english, says }
}
