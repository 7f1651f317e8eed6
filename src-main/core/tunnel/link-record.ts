/** The link of this machine to its tunnel: sealed, because the private key is in it. */
import { z } from 'zod'
import { appError } from '#core/app-error.ts'
import type { Store, Vault } from '#core/ports.ts'

export const LinkRecord = z.object({
  relay: z.string(),
  tunnelId: z.string(),
  tunnel: z.string(),
  deviceId: z.string(),
  privateKey: z.string(),
  publicUrl: z.string(),
})
export type LinkRecord = z.infer<typeof LinkRecord>

const key = 'tunnel'

/** Undefined: this machine is not linked. */
export async function readLink(vault: Vault): Promise<LinkRecord | undefined> {
  const value = await vault.read('identity', key)
  if (value === undefined) return undefined
  const parsed = LinkRecord.safeParse(value)
  if (parsed.success) return parsed.data
  throw appError('store-unreadable', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: 'The saved link of this computer to its tunnel cannot be read.',
    next: 'Unlink the tunnel and link it again with a new key.',
  })
}

export async function saveLink(vault: Vault, link: LinkRecord): Promise<void> {
  await vault.write('identity', key, link)
}

export async function forgetLink(vault: Vault): Promise<void> {
  await vault.delete('identity', key)
}

/** Whether this machine is linked, as far as it can be told without opening the vault. */
export function wasLinked(store: Store): boolean {
  return store.recall('tunnel', 'linked') === true
}

export function rememberLinked(store: Store, linked: boolean): void {
  store.remember('tunnel', 'linked', linked)
}

export function notLinked() {
  return appError('not-linked', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: 'This computer is not linked to a tunnel yet.',
    next: 'Ask whoever runs the relay for a link key, then: aip tunnel link <key>',
  })
}
