/** Access keys of this machine's own listeners: made once, sealed, shown only where a person asks. */
import { z } from 'zod'
import type { Random, Store, Vault } from '#core/ports.ts'

const Record = z.object({ accessKey: z.string() })

/** The key in clear; made at the first call. `local-gateway`: for programs of this computer. */
export async function ownAccessKey(
  vault: Vault,
  random: Random,
  listener: 'localtunnel' | 'local-gateway',
): Promise<string> {
  const parsed = Record.safeParse(await vault.read('identity', listener))
  if (parsed.success) return parsed.data.accessKey
  const accessKey = `aip-key_${hex(random.bytes(32))}`
  await vault.write('identity', listener, { accessKey })
  return accessKey
}

const usualPort = 47_917

/** Where the local gateway listens: what was chosen last, so that configurations of other programs stay right. */
export function localPort(store: Store): number {
  const port = z.number().int().min(1).max(65_535).safeParse(store.recall('tunnel', 'local-port'))
  return port.success ? port.data : usualPort
}

export function rememberLocalPort(store: Store, port: number): void {
  store.remember('tunnel', 'local-port', port)
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
