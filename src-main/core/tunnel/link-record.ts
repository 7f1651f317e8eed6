/** The link of this machine to its tunnel: sealed, because the private key is in it. */
import { z } from 'zod'
import { appError } from '#core/app-error.ts'
import type { Store, Vault } from '#core/ports.ts'
import { say } from '#core/say.ts'

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
    message: say('tunnel.link-unreadable'),
    next: say('tunnel.link-unreadable.next'),
  })
}

/** What may be known of the link without opening the vault. */
const LinkFacts = z.object({ relay: z.string(), tunnel: z.string(), publicUrl: z.string() })
export type LinkFacts = z.infer<typeof LinkFacts>

interface Places {
  readonly vault: Vault
  readonly store: Store
}

export async function saveLink({ vault, store }: Places, link: LinkRecord): Promise<void> {
  await vault.write('identity', key, link)
  const { relay, tunnel, publicUrl } = link
  store.remember('tunnel', 'link', { relay, tunnel, publicUrl })
}

export async function forgetLink({ vault, store }: Places): Promise<void> {
  await vault.delete('identity', key)
  store.remember('tunnel', 'link', undefined)
}

/** Undefined: this machine is not linked. */
export function linkFacts(store: Store): LinkFacts | undefined {
  const parsed = LinkFacts.safeParse(store.recall('tunnel', 'link'))
  return parsed.success ? parsed.data : undefined
}

export function notLinked() {
  return appError('not-linked', {
    step: 'tunnel',
    whoseTurn: 'you',
    message: say('tunnel.not-linked'),
    next: say('tunnel.not-linked.next'),
  })
}
