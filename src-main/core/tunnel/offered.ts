/** Makes what the agent is told of each exposed connection from what is stored. */
import { commandAddress, commandOf } from '#core/app/command.ts'
import { hasAuthorizationHeader, headersOf, storedReach } from '#core/app/parts.ts'
import type { Store, Vault } from '#core/ports.ts'
import { listExposed } from './exposed-record.ts'
import type { Exposed } from './exposed-record.ts'
import type { Access, AgentOffered } from './ports.ts'
import { policyFor } from './tool-pins.ts'

export async function offeredNow(parts: {
  readonly store: Store
  readonly vault: Vault
}): Promise<AgentOffered[]> {
  return Promise.all(listExposed(parts.store).map((each) => offer(parts, each)))
}

async function offer(
  { store, vault }: { readonly store: Store; readonly vault: Vault },
  { connection, record }: Exposed,
): Promise<AgentOffered> {
  const headers = await headersOf(vault, connection)
  const command = await commandOf(vault, connection)
  const reach = storedReach(store, connection.id, connection.settings)
  const signIn = connection.status === 'needs-sign-in' || connection.status === 'needs-client-id'
  const access = accessOf({ connection, record }, headers)
  const needed = signIn && access === 'sign-in'
  return {
    exposure: {
      name: record.name,
      connectionId: connection.id,
      url: command ? commandAddress : connection.url,
      ...(command && { command }),
      access,
      headers,
      reach: {
        zone: reach.zone === 'person' ? 'public' : reach.zone,
        plainHttpConfirmed: reach.plainHttpConfirmed ?? false,
        ...(reach.caFile && { caFile: reach.caFile }),
        ...(reach.clientCertificateFile && { clientCertificateFile: reach.clientCertificateFile }),
      },
      tools: policyFor(store, connection.id),
    },
    ready: !needed,
    ...(needed && { problem: 'Sign-in needed in AIP Desktop.' }),
  }
}

function accessOf({ connection, record }: Exposed, headers: Record<string, string>): Access {
  if (record.passThrough) return 'pass-through'
  return connection.mode === 'NoAuth' || hasAuthorizationHeader(headers) ? 'open' : 'sign-in'
}
