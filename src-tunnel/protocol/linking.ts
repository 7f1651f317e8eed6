/** Joining a machine to a tunnel: the text of a link key and the one exchange it is good for. */
import { z } from 'zod'

export interface LinkKey {
  /** Origin of the relay. */
  readonly relay: string
  readonly secret: string
}

const form = /^aip-link_([A-Za-z0-9_-]{8,400})\.([A-Za-z0-9_-]{43})$/

/** `aip-link_<origin of the relay, base64url>.<secret>`. */
export function writeLinkKey(key: LinkKey): string {
  const origin = btoa(key.relay).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return `aip-link_${origin}.${key.secret}`
}

/** Undefined when the text is no link key, or names a relay that is neither https nor on this computer. */
export function readLinkKey(text: string): LinkKey | undefined {
  const match = form.exec(text.trim())
  if (!match) return undefined
  const [, encoded = '', secret = ''] = match
  try {
    const url = new URL(atob(encoded.replaceAll('-', '+').replaceAll('_', '/')))
    return isSafeRelay(url) ? { relay: url.origin, secret } : undefined
  } catch {
    // Not base64, or not an address: no link key.
    return undefined
  }
}

/** The proof and the calls travel to it: encrypted, or not leaving this computer. */
export function isSafeRelay(url: URL): boolean {
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)
}

export const LinkRequest = z.object({
  secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** Raw Ed25519 public key, 32 bytes as base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** How the machine is called, for the administrator's list. */
  name: z.string().trim().min(1).max(100),
  os: z.string().max(100),
  version: z.string().max(50),
})
export type LinkRequest = z.infer<typeof LinkRequest>

export const LinkAnswer = z.object({
  tunnelId: z.string(),
  /** The tunnel's alias. */
  tunnel: z.string(),
  deviceId: z.string(),
  publicUrl: z.string(),
})
export type LinkAnswer = z.infer<typeof LinkAnswer>
