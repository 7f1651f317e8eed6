/** What an address in a document has to be like. */
import { hasPlaceholder } from '#core/discovery/address-rules.ts'

/** https, or http on the very computer (C15). */
export function isSafeAddress(text: string): boolean {
  const url = URL.parse(text)
  if (!url || hasPlaceholder(text)) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

export function isLoopback(hostname: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
}
