/** The access key that guards a localtunnel: made once on this machine, sealed, shown only where a person asks. */
import { z } from 'zod'
import type { Random, Vault } from '#core/ports.ts'

const Record = z.object({ accessKey: z.string() })
const key = 'localtunnel'

/** The key in clear; made at the first call. */
export async function localtunnelKey(vault: Vault, random: Random): Promise<string> {
  const parsed = Record.safeParse(await vault.read('identity', key))
  if (parsed.success) return parsed.data.accessKey
  const accessKey = `aip-key_${hex(random.bytes(32))}`
  await vault.write('identity', key, { accessKey })
  return accessKey
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
