/** A client id and secret that came with an import, kept sealed until the first sign-in uses them. */
import { z } from 'zod'
import type { ClientAnswer } from '#core/guide.ts'
import type { Vault } from '#core/ports.ts'

const Kept = z.object({ clientId: z.string(), clientSecret: z.string().optional() })

export async function keepClient(
  vault: Vault,
  connectionId: string,
  client: ClientAnswer,
): Promise<void> {
  await vault.write('pending', connectionId, client)
}

export async function keptClient(
  vault: Vault,
  connectionId: string,
): Promise<ClientAnswer | undefined> {
  const parsed = Kept.safeParse(await vault.read('pending', connectionId))
  if (!parsed.success) return undefined
  const { clientId, clientSecret } = parsed.data
  return { clientId, ...(clientSecret !== undefined && { clientSecret }) }
}

export async function forgetClient(vault: Vault, connectionId: string): Promise<void> {
  await vault.delete('pending', connectionId)
}
