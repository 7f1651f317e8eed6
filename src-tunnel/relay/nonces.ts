/** Challenges for agents that dial: nothing is kept for those who only ask, so that asking costs the relay nothing. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { nonceMs } from '../protocol/handshake.ts'

export interface Nonces {
  issue(): string
  /** True once for a nonce of this relay that is not over. Call it only after the signature was found right. */
  spend(nonce: string): boolean
  /** True for a nonce of this relay that is not over and not spent. */
  good(nonce: string): boolean
}

/** Expiry (8 bytes), random (12 bytes), and a MAC over both under a key that lives as long as the process. */
export function createNonces(now: () => number): Nonces {
  const key = randomBytes(32)
  /** Spent ones until they would be over anyway. Only the holder of a device key can add to them. */
  const spent = new Map<string, number>()
  const mac = (text: Buffer) => createHmac('sha256', key).update(text).digest().subarray(0, 16)
  const expiryOf = (nonce: string): number => {
    const bytes = Buffer.from(nonce, 'base64url')
    if (bytes.length !== 36 || !timingSafeEqual(mac(bytes.subarray(0, 20)), bytes.subarray(20)))
      return 0
    return Number(bytes.readBigUInt64BE(0))
  }
  const good = (nonce: string) => expiryOf(nonce) > now() && !spent.has(canonical(nonce))
  return {
    issue() {
      const head = Buffer.alloc(20)
      head.writeBigUInt64BE(BigInt(Math.round(now()) + nonceMs))
      randomBytes(12).copy(head, 8)
      return Buffer.concat([head, mac(head)]).toString('base64url')
    },
    good,
    spend(nonce) {
      for (const [each, until] of spent) {
        if (until > now()) break
        spent.delete(each)
      }
      if (!good(nonce)) return false
      spent.set(canonical(nonce), expiryOf(nonce))
      return true
    },
  }
}

/** base64url has several spellings for the same bytes; a nonce has to have one. */
function canonical(nonce: string): string {
  return Buffer.from(nonce, 'base64url').toString('base64url')
}
